// Structural zeros (P2, R1, R2): select after multiplying, so that a dead branch never leaks.
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc::detail {

// A guard of one scalar stays outside: inside it would cost a select per element for nothing. Among
// scalars it costs nothing, and it must: a total of 0 divides what the guard has made 0. Numbers fold.
inline constexpr condition guard_has_axes{
    [](const graph& g, const match& m) {
      return g[m.bound[0]].axes != 0 || (g[m.bound[2]].axes == 0 && !is<op::Number>(g[m.bound[2]]));
    },
    "the guard has axes, or the factor has none"};
inline constexpr condition only_the_inner_has_axes{
    [](const graph& g, const match& m) { return g[m.bound[0]].axes == 0 && g[m.bound[1]].axes != 0; },
    "the outer guard is one scalar"};

// clang-format off

constexpr void add_zero_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0), y = hole(set, 1), z = hole(set, 2);
  const symbol zero = number(set, 0);
  set.add({
    {"R1", "the guard selects after the product",   guard(x, y) * z,  guard(x, y * z),      structural, guard_has_axes},
    {"R1", "the guard selects after the quotient",  guard(x, y) / z,  guard(x, y / z),      structural, guard_has_axes},
    {"R1", "the guard selects after the weight",    weigh(z, guard(x, y)), guard(x, weigh(z, y)), structural, guard_has_axes},
    {"R1", "a guard with axes stands outside one of a scalar", guard(x, guard(y, z)), guard(y, guard(x, z)), structural, only_the_inner_has_axes},
    {"R2", "a weight stands outside a scalar guard", guard(x, weigh(y, z)), weigh(y, guard(x, z)), structural, only_the_inner_has_axes},
    {"R2", "a weighted 0 is 0",                     weigh(x, zero),   zero,                 structural},
    {"R2", "the weight selects after the product",  weigh(x, y) * z,  weigh(x, y * z),      structural},
    {"R2", "the weight selects after the quotient", weigh(x, y) / z,  weigh(x, y / z),      structural},
  });
}

// clang-format on

}  // namespace lossc::detail
