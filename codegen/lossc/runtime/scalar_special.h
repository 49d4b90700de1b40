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

// 2 x erfcx(x) - 2 / sqrt(pi), whose terms cancel: from 1 on -2 erfcx(x) times the ratio of the
// first repeated integral of erfc to erfc itself, by the recurrence of the integrals, downwards
// (Gautschi).
LOSSC_SCALAR_FUNCTION double erfcx_derivative(double x) {
  if (!(x >= 1)) return 2 * x * erfcx(x) - 1.1283791670955125739;
  double ratio = 0;
  for (int n = 250; n > 1; --n) ratio = 1 / (2 * x + 2 * n * ratio);
  return -2 * erfcx(x) * ratio;
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

LOSSC_SCALAR_FUNCTION double lgamma(double x) { return std::lgamma(x); }

// digamma(x + steps) where that is in [1, 2]: the distance from its zero, which is in two parts,
// times the polynomial that interpolates the quotient at 21 Chebyshev points, to 1e-16.
LOSSC_SCALAR_FUNCTION double digamma_near_root(double x, int steps) {
  constexpr double slope[] = {
      0.9676722454476211,    -0.4427631689835922,    0.25849976095572064,   -0.16394270544242373,
      0.10782405068107259,   -0.07219956124992488,   0.048804288741289295,  -0.03316112699320711,
      0.0225976316929306,    -0.015424747537114432,  0.010539061943021072,  -0.007204887636665922,
      0.00492412800378769,   -0.0033658064297729276, 0.002320801434925492,  -0.0016041372623941908,
      0.0010264318033223576, -0.0006295906884464421, 0.0005829007686901187, -0.0005719635634757139,
      0.0002522590506964885};
  const double h = (x - (1.4616321449683622 - steps)) - 9.5499954299656977e-17;
  double y = 0;
  for (int i = 20; i >= 0; --i) y = slope[i] + h * y;
  return h * y;
}

// The asymptotic series, in u = 1 / x^2 for x >= 10: of log x - 1 / (2 x) - digamma(x), and of
// x trigamma(x) - 1 - 1 / (2 x). Abramowitz and Stegun 6.3.18 and 6.4.12.
LOSSC_SCALAR_FUNCTION double digamma_series(double u) {
  constexpr double terms[] = {1.0 / 12,  -1.0 / 120,     1.0 / 252, -1.0 / 240,
                              1.0 / 132, -691.0 / 32760, 1.0 / 12};
  double sum = 0;
  for (int i = 6; i >= 0; --i) sum = u * (terms[i] + sum);
  return sum;
}
LOSSC_SCALAR_FUNCTION double trigamma_series(double u) {
  constexpr double terms[] = {1.0 / 6,  -1.0 / 30,     1.0 / 42, -1.0 / 30,
                              5.0 / 66, -691.0 / 2730, 7.0 / 6,  -3617.0 / 510};
  double sum = 0;
  for (int i = 7; i >= 0; --i) sum = u * (terms[i] + sum);
  return sum;
}

// x >= 0: by the recurrence from where the series holds, or from [1, 2].
LOSSC_SCALAR_FUNCTION double digamma_positive(double x) {
  if (x < 1) return digamma_near_root(x, 1) - 1 / x;
  if (x <= 2) return digamma_near_root(x, 0);
  if (x <= 3) return digamma_near_root(x, -1) + 1 / (x - 1);
  if (std::isinf(x)) return x;
  double sum = 0;
  for (; x < 10; x += 1) sum -= 1 / x;
  return sum + (std::log(x) - 0.5 / x - digamma_series(1 / (x * x)));
}
LOSSC_SCALAR_FUNCTION double trigamma_positive(double x) {
  double sum = 0;
  for (; x < 10; x += 1) sum += 1 / (x * x);
  return sum + (1 + (0.5 / x + trigamma_series(1 / (x * x)))) / x;
}

// Negative numbers by reflection, with the distance from the nearest integer. At the poles digamma
// is NaN, but -inf at 0 and inf at -0, and trigamma is inf.
constexpr double pi = 3.14159265358979323846;
LOSSC_SCALAR_FUNCTION double digamma(double x) {
  if (!(x <= 0)) return digamma_positive(x);
  if (x == 0) return -1 / x;
  const double r = x - std::rint(x);
  if (r == 0) return NAN;
  // The zero of the cotangent at 1/2 is that of a tangent, or pi r would cost digits near it.
  const double a = std::fabs(r);
  const double cotangent = a < 0.25 ? 1 / std::tan(pi * a) : std::tan(pi * (0.5 - a));
  const double reflected = x > -1 ? digamma_near_root(-x, 1) : digamma_positive(1 - x);
  return reflected - std::copysign(pi * cotangent, r);
}
LOSSC_SCALAR_FUNCTION double trigamma(double x) {
  if (!(x <= 0)) return trigamma_positive(x);
  const double r = x - std::rint(x);
  const double cosecant = pi / std::sin(pi * r);
  return r == 0 ? INFINITY : cosecant * cosecant - trigamma_positive(1 - x);
}

}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_SCALAR_SPECIAL_H_
