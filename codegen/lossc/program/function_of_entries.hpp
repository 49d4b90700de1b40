// A loss as a function of a few entries of one input, everything else held.
#pragma once

#include <lossc/kernel.h>

#include <lossc/program/call_arguments.hpp>
#include <lossc/program/call_memory.hpp>
#include <lossc/program/session.hpp>
#include <span>

namespace lossc::program {

struct value_and_gradient {
  double value;  // of a loss per item, the sum
  std::vector<double> gradient;
};

class function_of_entries {
 public:
  // `entries` count through the input in C order.
  function_of_entries(const session& s, const loss_entry& entry, lossc_dtype dtype, call_arguments held, std::size_t input,
                      std::vector<std::size_t> entries);
  value_and_gradient operator()(std::span<const double> x);
  std::size_t count() const { return entries_.size(); }

 private:
  const graph& loss_;
  loaded_kernel kernel_;
  call_arguments held_;
  std::size_t input_;
  std::vector<std::size_t> entries_;
};

// The input that is called so; unnamed, the first differentiable one, else the first of numbers. Throws input_error.
std::size_t chosen_input(const graph& loss, const std::string& name);
// "0,1" as a place in an array of this shape, in C order. Throws input_error.
std::size_t entry_at(const std::string& position, const array& values);
// "logits[0, 1]".
std::string entry_name(const array& values, std::size_t entry);
// "1.5,-2". Throws input_error.
std::vector<double> number_list(const std::string& option, const std::string& text);

}  // namespace lossc::program
