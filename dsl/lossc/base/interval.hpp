// Intervals of the extended reals: where a primitive is finite, and which values a parameter may have.
#pragma once
#include <limits>

namespace lossc {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

struct interval {
  double low = -infinity;
  double high = infinity;
  friend constexpr bool operator==(const interval&, const interval&) = default;
};

/// The values that a parameter may have; an end that is excluded is not one of them.
struct parameter_range {
  double least = -infinity;
  double most = infinity;
  bool least_excluded = false;
  bool most_excluded = false;

  constexpr bool is_whole() const { return least == -infinity && most == infinity; }
  /// NaN is in no range but the whole one.
  constexpr bool holds(double x) const {
    return is_whole() || ((least_excluded ? x > least : x >= least) && (most_excluded ? x < most : x <= most));
  }
  friend constexpr bool operator==(const parameter_range&, const parameter_range&) = default;
};

}  // namespace lossc
