// Gradient descent on a function of a few numbers: where it was, and what it saw there.
#pragma once

#include <lossc/program/function_of_entries.hpp>

namespace lossc::program {

struct descent_step {
  std::vector<double> at;
  double value, gradient_norm;
};

// The start and `steps` more; in f32 the numbers are rounded after each operation, as a framework's are. Throws
// input_error where the start has another count than the function has entries.
std::vector<descent_step> descend(function_of_entries& f, std::vector<double> start, double rate, int steps, bool in_f32);

}  // namespace lossc::program
