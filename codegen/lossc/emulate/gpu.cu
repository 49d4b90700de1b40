// The table of grid.h over the memory of a GPU: compiled by nvcc with a kernel that tools call.
//
// Memory is managed, so that the host may use it when no kernel runs. A GPU counts nothing; a fault
// is the first error of CUDA.
#include <cuda_runtime.h>
#include <lossc/emulate/grid.h>

#include <vector>

namespace lossc {
namespace emulate {
namespace gpu {

static std::vector<void*> arrays;
static const char* fault = nullptr;
static lossc_grid_report report = {};

inline bool succeeds(cudaError_t error) {
  if (error != cudaSuccess && fault == nullptr) fault = cudaGetErrorString(error);
  return error == cudaSuccess;
}

inline void end() {
  for (void* p : arrays) cudaFree(p);
  arrays.clear();
  fault = nullptr;
  cudaGetLastError();
}

inline void* allocate(size_t bytes, size_t offset, const char* /*name*/, int /*initialised*/) {
  void* p = nullptr;
  if (!succeeds(cudaMallocManaged(&p, offset + bytes + 1))) return nullptr;  // never no bytes
  arrays.push_back(p);
  return static_cast<char*>(p) + offset;
}

inline const lossc_grid_report* wait() {
  succeeds(cudaDeviceSynchronize());
  succeeds(cudaGetLastError());
  report.faults = &fault;
  report.fault_count = fault != nullptr ? 1 : 0;
  return &report;
}

static const lossc_emulator table = {
    [](const lossc_grid_settings*) { end(); },
    allocate,
    [](const void*, size_t) {},
    [](const void*, size_t bytes) { return bytes; },
    wait,
    end};

}  // namespace gpu
}  // namespace emulate
}  // namespace lossc

extern "C" __attribute__((visibility("default"))) const lossc_emulator* lossc_gpu_memory(void) {
  return &lossc::emulate::gpu::table;
}
