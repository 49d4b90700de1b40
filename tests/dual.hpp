// A number with its derivative: forward mode, written independently of every rule in op/.
#pragma once
#include <Eigen/Core>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <lossc/op/special_functions.hpp>

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

  friend dual sin(dual x) { return {std::sin(x.value), x.slope * std::cos(x.value)}; }
  friend dual cos(dual x) { return {std::cos(x.value), -x.slope * std::sin(x.value)}; }
  friend dual tan(dual x) { return sin(x) / cos(x); }
  friend dual sinh(dual x) { return {std::sinh(x.value), x.slope * std::cosh(x.value)}; }
  friend dual cosh(dual x) { return {std::cosh(x.value), x.slope * std::sinh(x.value)}; }
  // The slope of an inverse is one over the slope of the function, at the inverse.
  friend dual asin(dual x) {
    const R angle = std::asin(x.value);
    return {angle, x.slope / std::cos(angle)};
  }
  friend dual acos(dual x) {
    const R angle = std::acos(x.value);
    return {angle, -x.slope / std::sin(angle)};
  }
  friend dual atan(dual x) {
    const R angle = std::atan(x.value), c = std::cos(angle);
    return {angle, x.slope * c * c};
  }
  friend dual asinh(dual x) {
    const R y = std::asinh(x.value);
    return {y, x.slope / std::cosh(y)};
  }
  friend dual acosh(dual x) {
    const R y = std::acosh(x.value);
    return {y, x.slope / std::sinh(y)};
  }
  friend dual atanh(dual x) {
    const R y = std::atanh(x.value), c = std::cosh(y);
    return {y, x.slope * c * c};
  }
  friend dual atan2(dual y, dual x) {
    const R square = x.value * x.value + y.value * y.value;
    return {std::atan2(y.value, x.value), (y.slope * x.value - x.slope * y.value) / square};
  }
  friend dual hypot(dual x, dual y) {
    const R length = std::hypot(x.value, y.value);
    return {length, (x.slope * x.value + y.slope * y.value) / length};
  }
  friend dual exp_difference(dual x, dual y) { return exp(x - y); }
  friend dual exp_minus_square(dual x) { return exp(-(x * x)); }
  friend dual log1mexp(dual x) { return {numeric::log1mexp(x.value), x.slope / std::expm1(x.value)}; }
  friend dual log_cosh(dual x) { return {numeric::log_cosh(x.value), x.slope * std::tanh(x.value)}; }
  friend dual expm1mx(dual x) { return {numeric::expm1mx(x.value), x.slope * std::expm1(x.value)}; }
  friend dual log1pmx(dual x) { return {numeric::log1pmx(x.value), -x.slope * x.value / (1 + x.value)}; }
  friend dual erf(dual x) { return {std::erf(x.value), x.slope * bell(x.value)}; }
  friend dual erfc(dual x) { return {std::erfc(x.value), -x.slope * bell(x.value)}; }
  friend dual erfcx(dual x) {
    return {numeric::erfcx(x.value), x.slope * numeric::erfcx_derivative(x.value)};
  }
  friend dual erfcx_derivative(dual x) {
    const R y = numeric::erfcx_derivative(x.value);
    return {y, x.slope * 2 * (numeric::erfcx(x.value) + x.value * y)};
  }
  friend dual ndtr(dual x) { return {numeric::ndtr(x.value), x.slope * density(x.value)}; }
  friend dual log_ndtr(dual x) {
    return {numeric::log_ndtr(x.value), x.slope * density(x.value) / numeric::ndtr(x.value)};
  }
  friend dual digamma(dual x) { return {numeric::digamma(x.value), x.slope * boost::math::trigamma(x.value)}; }
  friend dual trigamma(dual x) { return {numeric::trigamma(x.value), x.slope * boost::math::polygamma(2, x.value)}; }
  friend dual lgamma(dual x) { return {std::lgamma(x.value), x.slope * boost::math::digamma(x.value)}; }
  friend dual floor(dual x) { return std::floor(x.value); }
  friend dual nearbyint(dual x) { return std::nearbyint(x.value); }
  friend int ilogb(dual x) { return std::ilogb(x.value); }
  friend dual ldexp(dual x, int power) { return {std::ldexp(x.value, power), std::ldexp(x.slope, power)}; }

 private:
  static R density(R x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::acos(R(-1))); }
  static R bell(R x) { return std::exp(-x * x) * 2 / std::sqrt(std::acos(R(-1))); }
};

}  // namespace lossc::test

template <class R> struct Eigen::NumTraits<lossc::test::dual<R>> : Eigen::NumTraits<R> {
  using Real = lossc::test::dual<R>;
  using NonInteger = Real;
  using Nested = Real;
  enum { IsComplex = 0, IsInteger = 0, IsSigned = 1, RequireInitialization = 1 };
};
