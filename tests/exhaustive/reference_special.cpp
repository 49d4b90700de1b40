// Of the error function's family, the gamma function's, and what remains of exp and log.
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>

#include "reference.hpp"

namespace lossc::test {
namespace {

using big = many_digits;
constexpr double pi = 3.14159265358979323846;

double logistic_tail(double x) { return std::log1p(std::exp(-x)); }

// x^2 of a float is exact in f64, so only exp and erfc round; from 20 on six terms of the series do.
double erfcx(double x) {
  if (x < 20) return std::exp(x * x) * std::erfc(x);
  const double s = 0.5 / (x * x);
  return (1 - s * (1 - 3 * s * (1 - 5 * s * (1 - 7 * s * (1 - 9 * s))))) / (x * std::sqrt(pi));
}
double erfcx_slope(double x) {
  if (x < 20) return 2 * x * erfcx(x) - 2 / std::sqrt(pi);
  const double s = 0.5 / (x * x);
  return -2 * s * (1 - 3 * s * (1 - 5 * s * (1 - 7 * s * (1 - 9 * s)))) / std::sqrt(pi);
}
double density(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * pi); }
double normal(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }
double log_normal(double x) {
  return x < -1 ? -0.5 * x * x + std::log(0.5 * erfcx(-x / std::sqrt(2.0))) : std::log1p(-0.5 * std::erfc(x / std::sqrt(2.0)));
}
double log_normal_slope(double x) { return x < 0 ? std::sqrt(2 / pi) / erfcx(-x / std::sqrt(2.0)) : density(x) / normal(x); }
double gelu(double x) { return x < -50 ? 0 : x * normal(x); }
double gelu_second_term(double x) { return std::fabs(x) > 50 ? 0 : x * density(x); }

// Sums of x^k / k! and of (-1)^(k+1) x^k / k from k = 2 on.
double exp_remainder(double x) {
  if (!(std::fabs(x) < 1)) return x > 700 ? std::exp(x) : std::expm1(x) - x;
  double sum = 0;
  for (int k = 24; k >= 2; --k) sum = (1 + sum) * x / k;
  return sum * x;
}
double log_remainder(double x) {
  if (!(std::fabs(x) < 0.25)) return std::isinf(x) && x > 0 ? -x : std::log1p(x) - x;
  double sum = 0;
  for (int k = 32; k >= 2; --k) sum = 1.0 / k - x * sum;
  return -x * x * sum;
}
double log_cosh(double x) {
  const double a = std::fabs(x);
  return a < 1 ? 0.5 * std::log1p(std::sinh(a) * std::sinh(a)) : a - std::log(2.0) + logistic_tail(2 * a);
}
double log_one_minus_exp(double x) { return x < std::log(2.0) ? std::log(-std::expm1(-x)) : std::log1p(-std::exp(-x)); }

double log_gamma(double x) {
  int sign = 0;
  return lgamma_r(x, &sign);
}
double polygamma(int n, double x) { return n == 0 ? boost::math::digamma(x) : n == 1 ? boost::math::trigamma(x) : boost::math::polygamma(n, x); }
// At poles and infinities Boost throws.
double at_ends(int n, double x) {
  if (std::isnan(x) || x == -INFINITY) return NAN;
  if (x == INFINITY) return n == 0 ? x : 0;
  if (x == 0) return n == 0 ? -1 / x : n == 1 ? INFINITY : -1 / (x * x * x);
  if (x < 0 && x == std::floor(x)) return n == 1 ? INFINITY : NAN;
  // The pole's own term, beside which the rest is nothing and in which Boost overflows.
  if (std::fabs(x) < 1e-20) return n == 0 ? -1 / x : n == 1 ? 1 / (x * x) : -2 / (x * x * x);
  return polygamma(n, x);
}

// Below 0 lgamma and digamma have a zero in each interval, where two terms of this size cancel.
double reflected_digamma(double x) { return x < 0 && std::isfinite(x) ? std::fabs(boost::math::digamma(1 - x)) : 0; }

// psi and its derivatives with 50 digits: up by recurrence, then Euler and Maclaurin's series.
big many_polygamma(int n, big x) {
  if (x < 0) {
    if (n > 0) return std::numeric_limits<big>::quiet_NaN();
    const big turned = boost::math::constants::pi<big>() * x;
    return many_polygamma(0, 1 - x) - boost::math::constants::pi<big>() * cos(turned) / sin(turned);
  }
  big sum = 0;
  for (; x < 60; x += 1) sum += n == 0 ? big(-1 / x) : n == 1 ? big(1 / (x * x)) : big(-2 / (x * x * x));
  const big bernoulli[] = {big(1) / 6, big(-1) / 30, big(1) / 42, big(-1) / 30, big(5) / 66, big(-691) / 2730, big(7) / 6};
  big power = x * x;
  sum += n == 0 ? big(log(x) - 1 / (2 * x)) : n == 1 ? big(1 / x + 1 / (2 * power)) : big(-1 / power - 1 / (power * x));
  for (int k = 1; k <= 7; ++k, power *= x * x) {
    const big& b = bernoulli[k - 1];
    sum += n == 0 ? big(-b / (2 * k * power)) : n == 1 ? big(b / (power * x)) : big(-b * (2 * k + 1) / (power * x * x));
  }
  return sum;
}
big many_normal(const big& x) { return boost::math::erfc(big(-x / sqrt(big(2)))) / 2; }
big many_density(const big& x) { return exp(-x * x / 2) / sqrt(2 * boost::math::constants::pi<big>()); }
big root_of_pi() { return sqrt(boost::math::constants::pi<big>()); }
big many_erfcx_slope(const big& x) { return 2 * x * exp(x * x) * boost::math::erfc(x) - 2 / root_of_pi(); }

}  // namespace

#define F64(formula) [](double x) -> double { return formula; }
#define BIG(formula) [](const big& x) -> big { return formula; }

std::vector<reference> special_references() {
  // clang-format off
  return {
      {"log1mexp", log_one_minus_exp, F64(1 / std::expm1(x)), BIG(log(1 - exp(-x))), BIG(1 / (exp(x) - 1))},
      {"expm1mx", exp_remainder, F64(std::expm1(x)), BIG(exp(x) - 1 - x), BIG(exp(x) - 1)},
      {"log1pmx", log_remainder, F64(std::fabs(x) <= 1 ? -x / (1 + x) : -1 / (1 / x + 1)), BIG(log(1 + x) - x), BIG(-x / (1 + x))},
      {"log_cosh", log_cosh, F64(std::tanh(x)), BIG(log(cosh(x))), BIG(tanh(x))},
      {"erf", F64(std::erf(x)), F64(2 / std::sqrt(pi) * std::exp(-x * x)), BIG(boost::math::erf(x)), BIG(2 / root_of_pi() * exp(-x * x))},
      {"erfc", F64(std::erfc(x)), F64(-2 / std::sqrt(pi) * std::exp(-x * x)), BIG(boost::math::erfc(x)), BIG(-2 / root_of_pi() * exp(-x * x))},
      {"erfcx", erfcx, erfcx_slope, BIG(exp(x * x) * boost::math::erfc(x)), many_erfcx_slope},
      {"erfcx_derivative", erfcx_slope, F64(x > 1e30 ? 0 : 2 * erfcx(x) + 2 * x * erfcx_slope(x)), many_erfcx_slope,
       BIG(2 * exp(x * x) * boost::math::erfc(x) + 2 * x * many_erfcx_slope(x)), nullptr, F64(2 * erfcx(x))},
      {"ndtr", normal, density, many_normal, many_density},
      {"log_ndtr", log_normal, log_normal_slope, BIG(log(many_normal(x))), BIG(many_density(x) / many_normal(x))},
      {"gelu", gelu, F64(normal(x) + gelu_second_term(x)), BIG(x * many_normal(x)), BIG(many_normal(x) + x * many_density(x)),
       nullptr, F64(std::fmax(normal(x), std::fabs(gelu_second_term(x))))},
      {"lgamma", log_gamma, F64(at_ends(0, x)), BIG(lgamma(x)), BIG(many_polygamma(0, x)),
       F64(x < 0 ? std::fabs(log_gamma(-x)) : 0), reflected_digamma},
      {"digamma", F64(at_ends(0, x)), F64(at_ends(1, x)), BIG(many_polygamma(0, x)), BIG(many_polygamma(1, x)), reflected_digamma},
      {"trigamma", F64(at_ends(1, x)), F64(x < 0 ? NAN : at_ends(2, x)), BIG(many_polygamma(1, x)), BIG(many_polygamma(2, x))},
  };
  // clang-format on
}

#undef F64
#undef BIG

}  // namespace lossc::test
