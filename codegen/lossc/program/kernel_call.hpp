// A call of a kernel by position: buffers for every slot, ready to run any number of times.
#pragma once

#include <lossc/kernel.h>

#include <cstdlib>
#include <lossc/program/call_arguments.hpp>
#include <lossc/program/outcome.hpp>
#include <memory>

namespace lossc::program {

class kernel_call {
 public:
  // Copies the arguments into buffers of the kernel's types. With `gradients` false the gradients
  // are not computed. `threads` 0: as many as there are. Throws input_error.
  kernel_call(const lossc_kernel& kernel, const graph& loss, const call_arguments& arguments,
              bool gradients, int threads);
  kernel_call(const kernel_call&) = delete;
  kernel_call& operator=(const kernel_call&) = delete;

  // Throws input_error, with the kernel's own sentence, where the kernel refuses.
  void run();

  // Of the last run.
  outcome result() const;

  // Elements and bytes of what a run has to touch at least once: inputs, labels and outputs.
  std::size_t bytes() const;
  std::size_t largest_input() const { return largest_input_; }

 private:
  struct freed {
    void operator()(void* memory) const { std::free(memory); }
  };
  struct buffer {
    std::unique_ptr<std::byte, freed> data;
    std::size_t bytes = 0;
  };
  static buffer allocate(std::size_t bytes);
  void fill(std::size_t slot, const input_info& input, const array& values);
  array output(std::size_t slot, std::vector<std::int64_t> shape) const;

  const lossc_kernel& kernel_;
  std::string loss_;
  std::vector<std::vector<std::int64_t>> shapes_;  // per slot, as the user gave them
  std::vector<buffer> buffers_;
  buffer workspace_;
  std::vector<void*> data_;
  std::vector<double> numbers_;
  std::vector<std::int64_t> sizes_;
  lossc_report report_{};
  lossc_call call_{};
  std::size_t largest_input_ = 0;
};

}  // namespace lossc::program
