// The reference: a loss interpreted in f64, without any kernel.
#pragma once

#include <lossc/pipeline.hpp>
#include <lossc/program/call_arguments.hpp>
#include <lossc/program/outcome.hpp>

namespace lossc::program {

// The rewritten loss with its symbolic gradients: what kernels compute, without their plan.
outcome run_reference(const compiled& loss, const call_arguments& arguments);

// The loss as it is written, with gradients by the primitives' rules on numbers: independent of the
// rewriting and of the symbolic gradient.
outcome run_as_written(const graph& written, const call_arguments& arguments);

}  // namespace lossc::program
