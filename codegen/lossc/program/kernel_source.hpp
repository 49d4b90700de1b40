// Where a kernel comes from: built in, or emitted, compiled by the system's compiler, and loaded.
#pragma once

#include <lossc/kernel.h>

#include <lossc/pipeline.hpp>
#include <lossc/program/program.hpp>

namespace lossc::program {

// `element_size` is 4 or 8. A kernel that the options ask for and that is not built in is compiled
// once and cached in the user's cache folder. Throws input_error, or failure from the compiler.
const lossc_kernel& kernel_for(const loss_entry& entry, const compile_options& options,
                               int element_size);

}  // namespace lossc::program
