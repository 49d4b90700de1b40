// How far a float is from the exact number, in units of the last place of the exact one.
#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace lossc::test {

/// Infinity stands where the next power of two would; a NaN on one side only is infinitely wrong. The
/// sign of a zero is not looked at. `terms` is the size of terms that cancel, where the unit is theirs.
inline double error_in_ulps(float got, double right, double terms = 0) {
  if (std::isnan(got) || std::isnan(right)) {
    return std::isnan(got) == std::isnan(right) ? 0 : std::numeric_limits<double>::infinity();
  }
  constexpr double end = 0x1p128;
  const double a = std::isinf(got) ? std::copysign(end, got) : double{got};
  const double b = std::fabs(right) < end ? right : std::copysign(end, right);
  const double size = std::fmin(std::fmax(std::fabs(b), std::fmax(terms, 0x1p-126)), 0x1.fp127);
  // 2^(exponent of size - 23), by its bits: the loop over all floats spends its time here.
  const auto exponent = std::bit_cast<std::uint64_t>(size) & 0x7ff0000000000000;
  const double unit = std::bit_cast<double>(exponent) * 0x1p-23;
  return std::fabs(a - b) / unit;
}

}  // namespace lossc::test
