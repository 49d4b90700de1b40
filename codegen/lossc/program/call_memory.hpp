// Where the arrays of one call lie: in memory of the host, or of a device by its table of
// functions.
#pragma once

#include <lossc/emulate/grid.h>
#include <lossc/kernel.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace lossc::program {

// A kernel and the memory that it takes.
struct loaded_kernel {
  const lossc_kernel& kernel;
  const lossc_emulator* memory = nullptr;  // of a device; null: the host's
  bool on_gpu = false;                     // else a device is the emulated grid
};

class call_memory {
 public:
  // One object at a time for a device. `subject` is the loss: what errors begin with.
  call_memory(const loaded_kernel& kernel, std::string subject);
  call_memory(const call_memory&) = delete;
  call_memory& operator=(const call_memory&) = delete;
  ~call_memory();

  // Never null, also without bytes: a null pointer would mean that the argument is not given.
  // Lives as long as this object. The host may use it whenever no kernel runs. `name` is what
  // faults call it. What is not initialised, a kernel has to write before it may read it.
  std::byte* allocate(std::size_t bytes, const char* name, bool initialised);

  // Returns when the device has done what was launched. Throws input_error for a fault.
  void wait() const;

  // What the device has counted since this object was made; null on the host, nothing on a GPU.
  const lossc_grid_report* report() const { return device_ ? device_->report() : nullptr; }

 private:
  struct freed {
    void operator()(void* memory) const { std::free(memory); }
  };
  const lossc_emulator* device_;
  bool on_gpu_;
  std::string subject_;
  std::vector<std::unique_ptr<std::byte, freed>> on_host_;
};

}  // namespace lossc::program
