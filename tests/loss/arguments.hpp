// Arguments of any predefined loss: drawn from where the loss is smooth, or given by name.
#pragma once
#include <lossc/evaluate.hpp>
#include <lossc/loss/all.hpp>
#include <random>

namespace lossc::test {

template <class Loss> graph meaning_of(const Loss& loss) {
  return resolve_derivatives(with_declared_meaning(lower(loss)));
}

template <class T, class Loss>
auto evaluation_of(const Loss& loss, const arguments<T>& a, evaluation_mode mode) {
  return evaluation<T, Loss>(meaning_of(loss), a, mode);
}

/// Sizes of all axes, in the graph's order.
inline std::vector<std::int64_t> sizes_of(const graph& g, std::int64_t batch, std::int64_t classes,
                                          std::int64_t others) {
  std::vector<std::int64_t> sizes;
  for (const auto& axis : g.axes)
    sizes.push_back(axis.name == "batch" ? batch : axis.name == "classes" ? classes : others);
  return sizes;
}

/// Random inputs where no term is at a kink: probabilities inside (0, 1), weights above 0.
inline arguments<double> random_arguments(const graph& g, std::vector<std::int64_t> sizes,
                                          unsigned seed) {
  std::mt19937 random(seed);
  arguments<double> a;
  a.sizes = std::move(sizes);
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
    if (input.kind == input_kind::parameter && !input.required) continue;
    const bool fraction = input.name == "probability" || input.name == "p" || input.name == "q" ||
                          input.name == "sigma" ||
                          (input.structural && input.kind != input_kind::weight);
    std::uniform_real_distribution<double> draw(fraction                           ? 0.05
                                                : input.kind == input_kind::weight ? 0.1
                                                                                   : -3,
                                                fraction                           ? 0.95
                                                : input.kind == input_kind::weight ? 2
                                                                                   : 3);
    a.numbers.back().resize(n);
    for (auto& x : a.numbers.back()) x = draw(random);
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
