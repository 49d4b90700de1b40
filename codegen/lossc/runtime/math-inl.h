// The vector mathematics of the generated kernels, for Highway vectors of float and of double.
//
// Included once per instruction set, like Highway's own -inl.h headers. For V a full vector,
// lossc::runtime::HWY_NAMESPACE has
//   exp log log1p expm1 sqrt rsqrt tanh sigmoid softplus log_sigmoid abs sign square (x)
//   pow(x, y)  maximum(a, b)  minimum(a, b)  select(mask, a, b)  guard(mask, x)
// and, for double, the same names from scalar.h.
//
// Ends: the limit of the function; NaN where there is none, and NaN for NaN, but pow(x, 0) and
// pow(1, y) are 1. Gradual underflow is kept. Bounds, tested in tests/runtime/math.cpp: for float
// 1 ulp for exp, log, log1p and sqrt, 2 for the rest; for double 4. Compile with -ffp-contract=off.
#if defined(LOSSC_RUNTIME_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSC_RUNTIME_MATH_INL_H_
#undef LOSSC_RUNTIME_MATH_INL_H_
#else
#define LOSSC_RUNTIME_MATH_INL_H_
#endif

#include <hwy/highway.h>
#include <lossc/runtime/arithmetic-inl.h>
#include <lossc/runtime/math_f64-inl.h>
#include <lossc/runtime/scalar.h>

#include <cmath>
#include <type_traits>

HWY_BEFORE_NAMESPACE();
namespace lossc {
namespace runtime {
namespace HWY_NAMESPACE {

#define LOSSC_MATH_FUNCTION HWY_INLINE
#include <lossc/runtime/math_basic-inl.h>
#include <lossc/runtime/math_f32-inl.h>
#include <lossc/runtime/math_f32_pow-inl.h>
#undef LOSSC_MATH_FUNCTION

// Scalar text inside the same namespace finds the scalar functions.
using runtime::abs;
using runtime::exp;
using runtime::expm1;
using runtime::guard;
using runtime::log;
using runtime::log1p;
using runtime::log_sigmoid;
using runtime::maximum;
using runtime::minimum;
using runtime::pow;
using runtime::rsqrt;
using runtime::select;
using runtime::sigmoid;
using runtime::sign;
using runtime::softplus;
using runtime::sqrt;
using runtime::square;
using runtime::tanh;

template <class V> using if_vector = std::enable_if_t<!std::is_arithmetic<V>::value>;

#define LOSSC_VECTOR_FUNCTION(name, parameters, arguments)                \
  template <class V, class = if_vector<V>> HWY_INLINE V name parameters { \
    if constexpr (sizeof(hn::TFromV<V>) == 4) {                           \
      return f32::name<arithmetic<V>> arguments;                          \
    } else {                                                              \
      return f64::name<V> arguments;                                      \
    }                                                                     \
  }
LOSSC_VECTOR_FUNCTION(exp, (V x), (x))
LOSSC_VECTOR_FUNCTION(log, (V x), (x))
LOSSC_VECTOR_FUNCTION(log1p, (V x), (x))
LOSSC_VECTOR_FUNCTION(expm1, (V x), (x))
LOSSC_VECTOR_FUNCTION(tanh, (V x), (x))
LOSSC_VECTOR_FUNCTION(sigmoid, (V x), (x))
LOSSC_VECTOR_FUNCTION(softplus, (V x), (x))
LOSSC_VECTOR_FUNCTION(log_sigmoid, (V x), (x))
LOSSC_VECTOR_FUNCTION(pow, (V x, V y), (x, y))
#undef LOSSC_VECTOR_FUNCTION

#define LOSSC_VECTOR_FUNCTION(name, parameters, arguments)                \
  template <class V, class = if_vector<V>> HWY_INLINE V name parameters { \
    return basic::name<arithmetic<V>> arguments;                          \
  }
LOSSC_VECTOR_FUNCTION(abs, (V x), (x))
LOSSC_VECTOR_FUNCTION(sign, (V x), (x))
LOSSC_VECTOR_FUNCTION(sqrt, (V x), (x))
LOSSC_VECTOR_FUNCTION(rsqrt, (V x), (x))
LOSSC_VECTOR_FUNCTION(square, (V x), (x))
LOSSC_VECTOR_FUNCTION(maximum, (V a, V b), (a, b))
LOSSC_VECTOR_FUNCTION(minimum, (V a, V b), (a, b))
#undef LOSSC_VECTOR_FUNCTION

template <class M, class V, class = if_vector<V>> HWY_INLINE V select(M mask, V a, V b) {
  return hn::IfThenElse(mask, a, b);
}

template <class M, class V, class = if_vector<V>> HWY_INLINE V guard(M mask, V x) {
  return hn::IfThenElseZero(mask, x);
}

}  // namespace HWY_NAMESPACE
}  // namespace runtime
}  // namespace lossc
HWY_AFTER_NAMESPACE();

#endif  // LOSSC_RUNTIME_MATH_INL_H_
