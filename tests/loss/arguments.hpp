// Arguments of any predefined loss: drawn from where the loss is smooth, or given by name.
#pragma once
#include <algorithm>
#include <lossc/loss/all.hpp>
#include <random>

#include "predefined.hpp"

namespace lossc::test {

template <class T, class Loss>
auto evaluation_of(const Loss& loss, const arguments<T>& a, evaluation_mode mode) {
  return evaluation<T, Loss>(meaning_of(loss), a, mode);
}

/// Sizes of all axes, in the graph's order.
inline std::vector<std::int64_t> sizes_of(const graph& g, std::int64_t batch, std::int64_t classes,
                                          std::int64_t others) {
  std::vector<std::int64_t> sizes;
  for (const auto& axis : g.axes)
    sizes.push_back(axis.size > 0                                    ? axis.size
                    : axis.name == "batch" || axis.name == "pair" ? batch
                    : axis.name == "classes"                      ? classes
                                                                  : others);
  return sizes;
}

/// Where an input is drawn from, by what its name says it is.
inline interval where_smooth(const input_info& input) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), input.name) != names.end();
  };
  if (is_one_of({"probability", "p", "q", "sigma", "time"}) ||
      (input.structural && input.kind != input_kind::weight))
    return {0.05, 0.95};
  if (input.name == "sigma_min") return {0.01, 0.02};
  if (is_one_of({"variance", "count", "initial_loss", "loss", "sigma_max"}) ||
      input.kind == input_kind::weight)
    return {0.1, 2};
  return {-3, 3};
}

/// Random inputs where no term is at a kink: probabilities inside (0, 1), weights above 0.
inline arguments<double> random_arguments(const graph& g, std::vector<std::int64_t> sizes,
                                          unsigned seed) {
  std::mt19937 random(seed);
  arguments<double> a;
  a.sizes = std::move(sizes);
  complete_twins(g.axes, a.sizes);
  for (const auto& input : g.inputs) {
    a.numbers.emplace_back();
    a.labels.emplace_back();
    std::int64_t n = 1;
    for (int i = 0; i < rank(input); ++i)
      n *= a.sizes[static_cast<std::size_t>(input.axes[static_cast<std::size_t>(i)])];
    if (input.kind == input_kind::label) {
      for (std::int64_t k = 0; k < n; ++k)
        a.labels.back().push_back(static_cast<std::int64_t>(
            random() % static_cast<unsigned>(a.sizes[static_cast<std::size_t>(input.target)])));
      continue;
    }
    if (input.kind == input_kind::parameter && !input.required) {
      // What is differentiated needs a number; the others are their defaults.
      if (input.differentiable) a.numbers.back() = Eigen::ArrayXd::Constant(1, input.default_value);
      continue;
    }
    const auto [low, high] = where_smooth(input);
    std::uniform_real_distribution<double> draw(low, high);
    a.numbers.back().resize(n);
    for (auto& x : a.numbers.back())
      x = input.kind == input_kind::mask ? static_cast<double>(random() % 2) : draw(random);
  }
  return a;
}

template <class T> arguments<T> converted(const arguments<double>& from) {
  arguments<T> to;
  to.sizes = from.sizes;
  to.labels = from.labels;
  to.ignore_index = from.ignore_index;
  for (const auto& numbers : from.numbers) {
    to.numbers.emplace_back(numbers.size());
    for (std::int64_t k = 0; k < numbers.size(); ++k) to.numbers.back()(k) = T(numbers(k));
  }
  return to;
}

}  // namespace lossc::test
