// lossc check --hard: a loss on the inputs where losses go wrong, as a table.
#pragma once

#include <lossc/pipeline.hpp>
#include <lossc/program/call_arguments.hpp>
#include <lossc/program/call_memory.hpp>
#include <string>

namespace lossc::program {

// Prints the rows in which the loss as written is wrong in f32, or its kernel, or all; then a
// summary. Throws input_error where the kernel breaks its promise.
void check_hard(const compiled& loss, const loaded_kernel& f32, const call_arguments& easy,
                const std::string& where, bool all);

}  // namespace lossc::program
