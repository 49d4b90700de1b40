// What generated CUDA kernels ask of a GPU: threads, barriers, shuffles, one access at a time, launches.
//
// Generated text and all headers above this one use nothing else of CUDA, so that they also run in
// the emulated grid, whose device.h has the same names. A line number travels with every access there
// (LOSSC_LINE); here it is nothing.
#ifndef LOSSC_RUNTIME_CUDA_DEVICE_H_
#define LOSSC_RUNTIME_CUDA_DEVICE_H_

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>
#include <lossc/runtime/cuda_pack.h>

#include <cstddef>
#include <cstdint>

#define LOSSC_KERNEL(most_threads) __global__ void __launch_bounds__(most_threads, 1)
#define LOSSC_DEVICE __device__ __forceinline__
#define LOSSC_HOST_DEVICE __host__ __device__ __forceinline__
#define LOSSC_PRAGMA(text) _Pragma(#text)
#define LOSSC_UNROLL(count) LOSSC_PRAGMA(unroll count)
#define LOSSC_LINE             // last of several parameters: where the access stands in the text
#define LOSSC_LINE_ALONE       // the only parameter
#define LOSSC_PASS_LINE        // hands it on, after other arguments
#define LOSSC_PASS_LINE_ALONE  // hands it on alone

namespace lossc {
namespace cuda {

// Blocks and grids have one dimension.
LOSSC_DEVICE int thread_index() { return static_cast<int>(threadIdx.x); }
LOSSC_DEVICE int block_size() { return static_cast<int>(blockDim.x); }
LOSSC_DEVICE int block_index() { return static_cast<int>(blockIdx.x); }
LOSSC_DEVICE int grid_size() { return static_cast<int>(gridDim.x); }

constexpr int warp_size = 32;

// Orders shared memory, and global memory among the threads of a block.
LOSSC_DEVICE void sync_block(LOSSC_LINE_ALONE) { __syncthreads(); }

// Orders memory among the lanes named, which must call this together.
LOSSC_DEVICE void sync_lanes(unsigned lanes LOSSC_LINE) { __syncwarp(lanes); }

// Every lane in `lanes` must call this together; x comes from the lane whose number differs by
// `distance` (a power of two below the width of the group).
template <class T> LOSSC_DEVICE T shuffle_xor(unsigned lanes, T x, int distance LOSSC_LINE) {
  return __shfl_xor_sync(lanes, x, distance);
}

// One access of N neighbours; p is a multiple of sizeof(T) * N.
template <int N, class T> LOSSC_DEVICE pack<T, N> read_global(const T* p LOSSC_LINE) {
  return *reinterpret_cast<const pack<T, N>*>(p);
}
template <int N, class T> LOSSC_DEVICE void write_global(T* p, const pack<T, N>& x LOSSC_LINE) {
  *reinterpret_cast<pack<T, N>*>(p) = x;
}

extern __shared__ __align__(16) unsigned char lossc_shared_bytes[];

/// `count` elements of the block's shared memory, from a byte on. It lies where the launch said.
template <class T> class shared {
 public:
  LOSSC_DEVICE shared(int first_byte, int /*count*/)
      : data_(reinterpret_cast<T*>(lossc_shared_bytes + first_byte)) {}
  template <int N = 1> LOSSC_DEVICE pack<T, N> load(int i LOSSC_LINE) const {
    return *reinterpret_cast<const pack<T, N>*>(data_ + i);
  }
  template <int N = 1> LOSSC_DEVICE void store(int i, const pack<T, N>& x LOSSC_LINE) const {
    *reinterpret_cast<pack<T, N>*>(data_ + i) = x;
  }

 private:
  T* data_;
};

// Storage of 16 bits; arithmetic on it is in float.
using bfloat16 = __nv_bfloat16;
using float16 = __half;
LOSSC_DEVICE float widen(bfloat16 x) { return __bfloat162float(x); }
LOSSC_DEVICE float widen(float16 x) { return __half2float(x); }
LOSSC_DEVICE float widen(float x) { return x; }
LOSSC_DEVICE double widen(double x) { return x; }
// To the nearest, ties to even.
template <class T> LOSSC_DEVICE T narrow(double x);
template <> LOSSC_DEVICE double narrow<double>(double x) { return x; }
template <> LOSSC_DEVICE float narrow<float>(double x) { return static_cast<float>(x); }
template <> LOSSC_DEVICE bfloat16 narrow<bfloat16>(double x) { return __double2bfloat16(x); }
template <> LOSSC_DEVICE float16 narrow<float16>(double x) { return __double2half(x); }
template <class T> LOSSC_DEVICE T narrow(float x);
template <> LOSSC_DEVICE double narrow<double>(float x) { return x; }
template <> LOSSC_DEVICE float narrow<float>(float x) { return x; }
template <> LOSSC_DEVICE bfloat16 narrow<bfloat16>(float x) { return __float2bfloat16_rn(x); }
template <> LOSSC_DEVICE float16 narrow<float16>(float x) { return __float2half_rn(x); }

// ---- Host ----------------------------------------------------------------------------------------

struct launch_shape {
  int blocks = 1, threads = 32;
  size_t shared_bytes = 0;
};

/// 0, or an error of the CUDA runtime. Asynchronous; may be captured in a graph.
template <class... Parameters, class... Arguments>
int launch(void* stream, launch_shape shape, void (*kernel)(Parameters...), const Arguments&... arguments) {
  if (shape.shared_bytes > 48 * 1024) {  // more must be asked for
    const cudaError_t error = cudaFuncSetAttribute(
        kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(shape.shared_bytes));
    if (error != cudaSuccess) return error;
  }
  cudaLaunchConfig_t config = {};
  config.gridDim = dim3(static_cast<unsigned>(shape.blocks));
  config.blockDim = dim3(static_cast<unsigned>(shape.threads));
  config.dynamicSmemBytes = shape.shared_bytes;
  config.stream = static_cast<cudaStream_t>(stream);
  return cudaLaunchKernelEx(&config, kernel, arguments...);
}

inline const char* launch_error_text(int error) {
  return cudaGetErrorString(static_cast<cudaError_t>(error));
}

/// Shared memory one block may use on the current device, in bytes; 0 if there is none.
inline int64_t most_shared_bytes() {
  int device = 0, bytes = 0;
  if (cudaGetDevice(&device) != cudaSuccess) return 0;
  if (cudaDeviceGetAttribute(&bytes, cudaDevAttrMaxSharedMemoryPerBlockOptin, device) != cudaSuccess)
    return 0;
  return bytes;
}

}  // namespace cuda
}  // namespace lossc

#endif  // LOSSC_RUNTIME_CUDA_DEVICE_H_
