// The functions that <cmath> lacks, for one double: scalar.h, continued.
#ifndef LOSSC_RUNTIME_SCALAR_SPECIAL_H_
#define LOSSC_RUNTIME_SCALAR_SPECIAL_H_

#include <lossc/runtime/scalar.h>

#include <cmath>

namespace lossc {
namespace runtime {

constexpr double log_2 = 0.69314718055994530942;

// exp(factor x^2) for a power of two, x = head + tail: the head has 13 bits, so its square is
// exact.
LOSSC_SCALAR_FUNCTION double exp_of_square(double factor, double x) {
  if (!(std::fabs(x) < 64)) return std::exp(factor * x * x);
  const double head = std::trunc(x * 64) / 64;
  return std::exp(factor * head * head) * std::exp(factor * (x - head) * (x + head));
}
LOSSC_SCALAR_FUNCTION double exp_minus_square(double x) { return exp_of_square(-1, x); }

// log(1 - exp(-a)) for a > 0. Maechler, "Accurately computing log(1 - exp(-|a|))", 2012.
LOSSC_SCALAR_FUNCTION double log1mexp(double a) {
  return a <= log_2 ? std::log(-std::expm1(-a)) : std::log1p(-std::exp(-a));
}

// |x| + log1p(exp(-2 |x|)) - log 2 cancels near 0.
LOSSC_SCALAR_FUNCTION double log_cosh(double x) {
  const double a = std::fabs(x);
  const double s = std::sinh(0.5 * (a < 1 ? a : 0));
  return a < 1 ? std::log1p(2 * s * s) : a + (std::log1p(std::exp(-2 * a)) - log_2);
}

// exp(x) - 1 - x, below 1 by its series to x^19.
LOSSC_SCALAR_FUNCTION double expm1mx(double x) {
  if (!(std::fabs(x) < 1)) return std::isinf(x) ? std::fabs(x) : std::expm1(x) - x;
  double sum = 1;
  for (int n = 19; n > 2; --n) sum = 1 + x * sum / n;
  return 0.5 * x * x * sum;
}

// log(1 + x) - x; with s = x / (2 + x), log(1 + x) = 2 atanh s and 2 s - x = -x s.
LOSSC_SCALAR_FUNCTION double log1pmx(double x) {
  if (!(-0.7 < x && x < 1)) return std::isinf(x) && x > 0 ? -x : std::log1p(x) - x;
  const double s = x / (2 + x);
  double series = 0;
  for (int n = 57; n > 2; n -= 2) series = 1.0 / n + s * s * series;  // s^2 <= 0.29
  return -(x * s - 2 * s * s * s * series);
}

LOSSC_SCALAR_FUNCTION double erf(double x) { return std::erf(x); }
LOSSC_SCALAR_FUNCTION double erfc(double x) { return std::erfc(x); }

// exp(x^2) erfc(x); from 9 on by its asymptotic series, Abramowitz and Stegun 7.1.23, to 18 terms.
LOSSC_SCALAR_FUNCTION double erfcx(double x) {
  if (!(x >= 9)) return exp_of_square(1, x) * std::erfc(x);
  const double u = 0.5 / x / x;
  double sum = 1;
  for (int n = 35; n > 0; n -= 2) sum = 1 - n * u * sum;
  return 0.56418958354775628695 / x * sum;  // 1 / sqrt(pi)
}

// erfc(-x / sqrt(2)) / 2, its lower tail by erfcx, which the rounding of the root hardly moves.
constexpr double root_half = 0.70710678118654752440;
LOSSC_SCALAR_FUNCTION double ndtr(double x) {
  if (x < -1) return 0.5 * exp_of_square(-0.5, x) * erfcx(-root_half * x);
  return 0.5 * std::erfc(-root_half * x);
}
LOSSC_SCALAR_FUNCTION double log_ndtr(double x) {
  return x < 0 ? std::log(0.5 * erfcx(-root_half * x)) - 0.5 * x * x : std::log1p(-ndtr(-x));
}

}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_SCALAR_SPECIAL_H_
