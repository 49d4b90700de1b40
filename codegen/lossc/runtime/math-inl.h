// The vector mathematics of the generated kernels: exp(x), log(x), ... for Highway vectors of float and double.
//
// Included once per instruction set, like Highway's own -inl.h headers. In namespace
// lossc::runtime::HWY_NAMESPACE, for V a full vector: exp log log1p expm1 sqrt rsqrt tanh sigmoid softplus
// log_sigmoid abs sign square of x, pow(x, y), maximum(a, b), minimum(a, b), select(mask, a, b) and
// guard(mask, x); for double the same names from scalar.h. Compile with -ffp-contract=off.
//
// Ends: the limit of the function; NaN where there is none, and NaN for NaN (but pow(x, 0) = pow(1, y) = 1).
// Gradual underflow is kept. Bounds in ulp, tested in tests/runtime/math.cpp: float 1 for exp, log, log1p and
// sqrt, 2 for the rest; double 4.
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

template <class V>
using if_vector = std::enable_if_t<!std::is_arithmetic<V>::value>;

#define LOSSC_VECTOR_FUNCTION(name)                          \
  template <class V, class = if_vector<V>>                   \
  HWY_INLINE V name(V x) {                                   \
    if constexpr (sizeof(hwy::HWY_NAMESPACE::TFromV<V>) == 4) { \
      return f32::name<arithmetic<V>>(x);                    \
    } else {                                                 \
      return f64::name<V>(x);                                \
    }                                                        \
  }
LOSSC_VECTOR_FUNCTION(exp)
LOSSC_VECTOR_FUNCTION(log)
LOSSC_VECTOR_FUNCTION(log1p)
LOSSC_VECTOR_FUNCTION(expm1)
LOSSC_VECTOR_FUNCTION(tanh)
LOSSC_VECTOR_FUNCTION(sigmoid)
LOSSC_VECTOR_FUNCTION(softplus)
#undef LOSSC_VECTOR_FUNCTION

template <class V, class = if_vector<V>>
HWY_INLINE V pow(V x, V y) {
  if constexpr (sizeof(hwy::HWY_NAMESPACE::TFromV<V>) == 4) {
    return f32::pow<arithmetic<V>>(x, y);
  } else {
    return f64::pow<V>(x, y);
  }
}

template <class V, class = if_vector<V>>
HWY_INLINE V log_sigmoid(V x) {
  return hwy::HWY_NAMESPACE::Neg(softplus(hwy::HWY_NAMESPACE::Neg(x)));
}

template <class V, class = if_vector<V>>
HWY_INLINE V sqrt(V x) {
  return hwy::HWY_NAMESPACE::Sqrt(x);
}

// 1 / sqrt(-0) is -inf, as IEEE 754 has it for rSqrt.
template <class V, class = if_vector<V>>
HWY_INLINE V rsqrt(V x) {
  using A = arithmetic<V>;
  return A::divide(A::constant(1), A::square_root(x));
}

template <class V, class = if_vector<V>>
HWY_INLINE V abs(V x) {
  return hwy::HWY_NAMESPACE::Abs(x);
}

template <class V, class = if_vector<V>>
HWY_INLINE V square(V x) {
  return hwy::HWY_NAMESPACE::Mul(x, x);
}

template <class V, class = if_vector<V>>
HWY_INLINE V sign(V x) {
  using A = arithmetic<V>;
  const V zero = A::constant(0);
  const V rest = A::select(A::equal(x, zero), zero, x);
  return A::select(A::less(zero, A::absolute(x)), A::copy_sign(A::constant(1), x), rest);
}

// IEEE 754-2019: a NaN on either side is the result, and -0 < +0. Where a and b are equal they differ at
// most in the sign of zero.
template <class V, class = if_vector<V>>
HWY_INLINE V maximum(V a, V b) {
  using A = arithmetic<V>;
  const V larger = A::select(A::equal(a, b), hwy::HWY_NAMESPACE::And(a, b), A::greater(a, b));
  return A::select(A::equal(a, a), larger, a);
}

template <class V, class = if_vector<V>>
HWY_INLINE V minimum(V a, V b) {
  using A = arithmetic<V>;
  const V smaller = A::select(A::equal(a, b), hwy::HWY_NAMESPACE::Or(a, b), A::lesser(a, b));
  return A::select(A::equal(a, a), smaller, a);
}

template <class M, class V, class = if_vector<V>>
HWY_INLINE V select(M mask, V a, V b) {
  return hwy::HWY_NAMESPACE::IfThenElse(mask, a, b);
}

template <class M, class V, class = if_vector<V>>
HWY_INLINE V guard(M mask, V x) {
  return hwy::HWY_NAMESPACE::IfThenElseZero(mask, x);
}

}  // namespace HWY_NAMESPACE
}  // namespace runtime
}  // namespace lossc
HWY_AFTER_NAMESPACE();

#endif  // LOSSC_RUNTIME_MATH_INL_H_
