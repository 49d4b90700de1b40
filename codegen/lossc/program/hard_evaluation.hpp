// A loss on one input in three ways: as written in f32, by its kernel, and exactly.
#pragma once

#include <lossc/pipeline.hpp>
#include <lossc/program/call_arguments.hpp>
#include <lossc/program/call_memory.hpp>
#include <string>
#include <vector>

namespace lossc::program {

// What kernels promise, in units in the last place of f32 of the magnitudes that cancel.
inline constexpr double promised_value = 4, promised_gradient = 8;

// One entry of the value or of a gradient.
struct hard_entry {
  double naive = 0, kernel = 0;
  long double exact = 0;
  double naive_ulps = 0, kernel_ulps = 0;  // infinite where one is finite and the other is not
  bool overflows = false;  // the kernel is not finite, and a step of the exact one is beyond f32
};

struct hard_quantity {
  std::string name;  // "value", or the gradient's
  std::vector<std::int64_t> shape;
  std::vector<hard_entry> entries;

  double promised() const { return name == "value" ? promised_value : promised_gradient; }
};

// The value, then the gradients. Exact is the compiled loss in long double, rounded to f32 only
// where it is beyond its range: whether a rule may replace what was written is for the tests of
// rules.
std::vector<hard_quantity> evaluate_hard(const compiled& loss, const loaded_kernel& f32,
                                         const call_arguments& arguments);

// How far a result in f32 is from what is exact, in ulps of the larger of that and `terms`.
double ulps_between(double computed, long double exact, long double terms);

}  // namespace lossc::program
