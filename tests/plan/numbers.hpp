// Numbers for a loss: sizes, values inside its domain with exact zeros and ties, labels with ignored rows.
#pragma once
#include <algorithm>
#include <cmath>
#include <random>

#include <lossc/evaluate/interpret.hpp>

namespace lossc::test {

/// `first` is the size of the axis named batch, `second` that of all others without a fixed one.
inline std::vector<std::int64_t> sizes_of(const graph& g, std::int64_t first, std::int64_t second) {
  std::vector<std::int64_t> sizes;
  // A row that is paired with no other is a case of kernel/renamed.cpp: what is written has no number there.
  for (const auto& axis : g.axes)
    if (axis.twin_of >= 0) first = std::max<std::int64_t>(first, 2);
  for (const auto& axis : g.axes) sizes.push_back(axis.size > 0 ? axis.size : axis.name == "batch" ? first : second);
  return sizes;
}

/// Every fourth label is ignored where there are several; weights and target distributions hold exact
/// zeros and ones. Inputs called p, q, probability and sigma lie inside (0, 1).
inline arguments<double> numbers_for(const graph& g, std::vector<std::int64_t> sizes, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> unit(0, 1);
  std::normal_distribution<double> normal;
  arguments<double> a;
  a.sizes = std::move(sizes);
  complete_twins(g.axes, a.sizes);
  const domain where{a.sizes, {}, {}, a.ignore_index};
  for (const auto& input : g.inputs) {
    a.numbers.emplace_back();
    a.labels.emplace_back();
    const auto n = where.count(axes_of(input));
    if (input.kind == input_kind::parameter || input.kind == input_kind::upstream) continue;
    if (input.kind == input_kind::label) {
      const auto limit = static_cast<double>(a.sizes[static_cast<std::size_t>(input.target)]);
      for (std::int64_t i = 0; i < n; ++i) a.labels.back().push_back(i % 4 == 1 ? a.ignore_index : static_cast<std::int64_t>(unit(random) * limit));
      continue;
    }
    const bool positive = input.name == "p" || input.name == "q" || input.name == "probability" || input.name == "sigma" || input.name == "time" ||
                          input.name == "variance" || input.name == "count" || input.name == "initial_loss" || input.name == "loss";
    a.numbers.back().resize(n);
    for (auto& x : a.numbers.back()) {
      const double u = unit(random);
      if (positive) x = 0.05 + 0.9 * u;
      else if (input.kind == input_kind::mask) x = u < 0.6;
      else if (input.structural) x = u < 0.2 ? 0 : u > 0.8 ? 1 : u;
      else x = u < 0.3 ? std::round(2 * normal(random)) / 2 : 2 * normal(random);
    }
  }
  return a;
}

}  // namespace lossc::test
