// Finds references, and tries them on numbers of all sizes against the same functions with 50 digits.
#include "reference.hpp"

#include <cmath>
#include <random>
#include <stdexcept>
#include <string>

#include "error.hpp"

namespace lossc::test {

const std::vector<reference>& references() {
  static const std::vector<reference> all = [] {
    std::vector<reference> list = elementary_references();
    for (const reference& r : special_references()) list.push_back(r);
    return list;
  }();
  return all;
}

const reference& reference_of(std::string_view name) {
  for (const reference& r : references())
    if (r.name == name) return r;
  throw std::out_of_range("tests/exhaustive has no formula for " + std::string(name));
}

double worst_of_reference(const reference& r, int count) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> exponent(-40, 12), unit(1, 2);
  double worst = 0;
  for (int i = 0; i < count; ++i) {
    const float x = static_cast<float>(std::ldexp(unit(random), static_cast<int>(exponent(random))));
    for (const float at : {x, -x, i % 2 == 0 ? 1 + x : 1 - x}) {
      if (std::isnan(r.value(at))) continue;  // outside the domain
      const auto compare = [&](double found, const many_digits& exact, double (*terms)(double)) {
        if (!isfinite(exact) || abs(exact) > 0x1p128) return;
        const double size = std::fmax(std::fabs(static_cast<double>(exact)), terms != nullptr ? terms(at) : 0);
        worst = std::fmax(worst, error_in_ulps(0, static_cast<double>(found - exact), size));
      };
      compare(r.value(at), r.exact_value(at), r.value_terms);
      compare(r.derivative(at), r.exact_derivative(at), r.derivative_terms);
    }
  }
  return worst;
}

}  // namespace lossc::test
