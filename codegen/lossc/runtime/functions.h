// The functions of generated kernels, the only list of them: every backend is derived from it.
//
// A row is X(name, part, ulp, part_f64, ulp_f64):
//   part      where the text for float is, written over an arithmetic A: f32 or basic
//   ulp       its bound, for all floats (relative to what cancels near the negative zeros of
//             lgamma and digamma); tests/runtime checks both bounds
//   part_f64  where the text for vectors of double is: f64, basic, or by_lane, which calls the
//             function of scalar.h or scalar_special.h for each lane
//   ulp_f64   its bound, of scalar.h too; 0.51 is one rounding, measured with a little noise
// A new function is a row here, its text for float, its text for one double in scalar.h, and its
// exact value in tests/runtime.
#ifndef LOSSC_RUNTIME_FUNCTIONS_H_
#define LOSSC_RUNTIME_FUNCTIONS_H_

// clang-format off
#define LOSSC_UNARY_FUNCTIONS(X)                  \
  X(abs,              basic, 0,    basic,   0)    \
  X(sign,             basic, 0,    basic,   0)    \
  X(square,           basic, 0.51, basic,   0.51) \
  X(sqrt,             basic, 0.51, basic,   0.51) \
  X(rsqrt,            basic, 2,    basic,   4)    \
  X(exp,              f32,   1,    f64,     4)    \
  X(expm1,            f32,   2,    f64,     4)    \
  X(log,              f32,   1,    f64,     4)    \
  X(log1p,            f32,   1,    f64,     4)    \
  X(tanh,             f32,   2,    f64,     4)    \
  X(sigmoid,          f32,   2,    f64,     4)    \
  X(softplus,         f32,   2,    f64,     4)    \
  X(log_sigmoid,      f32,   2,    f64,     4)    \
  X(exp_minus_square, f32,   1,    by_lane, 4)    \
  X(log1mexp,         f32,   2,    by_lane, 4)    \
  X(expm1mx,          f32,   2,    by_lane, 4)    \
  X(log1pmx,          f32,   2,    by_lane, 4)    \
  X(log_cosh,         f32,   2,    by_lane, 4)    \
  X(erf,              f32,   2,    by_lane, 4)    \
  X(erfc,             f32,   2,    by_lane, 4)    \
  X(erfcx,            f32,   2,    by_lane, 8)    \
  X(erfcx_derivative, f32,   2,    by_lane, 8)    \
  X(ndtr,             f32,   2,    by_lane, 8)    \
  X(log_ndtr,         f32,   2,    by_lane, 8)    \
  X(lgamma,           f32,   2,    by_lane, 8)    \
  X(digamma,          f32,   2,    by_lane, 10)   \
  X(trigamma,         f32,   2,    by_lane, 8)    \
  X(sin,              f32,   2,    by_lane, 4)    \
  X(cos,              f32,   2,    by_lane, 4)    \
  X(tan,              f32,   2,    by_lane, 4)    \
  X(asin,             f32,   2,    by_lane, 4)    \
  X(acos,             f32,   2,    by_lane, 4)    \
  X(atan,             f32,   2,    by_lane, 4)    \
  X(sinh,             f32,   2,    by_lane, 4)    \
  X(cosh,             f32,   2,    by_lane, 4)    \
  X(asinh,            f32,   2,    by_lane, 4)    \
  X(acosh,            f32,   2,    by_lane, 4)    \
  X(atanh,            f32,   2,    by_lane, 4)    \
  X(floor,            f32,   0,    by_lane, 0)    \
  X(round,            f32,   0,    by_lane, 0)    \
  X(binary_scale,     f32,   0,    by_lane, 0)

#define LOSSC_BINARY_FUNCTIONS(X)                 \
  X(maximum,          basic, 0,    basic,   0)    \
  X(minimum,          basic, 0,    basic,   0)    \
  X(pow,              f32,   2,    by_lane, 4)    \
  X(exp_difference,   f32,   1,    f64,     4)    \
  X(atan2,            f32,   2,    by_lane, 4)    \
  X(hypot,            f32,   2,    by_lane, 4)
// clang-format on

#endif  // LOSSC_RUNTIME_FUNCTIONS_H_
