// The functions of the generated kernels for one double, on <cmath> or CUDA's, spelt as for vectors.
#ifndef LOSSC_RUNTIME_SCALAR_H_
#define LOSSC_RUNTIME_SCALAR_H_

#include <cmath>

#ifdef __CUDACC__
#define LOSSC_SCALAR_FUNCTION __host__ __device__ __forceinline__
#else
#define LOSSC_SCALAR_FUNCTION inline
#endif

namespace lossc {
namespace runtime {

LOSSC_SCALAR_FUNCTION double negate(double x) { return -x; }
LOSSC_SCALAR_FUNCTION double exp(double x) { return std::exp(x); }
LOSSC_SCALAR_FUNCTION double log(double x) { return std::log(x); }
LOSSC_SCALAR_FUNCTION double log1p(double x) { return std::log1p(x); }
LOSSC_SCALAR_FUNCTION double expm1(double x) { return std::expm1(x); }
LOSSC_SCALAR_FUNCTION double sqrt(double x) { return std::sqrt(x); }
LOSSC_SCALAR_FUNCTION double tanh(double x) { return std::tanh(x); }
LOSSC_SCALAR_FUNCTION double sin(double x) { return std::sin(x); }
LOSSC_SCALAR_FUNCTION double cos(double x) { return std::cos(x); }
LOSSC_SCALAR_FUNCTION double tan(double x) { return std::tan(x); }
LOSSC_SCALAR_FUNCTION double asin(double x) { return std::asin(x); }
LOSSC_SCALAR_FUNCTION double acos(double x) { return std::acos(x); }
LOSSC_SCALAR_FUNCTION double atan(double x) { return std::atan(x); }
LOSSC_SCALAR_FUNCTION double sinh(double x) { return std::sinh(x); }
LOSSC_SCALAR_FUNCTION double cosh(double x) { return std::cosh(x); }
LOSSC_SCALAR_FUNCTION double asinh(double x) { return std::asinh(x); }
LOSSC_SCALAR_FUNCTION double acosh(double x) { return std::acosh(x); }
LOSSC_SCALAR_FUNCTION double atanh(double x) { return std::atanh(x); }
LOSSC_SCALAR_FUNCTION double floor(double x) { return std::floor(x); }
LOSSC_SCALAR_FUNCTION double round(double x) { return std::rint(x); }  // ties to even, unlike std::round
LOSSC_SCALAR_FUNCTION double pow(double x, double y) { return std::pow(x, y); }
LOSSC_SCALAR_FUNCTION double atan2(double y, double x) { return std::atan2(y, x); }
LOSSC_SCALAR_FUNCTION double hypot(double x, double y) { return std::hypot(x, y); }
LOSSC_SCALAR_FUNCTION double abs(double x) { return std::fabs(x); }
LOSSC_SCALAR_FUNCTION double square(double x) { return x * x; }
LOSSC_SCALAR_FUNCTION double rsqrt(double x) { return 1.0 / std::sqrt(x); }
LOSSC_SCALAR_FUNCTION double sign(double x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : x == 0 ? 0.0 : x; }

// exp(x - y), with what the subtraction rounds away; halved, so that nothing overflows before
// the rest is in.
LOSSC_SCALAR_FUNCTION double exp_difference(double x, double y) {
  const double difference = x - y;
  if (!(std::fabs(difference) < 1024)) return std::exp(difference);
  const double minus_y = difference - x;
  const double rest = (x - (difference - minus_y)) - (y + minus_y);
  const double root = std::exp(0.5 * difference);
  return root * (root + root * rest);
}

// 2^floor(log2 |x|), and 2^-1022 for subnormal x, so that the reciprocal is finite; 1 for 0, inf, NaN.
LOSSC_SCALAR_FUNCTION double binary_scale(double x) {
  const double least = 2.2250738585072014e-308;
  const double a = std::fabs(x);
  if (!(a > 0) || std::isinf(a)) return 1.0;
  return a < least ? least : std::ldexp(1.0, std::ilogb(a));
}

// exp(-|x|) never overflows, and each quotient keeps its own tail's relative accuracy.
LOSSC_SCALAR_FUNCTION double sigmoid(double x) {
  const double e = std::exp(-std::fabs(x));
  return (x < 0 ? e : 1.0) / (1.0 + e);
}

// Not fmax: a NaN must reach the sum.
LOSSC_SCALAR_FUNCTION double softplus(double x) { return (x < 0 ? 0.0 : x) + std::log1p(std::exp(-std::fabs(x))); }
LOSSC_SCALAR_FUNCTION double log_sigmoid(double x) { return -softplus(-x); }

// IEEE 754-2019 maximum and minimum: a NaN on either side is the result, and -0 < +0. std::max and
// fmax do neither.
LOSSC_SCALAR_FUNCTION double maximum(double a, double b) {
  if (a == b) return std::signbit(a) ? b : a;
  return a > b || std::isnan(a) ? a : b;
}
LOSSC_SCALAR_FUNCTION double minimum(double a, double b) { return -maximum(-a, -b); }

LOSSC_SCALAR_FUNCTION bool logical_and(bool a, bool b) { return a && b; }
LOSSC_SCALAR_FUNCTION bool logical_or(bool a, bool b) { return a || b; }
LOSSC_SCALAR_FUNCTION bool logical_not(bool a) { return !a; }
LOSSC_SCALAR_FUNCTION bool not_equal(double a, double b) { return a != b; }
LOSSC_SCALAR_FUNCTION bool is_finite(double x) { return x - x == 0; }

LOSSC_SCALAR_FUNCTION double select(bool condition, double a, double b) { return condition ? a : b; }
LOSSC_SCALAR_FUNCTION double guard(bool condition, double x) { return condition ? x : 0.0; }

}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_SCALAR_H_
