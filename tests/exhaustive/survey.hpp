// One primitive's kernel on many floats and every instruction set: the worst errors of value and gradient.
#pragma once
#include <lossc/kernel.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "reference.hpp"

namespace lossc::test {

struct worst_error {
  double ulps = 0;
  float at = 0;
};

/// What an instruction set has of its own: on most floats it gives the bits of the first one.
struct target_result {
  std::string name;
  std::uint64_t different = 0;  // numbers with other bits than the first instruction set's
  double worst = 0;             // of value and gradient, of those
};

struct survey_result {
  std::uint64_t inputs = 0;
  worst_error value, gradient;
  std::vector<target_result> targets;
};

constexpr std::uint64_t all_floats = std::uint64_t(1) << 32;

/// Every float, or every `stride`-th with all special values and their neighbours besides.
survey_result survey(const lossc_kernel& kernel, const reference& right, std::uint64_t stride);

/// The special values with which every survey begins.
const std::vector<float>& special_floats();

/// Runs the kernel of one primitive.
void run_kernel(const lossc_kernel& kernel, const std::vector<float>& x, std::vector<float>& value, std::vector<float>& gradient, int threads);

}  // namespace lossc::test
