// Everything a generated CUDA kernel includes: for nvcc, and for the grid emulated on the host.
#ifndef LOSSC_CUDA_H_
#define LOSSC_CUDA_H_

// The lowest layer is one of two texts with the same names; all above it is the same text in both.
#ifdef LOSSC_EMULATED_GRID
#include <lossc/emulate/device.h>
#else
#include <lossc/runtime/cuda_device.h>
#endif
#include <lossc/runtime/cuda_host.h>
#include <lossc/runtime/cuda_labels.h>
#include <lossc/runtime/cuda_math.h>
#include <lossc/runtime/cuda_memory.h>
#include <lossc/runtime/cuda_team.h>

#endif  // LOSSC_CUDA_H_
