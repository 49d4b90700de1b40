// How alike vectors along one axis are: dot, squared_distance, cosine_similarity. Rows that share no axis are paired, all with all.
#pragma once
#include <lossc/expr/reduce.hpp>

namespace lossc {

/// Σ over axis of x · y.
template <expression X, expression Y, class Axis>
constexpr auto dot(X x, Y y, Axis axis) {
  static_assert(is_axis<Axis>, "lossc: dot(x, y, axis) needs the axis of the vectors");
  return sum(x * y, axis);
}

/// Σ over axis of (x − y)²: from differences, so that near vectors keep their digits.
template <expression X, expression Y, class Axis>
constexpr auto squared_distance(X x, Y y, Axis axis) {
  static_assert(is_axis<Axis>, "lossc: squared_distance(x, y, axis) needs the axis of the vectors");
  return sum(square(x - y), axis);
}

/// The cosine of the angle between x and y; a vector of length 0 has no direction: 0, with gradient 0.
template <expression X, expression Y, class Axis>
constexpr auto cosine_similarity(X x, Y y, Axis axis) {
  static_assert(is_axis<Axis>, "lossc: cosine_similarity(x, y, axis) needs the axis of the vectors");
  return sum(normalize(x, axis) * normalize(y, axis), axis);
}

}  // namespace lossc
