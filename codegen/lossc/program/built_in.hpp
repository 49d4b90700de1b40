// The kernels that are linked into the installed program.
//
// Their table is generated (`emit --table FILE`) by a program that has none yet; that one is
// compiled from the same main.cpp with LOSSC_WITHOUT_KERNELS.
#pragma once

#include <lossc/kernel.h>

#include <string_view>

namespace lossc::program {

// Null for a loss that has no built-in kernel. Built-in kernels are for LOSSC_F32 and LOSSC_F64.
#ifdef LOSSC_WITHOUT_KERNELS
inline const lossc_kernel* built_in_kernel(std::string_view, lossc_dtype) { return nullptr; }
#else
const lossc_kernel* built_in_kernel(std::string_view loss, lossc_dtype dtype);
#endif

}  // namespace lossc::program
