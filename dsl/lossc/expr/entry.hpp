// Single entries: at one index of an axis, or where two axes stand at one index.
#pragma once
#include <lossc/expr/reduce.hpp>

namespace lossc {

/// The entry of x at one index of an axis.
template <expression X, class Axis, expression Index>
constexpr auto entry(X x, Axis axis, Index index) {
  static_assert(detail::contains<Axis, typename X::axes>, "lossc: entry(x, axis, index): x does not have this axis");
  return sum(guard(position(axis) == index, x), axis);
}

/// The entries of a square matrix where both axes stand at one index, per index of the first.
template <expression X, class Row, class Column>
constexpr auto diagonal(X x, Row row, Column column) {
  static_assert(detail::contains<Row, typename X::axes> && detail::contains<Column, typename X::axes>,
                "lossc: diagonal(x, row, column): x does not have both axes");
  return sum(guard(position(row) == position(column), x), column);
}

}  // namespace lossc
