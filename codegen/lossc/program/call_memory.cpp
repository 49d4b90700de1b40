// The host's memory comes from the C library, a device's from the table in its kernel's library.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <lossc/program/array.hpp>
#include <lossc/program/call_memory.hpp>
#include <new>

namespace lossc::program {
namespace {

// A cache line, and what kernels ask of a workspace.
constexpr std::size_t alignment = 64;

}  // namespace

call_memory::call_memory(const loaded_kernel& kernel, std::string subject)
    : device_(kernel.memory), on_gpu_(kernel.on_gpu), subject_(std::move(subject)) {
  if (device_ != nullptr) device_->begin(nullptr);
}

call_memory::~call_memory() {
  if (device_ != nullptr) device_->end();
}

std::byte* call_memory::allocate(std::size_t bytes, const char* name, bool initialised) {
  if (device_ != nullptr) {
    void* made = device_->allocate(bytes, 0, name, initialised ? 1 : 0);
    if (made == nullptr) {
      wait();
      throw std::bad_alloc();
    }
    return static_cast<std::byte*>(made);
  }
  const std::size_t rounded = std::max((bytes + alignment - 1) / alignment * alignment, alignment);
  on_host_.emplace_back(static_cast<std::byte*>(std::aligned_alloc(alignment, rounded)));
  if (on_host_.back() == nullptr) throw std::bad_alloc();
  std::memset(on_host_.back().get(), 0, rounded);  // pages are there before anything is timed
  return on_host_.back().get();
}

void call_memory::wait() const {
  const lossc_grid_report* found = report();
  if (found == nullptr || found->fault_count == 0) return;
  throw input_error(
      on_gpu_ ? fmt::format("{}: its kernel did not run on the GPU ({}); hide the GPU with "
                            "CUDA_VISIBLE_DEVICES=-1 to run it on the emulated grid.",
                            subject_, found->faults[0])
              : fmt::format("{}: its CUDA kernel does what no kernel may do, which is a mistake of "
                            "lossc and not of your data: {}",
                            subject_, found->faults[0]));
}

}  // namespace lossc::program
