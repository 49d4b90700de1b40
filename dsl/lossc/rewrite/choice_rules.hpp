// Choices: no comparison swallows a NaN (P8, R4), and the gradient at the kink is the one of max and min (P4).
#pragma once
#include <lossc/rewrite/pattern.hpp>
#include <lossc/rewrite/range.hpp>

namespace lossc::detail {

inline constexpr condition x_is_not_negative_and_y_a_positive_number{
    [](const graph& g, const match& m) {
      return is_not_negative(g, m.bound[0]) && is<op::Number>(g[m.bound[1]]) && from_bits(g[m.bound[1]].payload) > 0;
    },
    "x cannot be negative and y is a positive number"};

// clang-format off

constexpr void add_choice_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0), y = hole(set, 1), z = hole(set, 2), w = hole(set, 4);
  set.add({
    {"R4", "a comparison with NaN chooses the wrong branch; max keeps it", where(y < x, x, y),  max(x, y), structural},
    {"R4", "a comparison with NaN chooses the wrong branch; max keeps it", where(y <= x, x, y), max(x, y), structural},
    {"R4", "a comparison with NaN chooses the wrong branch; min keeps it", where(x < y, x, y),  min(x, y), structural},
    {"R4", "a comparison with NaN chooses the wrong branch; min keeps it", where(x <= y, x, y), min(x, y), structural},
    {"P4", "the kink of |x| has gradient 0", where(x < 0, -x, x),  abs(x), structural},
    {"P4", "the kink of |x| has gradient 0", where(x <= 0, -x, x), abs(x), structural},
    {"P4", "the kink of |x| has gradient 0", where(0 < x, x, -x),  abs(x), structural},
    {"P4", "the kink of |x| has gradient 0", where(0 <= x, x, -x), abs(x), structural},
    {"logic", "the inner choice is made already",  where(x, y, where(x, z, w)), where(x, y, w), exact},

    {"R3", "the logarithm of what was clamped: its own stable form, and no infinite slope where it was", log(max(x, y)), max(log(x), log(y)), rounds_better, x_is_not_negative_and_y_a_positive_number},
  });
}

// clang-format on

}  // namespace lossc::detail
