// The functions of the kernels, their exact values, and errors in units of the last place.
#ifndef LOSSC_TESTS_RUNTIME_ULPS_HPP_
#define LOSSC_TESTS_RUNTIME_ULPS_HPP_

#include <lossc/runtime/functions.h>
#include <lossc/op/special_functions.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <vector>

// clang-format off
enum class function {
#define LOSSC_CASE(name, ...) name,
  LOSSC_UNARY_FUNCTIONS(LOSSC_CASE) LOSSC_BINARY_FUNCTIONS(LOSSC_CASE) select, guard
#undef LOSSC_CASE
};
// clang-format on

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class T> using wide = std::conditional_t<sizeof(T) == 4, double, long double>;

// For an argument that is a float (double) where W is double (long double).
template <class W> W exact_binary_scale(W x) {
  using limits =
      std::numeric_limits<std::conditional_t<sizeof(W) == sizeof(double), float, double>>;
  if (x == 0 || !std::isfinite(x)) return W(1);
  return std::exp2(std::fmax(std::floor(std::log2(std::fabs(x))), W(limits::min_exponent - 1)));
}

template <class W> W exact(function f, W x, W y) {
  using enum function;
  // clang-format off
  const W e = std::exp(-std::fabs(x));
  switch (f) {
    case exp: return std::exp(x);
    case log: return std::log(x);
    case log1p: return std::log1p(x);
    case expm1: return std::expm1(x);
    case tanh: return std::tanh(x);
    case sigmoid: return (x < 0 ? e : W(1)) / (1 + e);
    case softplus: return (x < 0 ? W(0) : x) + std::log1p(e);
    case log_sigmoid: return -exact<W>(softplus, -x, y);
    case rsqrt: return 1 / std::sqrt(x);
    case sqrt: return std::sqrt(x);
    case square: return x * x;
    case abs: return std::fabs(x);
    case sign: return std::isnan(x) ? x : W((x > 0) - (x < 0));
    case sin: return std::sin(x);
    case cos: return std::cos(x);
    case tan: return std::tan(x);
    case asin: return std::asin(x);
    case acos: return std::acos(x);
    case atan: return std::atan(x);
    case sinh: return std::sinh(x);
    case cosh: return std::cosh(x);
    case asinh: return std::asinh(x);
    case acosh: return std::acosh(x);
    case atanh: return std::atanh(x);
    case floor: return std::floor(x);
    case round: return std::rint(x);
    case binary_scale: return exact_binary_scale(x);
    case atan2: return std::atan2(x, y);
    case hypot: return std::hypot(x, y);
    case pow: return std::pow(x, y);
    case exp_difference: return lossc::numeric::exp_difference(x, y);
    case exp_minus_square: return lossc::numeric::exp_minus_square(x);
    case log1mexp: return lossc::numeric::log1mexp(x);
    case expm1mx: return lossc::numeric::expm1mx(x);
    case log1pmx: return lossc::numeric::log1pmx(x);
    case erf: return std::erf(x);
    case erfc: return std::erfc(x);
    case erfcx: return lossc::numeric::erfcx(x);
    case erfcx_derivative: return lossc::numeric::erfcx_derivative(x);
    case ndtr: return lossc::numeric::ndtr(x);
    case log_ndtr: return lossc::numeric::log_ndtr(x);
    case lgamma: return std::lgamma(x);
    case digamma: return lossc::numeric::digamma(x);
    case trigamma: return lossc::numeric::trigamma(x);
    case log_cosh: return lossc::numeric::log_cosh(x);
    case maximum:
      if (std::isnan(x) || std::isnan(y)) return W(not_a_number);
      return x == 0 && y == 0 ? (std::signbit(x) ? y : x) : std::fmax(x, y);
    case minimum: return -exact<W>(maximum, -x, -y);
    case select: return x < y ? x : y;
    case guard: return x < y ? x : W(0);
  }
  // clang-format on
  return W(not_a_number);
}

// The size of the two terms that cancel near each negative zero of lgamma and digamma; their bounds
// are relative to it there.
template <class W> W cancelling_terms(function f, W x) {
  if (!(x < 0)) return 0;
  if (f == function::lgamma) return std::fabs(std::lgamma(-x));
  return f == function::digamma ? std::fabs(lossc::numeric::digamma(1 - x)) : W(0);
}

// |got - right| in units of the last place of T at right, or at terms if that is larger. Infinity
// stands where the next power of two would; a wrong sign (of zero too) or a NaN on one side only is
// infinitely wrong.
template <class T> double ulps(T got, wide<T> right, wide<T> terms = 0) {
  using W = wide<T>;
  using limits = std::numeric_limits<T>;
  if (std::isnan(got) || std::isnan(right)) {
    return std::isnan(got) && std::isnan(right) ? 0 : infinity;
  }
  if (std::signbit(got) != std::signbit(right) && !(terms > std::fabs(right))) return infinity;
  const W end = std::ldexp(W(1), limits::max_exponent);
  const W a = std::clamp(W(got), -end, end);
  const W b = std::clamp(right, -end, end);
  const W size = std::fmin(std::fmax(std::fabs(b), terms), end);
  int exponent = 0;
  std::frexp(size, &exponent);
  if (size == 0) exponent = limits::min_exponent;
  exponent = std::clamp(exponent, limits::min_exponent, limits::max_exponent);
  return static_cast<double>(std::ldexp(std::fabs(a - b), limits::digits - exponent));
}

template <class T> struct census {
  double worst = 0;
  T x = 0, y = 0;
};

template <class T>
census<T> worst_of(function f, const std::vector<T>& got, const std::vector<wide<T>>& right,
                   const std::vector<T>& x, const std::vector<T>& y) {
  census<T> result;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double error = ulps<T>(got[i], right[i], cancelling_terms<wide<T>>(f, x[i]));
    if (error > result.worst) result = {error, x[i], y[i]};
  }
  return result;
}

template <class T>
std::vector<wide<T>> exact(function f, const std::vector<T>& x, const std::vector<T>& y) {
  std::vector<wide<T>> result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) result[i] = exact<wide<T>>(f, x[i], y[i]);
  return result;
}

#endif  // LOSSC_TESTS_RUNTIME_ULPS_HPP_
