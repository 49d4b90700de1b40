// A closed interval of the extended reals: where a primitive is finite.
#pragma once
#include <limits>

namespace lossc {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

struct interval {
  double low = -infinity;
  double high = infinity;
  friend constexpr bool operator==(const interval&, const interval&) = default;
};

}  // namespace lossc
