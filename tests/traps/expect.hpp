// What the tests of traps are written in: a loss, its exact input, the right value and gradients.
#pragma once
#include <string>
#include <vector>

#include "../kernel/call.hpp"

namespace lossc::traps {

inline constexpr double inf = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The entries of an input or of its gradient, rows one after the other.
struct numbers {
  std::string name;
  std::vector<double> values;
};
using list = std::vector<numbers>;

/// How far off an answer may be, in units of the last place of the right one; infinities, NaN and
/// zeros (their signs aside) have to be exact.
struct tolerance {
  double value = 4, gradient = 8;
};

/// Where the numbers hold: those that only float overflows on say so.
enum class precision { both, f32, f64 };

/// Inputs are rounded to float; "ignore_index" and sizes such as "n_batch" may be among them. Checks `evaluate` and the kernel.
void expect(const std::string& loss, const list& inputs, double value, const list& gradients,
            tolerance allowed = {}, precision types = precision::both);

/// The loss of the generators whose kernels are linked.
const graph& loss_named(const std::string& name);

/// A call of its kernel, to be changed before it runs. Sizes of axes follow from the inputs; where
/// they do not, the first axis of a matrix has size 1.
test::call call_of(const std::string& loss, const list& inputs, lossc_dtype dtype = LOSSC_F32);

/// `x` against `right`, in units of the last place of `right` in a type of that many bytes.
double ulps(double x, double right, std::size_t element_size);

}  // namespace lossc::traps
