// Measures calls against the loss as written.
#include "answer.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <lossc/program/reference.hpp>

namespace lossc::test {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// |a - factor * b| relative to `scale`; not finite where one of them is not, unless they are the same infinity.
double distance(const std::vector<double>& a, const std::vector<double>& b, double factor,
                double scale) {
  if (a.size() != b.size()) return infinite;
  std::vector<double> difference(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) difference[i] = a[i] == factor * b[i] ? 0 : a[i] - factor * b[i];
  const double d = norm(difference) / (scale > 0 ? scale : 1);
  return std::isfinite(d) ? d : infinite;
}

}  // namespace

promise promised(lossc_dtype dtype) {
  switch (dtype) {
    case LOSSC_F64:
      return {1e-12, 1e-11};
    case LOSSC_BF16:
      return {8e-3, 8e-3};
    case LOSSC_F16:
      return {1e-3, 1e-3};
    default:
      return {2e-6, 1e-5};
  }
}

double norm(const std::vector<double>& x) {
  double sum = 0;
  for (double e : x) sum += e * e;
  return std::sqrt(sum);
}

answer::answer(const subject& s, const program::call_arguments& a) {
  const auto reference = program::run_as_written(s.written, a);
  value = reference.value.as_f64();
  for (const auto& b : reference.by_products) by_products.push_back(b.values.as_f64());
  for (const auto& g : reference.gradients) {
    gradients.push_back(g.values.as_f64());
    std::size_t input = 0;
    while (s.written.inputs[input].name != g.input) ++input;
    const auto x = a.arrays[input].as_f64();
    for (std::size_t i = 0; i < x.size(); ++i) scale += std::abs(gradients.back()[i] * x[i]);
  }
  scale = std::max(scale, norm(value));
}

answer answer::rounded_to(lossc_dtype dtype) const {
  answer rounded = *this;
  const auto round = [&](std::vector<double>& values) {
    double element = 0;  // room for any type
    for (double& x : values) write_element(&element, 0, dtype, x), x = read_element(&element, 0, dtype);
  };
  round(rounded.value);
  for (auto& b : rounded.by_products) round(b);
  for (auto& g : rounded.gradients) round(g);
  return rounded;
}

deviation deviation_of(const call& c, const answer& right, double upstream) {
  deviation d;
  d.value = distance(c.read(c.result()), right.value, 1, right.scale);
  const auto by_products = c.by_products();
  REQUIRE(by_products.size() == right.by_products.size());
  for (std::size_t k = 0; k < by_products.size(); ++k) {
    const double scale = std::max(right.scale, norm(right.by_products[k]));
    d.value = std::max(d.value, distance(c.read(by_products[k]), right.by_products[k], 1, scale));
  }
  const auto gradients = c.gradients();
  REQUIRE(gradients.size() == right.gradients.size());
  for (std::size_t k = 0; k < gradients.size(); ++k) {
    const double scale = std::abs(upstream) * norm(right.gradients[k]);
    d.gradient =
        std::max(d.gradient, distance(c.read(gradients[k]), right.gradients[k], upstream, scale));
  }
  return d;
}

}  // namespace lossc::test
