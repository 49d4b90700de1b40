// Where a kernel comes from: built in, or emitted, compiled by the system's compiler, and loaded.
#pragma once

#include <lossc/kernel.h>

#include <lossc/pipeline.hpp>
#include <lossc/program/call_memory.hpp>
#include <lossc/program/program.hpp>

namespace lossc::program {

// A CPU kernel that the options ask for and that is not built in is compiled once and cached in the
// user's cache folder. Throws input_error, or failure from the compiler.
loaded_kernel kernel_for(const loss_entry& entry, const compile_options& options,
                         lossc_dtype dtype);

// What CUDA kernels run on: the GPU where there are one and nvcc, else the emulated grid.
struct cuda_device {
  std::string gpu;   // its name; empty: the emulated grid
  std::string text;  // "on GPU NVIDIA H200", "on the emulated grid: no GPU was found"
};
cuda_device find_cuda_device();

// The CUDA kernel of a compiled loss, always compiled on demand. Throws as kernel_for does.
loaded_kernel cuda_kernel_for(const loss_entry& entry, const compiled& loss, lossc_dtype dtype,
                              const cuda_device& device);

}  // namespace lossc::program
