// Signs, units and logic: exact rules, so that one formula has one form.
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc::detail {

// clang-format off

constexpr void add_sign_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0), y = hole(set, 1), z = hole(set, 2);
  set.add({
    {"unit", "x·1 = x",                        x * 1,                 x,                    exact},
    {"unit", "x / 1 = x",                      x / 1,                 x,                    exact},
    {"sign", "−(−x) = x",                      -(-x),                 x,                    exact},
    {"sign", "(−x)·y = −(x·y)",                (-x) * y,              -(x * y),             exact},
    {"sign", "(−x) / y = −(x / y)",            (-x) / y,              -(x / y),             exact},
    {"sign", "x / (−y) = −(x / y)",            x / (-y),              -(x / y),             exact},
    {"sign", "−x − y = −(x + y)",              (-x) - y,              -(x + y),             exact},
    {"sign", "x + (−y) = x − y",               x + (-y),              x - y,                exact},
    {"sign", "x − (−y) = x + y",               x - (-y),              x + y,                exact},
    {"sign", "a guard passes the sign",        guard(x, -y),          -guard(x, y),         exact},
    {"sign", "a weight passes the sign",       weigh(x, -y),          -weigh(x, y),         exact},
    {"sign", "a sum passes the sign",          sum_of(-x),            -sum_of(x),           exact},
    {"sign", "a mean passes the sign",         mean_of(-x),           -mean_of(x),          exact},
    {"twice", "x + x = 2x",                    x + x,                 2 * x,                exact},
    {"logic", "¬¬c = c",                       !!x,                   x,                    exact},
    {"logic", "one guard is enough",           guard(x, guard(x, y)), guard(x, y),          exact},

    {"logic", "both branches are one",         where(x, y, y),        y,                    exact},
    {"R6", "both sides have one slope",        symbol::apply<op::NearestZero>(x, x), x,      exact},
    {"logic", "one guard for both terms",      guard(x, y) + guard(x, z), guard(x, y + z),   exact},
  });
}

// clang-format on

}  // namespace lossc::detail
