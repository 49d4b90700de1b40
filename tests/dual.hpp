// A number with its derivative: forward mode, written independently of every rule in op/.
#pragma once
#include <Eigen/Core>
#include <cmath>

namespace lossc::test {

template <class R> struct dual {
  R value = 0;
  R slope = 0;

  dual() = default;
  dual(double x) : value(x) {}  // NOLINT: numbers of a formula are constants
  dual(R x, R dx) : value(x), slope(dx) {}
  explicit operator double() const { return static_cast<double>(value); }

  friend dual operator-(dual x) { return {-x.value, -x.slope}; }
  friend dual operator+(dual x, dual y) { return {x.value + y.value, x.slope + y.slope}; }
  friend dual operator-(dual x, dual y) { return {x.value - y.value, x.slope - y.slope}; }
  friend dual operator*(dual x, dual y) {
    return {x.value * y.value, x.slope * y.value + x.value * y.slope};
  }
  friend dual operator/(dual x, dual y) {
    return {x.value / y.value, (x.slope * y.value - x.value * y.slope) / (y.value * y.value)};
  }
  dual& operator+=(dual y) { return *this = *this + y; }
  dual& operator*=(dual y) { return *this = *this * y; }
  friend bool operator==(dual x, dual y) { return x.value == y.value; }
  friend auto operator<=>(dual x, dual y) { return x.value <=> y.value; }

  friend dual exp(dual x) { return {std::exp(x.value), x.slope * std::exp(x.value)}; }
  friend dual expm1(dual x) { return {std::expm1(x.value), x.slope * std::exp(x.value)}; }
  friend dual log(dual x) { return {std::log(x.value), x.slope / x.value}; }
  friend dual log1p(dual x) { return {std::log1p(x.value), x.slope / (1 + x.value)}; }
  friend dual sqrt(dual x) { return {std::sqrt(x.value), x.slope / (2 * std::sqrt(x.value))}; }
  friend dual tanh(dual x) {
    const R c = std::cosh(x.value);
    return {std::tanh(x.value), x.slope / (c * c)};
  }
  friend dual pow(dual x, dual y) {
    const R value = std::pow(x.value, y.value);
    const R by_base = x.slope == 0 ? 0 : x.slope * y.value * std::pow(x.value, y.value - 1);
    return {value, by_base + (y.slope == 0 ? 0 : y.slope * value * std::log(x.value))};
  }
};

}  // namespace lossc::test

template <class R> struct Eigen::NumTraits<lossc::test::dual<R>> : Eigen::NumTraits<R> {
  using Real = lossc::test::dual<R>;
  using NonInteger = Real;
  using Nested = Real;
  enum { IsComplex = 0, IsInteger = 0, IsSigned = 1, RequireInitialization = 1 };
};
