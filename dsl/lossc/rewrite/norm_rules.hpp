// Norms, distances and spreads: no overflow, no cancellation, gradient 0 where the direction is undefined.
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc::detail {

inline constexpr condition z_is_at_most_one{
    [](const graph& g, const match& m) { return is<op::Number>(g[m.bound[2]]) && from_bits(g[m.bound[2]].payload) <= 1; },
    "z is a number up to 1"};

// clang-format off

constexpr void add_norm_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0), y = hole(set, 1), z = hole(set, 2);
  const auto unit = [](symbol v) { return guard(norm_of(v) != 0, v / norm_of(v)); };
  const symbol difference = x - y, mean = mean_of(x), deviation = x - mean;
  set.add({
    {"R12", "√(x²) overflows",                            sqrt(x * x),              abs(x),           rounds_better},
    {"R10", "the norm has gradient 0 at 0",               sqrt(sum_of(x * x)),      norm_of(x),       structural},
    {"R13", "the zero vector has no direction: 0, and gradient 0", x / norm_of(x),  unit(x),          structural},
    {"R13", "a product of norms overflows; directions do not", sum_of(x * y) / (norm_of(x) * norm_of(y)), sum_of(unit(x) * unit(y)), structural},
    {"R13", "a product of norms overflows; directions do not", sum_of(x * y) / norm_of(x) / norm_of(y),   sum_of(unit(x) * unit(y)), structural},

    // Distances by differences, never by squares (R15).
    {"R15", "x² + y² − 2xy cancels where x is near y",    (x * x + y * y) - 2 * (x * y),                     difference * difference, rounds_better},
    {"R15", "x² − 2xy + y² cancels where x is near y",    (x * x - 2 * (x * y)) + y * y,                     difference * difference, rounds_better},
    {"R15", "Σx² + Σy² − 2Σxy cancels where x is near y", (sum_of(x * x) + sum_of(y * y)) - 2 * sum_of(x * y), sum_of(difference * difference), rounds_better},
    {"R15", "Σx² − 2Σxy + Σy² cancels where x is near y", (sum_of(x * x) - 2 * sum_of(x * y)) + sum_of(y * y), sum_of(difference * difference), rounds_better},

    // Spreads in two passes (R16).
    {"R16", "the mean of squares less the square of the mean cancels", mean_of(x * x) - mean * mean,        var_of(x),      rounds_better},
    {"R16", "the mean of squares less a part of the mean's cancels",   mean_of(x * x) - z * (mean * mean),  var_of(x) + (1 - z) * (mean * mean), rounds_better, z_is_at_most_one},
    {"R16", "the mean square of deviations has one form",              mean_of(deviation * deviation),      var_of(x),      exact},
    {"R16", "equal entries have no direction: gradient 0",             sqrt(var_of(x)),                     std_of(x),      structural},
  });
}

// clang-format on

}  // namespace lossc::detail
