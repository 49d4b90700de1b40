// For printing only: the forms of textbooks, shorter and less stable.
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc {

namespace detail {

// A guard that only says what happens at a zero weight, an empty mean or an ignored row; a guard that
// chooses a branch is part of the formula.
constexpr bool is_about_zeros(const graph& g, node_id condition) {
  const node& c = g[condition];
  if (is<op::And>(c)) return is_about_zeros(g, c.in[0]) && is_about_zeros(g, c.in[1]);
  return is<op::NotEqual>(c) || is<op::Valid>(c) || is<op::Or>(c) || is<op::IsFinite>(c);
}
inline constexpr condition guard_is_about_zeros{
    [](const graph& g, const match& m) { return is_about_zeros(g, m.bound[0]); },
    "the guard is about zeros or ignored rows"};

}  // namespace detail

// clang-format off

constexpr rule_set textbook_rules() {
  using enum honesty;
  rule_set set = detail::with_holes();
  graph& p = set.patterns;
  const symbol x{&p, 0}, y{&p, 1}, z{&p, 2};
  set.rules = {
    {"textbook", "unit",                       x * 1,                                                         x,                    textbook},
    {"textbook", "guards are understood",      guard(x, y),                                                   y,                    textbook, detail::guard_is_about_zeros},
    {"textbook", "the gradient of BCE",        weigh(1 - y, sigmoid(x)) - weigh(y, sigmoid(-x)),              sigmoid(x) - y,       textbook},
    {"textbook", "the gradient of BCE, scaled", weigh(1 - y, z * sigmoid(x)) - weigh(y, z * sigmoid(-x)),     z * (sigmoid(x) - y), textbook},
    {"textbook", "1 − exp",                    -expm1(x),                                                     1 - exp(x),           textbook},
  };
  return set;
}

// clang-format on

}  // namespace lossc
