// Powers, roots and cosines less what they are at a point, and whole powers.
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc::detail {

// clang-format off

constexpr void add_power_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0), y = hole(set, 1);
  // x^y − 1 in the exponent's variable; far from 0 the exponential would magnify the rounding of y·log(x).
  const symbol exponent = y * log(x), power = pow(x, y);
  const symbol power_minus_one = where(abs(exponent) < 0.5, expm1(exponent), power - 1);
  set.add({
    // The squares first: theirs overflow.
    {"R34", "√(1 + x²) − 1 is x²/2 near 0",     sqrt(1 + x * x) - 1,  where(abs(x) < 1, x * x / (1 + sqrt(1 + x * x)), hypot(x, number(set, 1)) - 1), rounds_better},
    {"R34", "√(1 + x) − 1 is x/2 near 0",       sqrt(1 + x) - 1,      where(x < 3, x / (1 + sqrt(1 + x)), sqrt(1 + x) - 1), rounds_better},
    {"R34", "1 − cos x is x²/2 near 0",         1 - cos(x),           2 * (sin(0.5 * x) * sin(0.5 * x)), rounds_better},
    {"R34", "x² − y² cancels where x is near y", x * x - y * y,       (x - y) * (x + y),  rounds_better},
    {"R34", "x^y − 1 is y·log(x) near x = 1",   power - 1,            power_minus_one,    rounds_better},
    {"R36", "(x^y − 1) / y is log x at y = 0",  power_minus_one / y,  where(abs(exponent) < 1e-9, log(x), power_minus_one / y), rounds_better},
    {"R14", "1 − x² cancels near 1",            sqrt(1 - x * x),      sqrt((1 - x) * (1 + x)), rounds_better},
    // Constant whole exponents (R47): gradients as of products, also at 0.
    {"R47", "x^1 = x",                          pow(x, number(set, 1)),   x,              exact},
    {"R47", "x² by one product",                pow(x, number(set, 2)),   x * x,          rounds_better},
    {"R47", "x³ by two products",               pow(x, number(set, 3)),   x * x * x,      rounds_differently},
    {"R47", "x^−1 = 1 / x",                     pow(x, -number(set, 1)),  1 / x,          rounds_better},
  });
}

// clang-format on

}  // namespace lossc::detail
