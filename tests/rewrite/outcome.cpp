// Evaluates graphs in three number systems; the slow one to compile and to run stands here only.
#include "outcome.hpp"

#include "exact.hpp"

#include <lossc/rewrite/expand.hpp>

namespace lossc::test {

namespace {

template <class T> arguments<T> converted(const arguments<float>& a) {
  arguments<T> b;
  b.sizes = a.sizes;
  b.labels = a.labels;
  for (const auto& numbers : a.numbers) {
    b.numbers.emplace_back(numbers.size());
    for (std::int64_t k = 0; k < numbers.size(); ++k) b.numbers.back()(k) = T(numbers(k));
  }
  return b;
}

template <class T> Eigen::Array<T, Eigen::Dynamic, 1> result_of(const graph& g, const arguments<T>& a, axis_mask axes) {
  const domain where = detail::domain_of(g, a);
  return interpret(g, where, a)[static_cast<std::size_t>(g.outputs[0].value)].spread_to(axes).data;
}

}  // namespace

std::vector<float> in_float(const graph& g, const arguments<float>& a, axis_mask axes) {
  const auto numbers = result_of<float>(expand(g), a, axes);
  return {numbers.begin(), numbers.end()};
}

std::vector<long double> in_long_double(const graph& g, const arguments<float>& a, axis_mask axes) {
  const auto numbers = result_of(g, converted<long double>(a), axes);
  return {numbers.begin(), numbers.end()};
}

std::vector<exact_pair> in_100_digits(const graph& before, const graph& after, const arguments<float>& a, axis_mask axes) {
  const auto numbers = converted<exact>(a);
  const auto x = result_of(before, numbers, axes), y = result_of(after, numbers, axes);
  std::vector<exact_pair> pairs;
  for (std::int64_t k = 0; k < x.size(); ++k) {
    const bool agree = !isfinite(x(k)) || !isfinite(y(k)) || abs(x(k) - y(k)) <= abs(x(k)) * exact(1e-9) + exact(1e-60);
    pairs.push_back({x(k).convert_to<long double>(), y(k).convert_to<long double>(), agree});
  }
  return pairs;
}

std::vector<long double> difference_quotient(const graph& g, const arguments<float>& a, std::size_t place, std::int64_t column) {
  const axis_mask axes = g[g.outputs[0].value].axes | 1;
  const std::int64_t rows = a.sizes[0], columns = g.inputs[place].axes[1] >= 0 ? a.sizes[1] : 1;
  auto numbers = converted<exact>(a);
  const auto original = numbers.numbers[place];
  const exact step(1e-30);
  const auto moved = [&](const exact& by) {
    for (std::int64_t row = 0; row < rows; ++row) {
      const std::int64_t k = row * columns + column;
      numbers.numbers[place](k) = original(k) * (1 + by);
    }
    return result_of(g, numbers, axes);
  };
  const auto up = moved(step), down = moved(-step);
  const std::int64_t width = up.size() / rows;
  std::vector<long double> slopes;
  for (std::int64_t row = 0; row < rows; ++row) {
    exact change = 0;
    for (std::int64_t k = row * width; k < (row + 1) * width; ++k) change += up(k) - down(k);
    slopes.push_back(exact(change / (2 * step * original(row * columns + column))).convert_to<long double>());
  }
  return slopes;
}

arguments<float> rows_of(const graph& g, const arguments<float>& a, const std::vector<std::int64_t>& rows) {
  arguments<float> some;
  some.sizes = {static_cast<std::int64_t>(rows.size()), a.sizes[1]};
  for (std::size_t place = 0; place < g.inputs.size(); ++place) {
    const auto& input = g.inputs[place];
    const bool per_row = rank(input) > 0;
    const std::int64_t width = rank(input) == 2 ? a.sizes[1] : 1;
    Eigen::ArrayXf numbers(per_row && a.numbers[place].size() > 0 ? some.sizes[0] * width : a.numbers[place].size());
    std::vector<std::int64_t> labels = per_row ? std::vector<std::int64_t>{} : a.labels[place];
    if (!per_row) numbers = a.numbers[place];
    for (std::size_t i = 0; per_row && i < rows.size(); ++i) {
      if (input.kind == input_kind::label) labels.push_back(a.labels[place][static_cast<std::size_t>(rows[i])]);
      else
        for (std::int64_t k = 0; k < width; ++k)
          numbers(static_cast<std::int64_t>(i) * width + k) = a.numbers[place](rows[i] * width + k);
    }
    some.numbers.push_back(numbers);
    some.labels.push_back(labels);
  }
  return some;
}

double ulps(float x, long double truth, long double terms) {
  const long double top = 0x1p128L;
  const long double t = std::clamp(truth, -top, top);
  const long double value = std::isinf(x) ? std::copysign(top, static_cast<long double>(x)) : static_cast<long double>(x);
  const long double size = std::clamp(std::max(std::abs(t), terms), 0x1p-126L, 0x1p127L);  // of a NaN, t
  const int exponent = std::ilogb(size);
  return static_cast<double>(std::abs(value - t) / std::ldexp(1.0L, exponent - 23));
}

}  // namespace lossc::test
