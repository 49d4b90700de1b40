// Terms of entropies and divergences: 0 where the probability is 0 (P1), and not negative where they cancel.
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc::detail {

// clang-format off

constexpr void add_divergence_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0), y = hole(set, 1);
  const symbol entropy = relative_entropy(x, y);
  // x·log(x/y) − x + y where x and y are near, so that y − x is exact.
  const symbol near = abs(y - x) < 0.5 * abs(x);
  const symbol gap = where(near, -(x * log1pmx((y - x) / x)), entropy + (y - x));
  const symbol roots = sqrt(x) - sqrt(y), quotient = (x - y) / (sqrt(x) + sqrt(y));
  set.add({
    {"R40", "x·log(x / y) is 0 at x = 0",             x * log(x / y),         entropy,        structural},
    {"R40", "x·log x is 0 at x = 0",                  x * log(x),             xlogy(x, x),    structural},
    {"R33", "x·log(x/y) − x + y cancels where x is near y",   (entropy - x) + y,  gap,        rounds_better},
    {"R33", "x·log(x/y) + y − x cancels where x is near y",   (entropy + y) - x,  gap,        rounds_better},
    {"R33", "x·log(x/y) − (x − y) cancels where x is near y", entropy - (x - y),  gap,        rounds_better},
    {"R33", "x·log(x/y) + (y − x) cancels where x is near y", entropy + (y - x),  gap,        rounds_better},
    {"R42", "(√x − √y)² cancels where x is near y, and at y = 0 it is x", roots * roots,
     where(y == 0 && 0 <= x, x, where(near, quotient * quotient, roots * roots)), rounds_better},
  });
}

// clang-format on

}  // namespace lossc::detail
