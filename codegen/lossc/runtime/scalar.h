// The functions of the generated kernels for one double, on <cmath>, spelt as for vectors.
#ifndef LOSSC_RUNTIME_SCALAR_H_
#define LOSSC_RUNTIME_SCALAR_H_

#include <cmath>

namespace lossc {
namespace runtime {

inline double negate(double x) { return -x; }
inline double exp(double x) { return std::exp(x); }
inline double log(double x) { return std::log(x); }
inline double log1p(double x) { return std::log1p(x); }
inline double expm1(double x) { return std::expm1(x); }
inline double sqrt(double x) { return std::sqrt(x); }
inline double tanh(double x) { return std::tanh(x); }
inline double pow(double x, double y) { return std::pow(x, y); }
inline double abs(double x) { return std::fabs(x); }
inline double square(double x) { return x * x; }
inline double rsqrt(double x) { return 1.0 / std::sqrt(x); }
inline double sign(double x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : x == 0 ? 0.0 : x; }

// exp(-|x|) never overflows, and each quotient keeps its own tail's relative accuracy.
inline double sigmoid(double x) {
  const double e = std::exp(-std::fabs(x));
  return (x < 0 ? e : 1.0) / (1.0 + e);
}

// Not fmax: a NaN must reach the sum.
inline double softplus(double x) { return (x < 0 ? 0.0 : x) + std::log1p(std::exp(-std::fabs(x))); }
inline double log_sigmoid(double x) { return -softplus(-x); }

// IEEE 754-2019 maximum and minimum: a NaN on either side is the result, and -0 < +0. std::max and
// fmax do neither.
inline double maximum(double a, double b) {
  if (a == b) return std::signbit(a) ? b : a;
  return a > b || std::isnan(a) ? a : b;
}
inline double minimum(double a, double b) { return -maximum(-a, -b); }

inline bool logical_and(bool a, bool b) { return a && b; }
inline bool logical_or(bool a, bool b) { return a || b; }
inline bool logical_not(bool a) { return !a; }
inline bool not_equal(double a, double b) { return a != b; }
inline bool is_finite(double x) { return x - x == 0; }

inline double select(bool condition, double a, double b) { return condition ? a : b; }
inline double guard(bool condition, double x) { return condition ? x : 0.0; }

}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_SCALAR_H_
