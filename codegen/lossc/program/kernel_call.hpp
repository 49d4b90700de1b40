// A call of a kernel by position: buffers for every slot, ready to run any number of times.
#pragma once

#include <lossc/kernel.h>

#include <lossc/program/call_arguments.hpp>
#include <lossc/program/call_memory.hpp>
#include <lossc/program/outcome.hpp>

namespace lossc::program {

class kernel_call {
 public:
  // Copies the arrays into buffers of the kernel's types; the arguments have to outlive this. With
  // `gradients` false the gradients are not computed. `threads` 0: as many as there are. Of one
  // device, one call at a time. Throws input_error.
  kernel_call(const loaded_kernel& kernel, const graph& loss, const call_arguments& arguments,
              bool gradients, int threads);
  kernel_call(const kernel_call&) = delete;
  kernel_call& operator=(const kernel_call&) = delete;

  // Throws input_error where the kernel refuses, with its own sentence; where its report names a
  // label out of range, with the sentence of a kernel that refuses it; and for a device's faults.
  // Several times one after another, where a device's own time is asked for.
  void run(int times = 1);

  // Of the last run.
  outcome result() const;

  // What the device has counted of all runs; null on the host.
  const lossc_grid_report* counted() const { return memory_.report(); }

  // Elements and bytes of what a run has to touch at least once: inputs, labels and outputs.
  std::size_t bytes() const;
  std::size_t slot_bytes(std::string_view slot) const;
  std::size_t largest_input() const { return largest_input_; }

 private:
  struct buffer {
    std::byte* data = nullptr;
    std::size_t bytes = 0;
  };
  buffer allocate(std::size_t bytes, const char* name, bool initialised);
  void fill(std::size_t slot, const input_info& input, const array& values);
  array output(std::size_t slot, std::vector<std::int64_t> shape) const;

  const lossc_kernel& kernel_;
  const graph& loss_;
  const call_arguments& arguments_;
  call_memory memory_;
  std::vector<std::vector<std::int64_t>> shapes_;  // per slot, as the user gave them
  std::vector<buffer> buffers_;
  std::vector<void*> data_;
  std::vector<double> numbers_;
  std::vector<std::int64_t> sizes_;
  lossc_report* report_ = nullptr;  // where the kernel can write it
  lossc_call call_{};
  std::size_t largest_input_ = 0;
};

}  // namespace lossc::program
