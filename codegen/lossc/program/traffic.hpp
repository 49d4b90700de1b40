// What a CUDA kernel moved, as it was counted, beside what its plan says.
#pragma once

#include <lossc/pipeline.hpp>
#include <lossc/program/call_arguments.hpp>
#include <lossc/program/kernel_call.hpp>
#include <string>

namespace lossc::program {

// Launches, and a table of bytes, of one run that wrote the value and all gradients. A GPU counts
// nothing: then the plan stands alone.
std::string traffic_text(const compiled& loss, const call_arguments& arguments,
                         const kernel_call& call);

}  // namespace lossc::program
