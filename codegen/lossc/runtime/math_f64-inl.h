// Double-precision exp, log and their kin for Highway vectors: Highway's, mended at the ends.
#if defined(LOSSC_RUNTIME_MATH_F64_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSC_RUNTIME_MATH_F64_INL_H_
#undef LOSSC_RUNTIME_MATH_F64_INL_H_
#else
#define LOSSC_RUNTIME_MATH_F64_INL_H_
#endif

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>
#include <lossc/runtime/arithmetic-inl.h>

#include <cmath>

HWY_BEFORE_NAMESPACE();
namespace lossc {
namespace runtime {
namespace HWY_NAMESPACE {
namespace f64 {

// Highway 1.0.3 is right between these bounds only, and converts NaN to an integer: the clamp makes
// NaN a bound, the select puts it back.
template <class V> HWY_INLINE V exp(V x) {
  using A = arithmetic<V>;
  const V clamped = A::lesser(A::greater(x, A::constant(-750.0)), A::constant(710.0));
  return A::select(A::equal(x, x), hn::Exp(hn::DFromV<V>(), clamped), x);
}

// Just above log 2 / 2 Highway's is exp(x) - 1, which loses two bits; there
// expm1(x) = y (y + 2) with y = expm1(x / 2).
template <class V> HWY_INLINE V expm1(V x) {
  using A = arithmetic<V>;
  const V clamped = A::lesser(A::greater(x, A::constant(-750.0)), A::constant(710.0));
  const auto halved = A::both(A::less(A::constant(0.34), x), A::less(x, A::constant(0.69)));
  V y = A::select(halved, A::multiply(A::constant(0.5), clamped), clamped);
  y = hn::Expm1(hn::DFromV<V>(), y);
  y = A::select(halved, A::multiply(y, A::add(y, A::constant(2.0))), y);
  return A::select(A::equal(x, x), A::copy_sign(y, x), x);  // copy_sign for -0
}

// y where end < x < inf, else the limit: -inf at the end, NaN before it, x if x is inf or NaN.
template <class V> HWY_INLINE V within(double end, V x, V y) {
  using A = arithmetic<V>;
  const V bound = A::constant(end);
  V special = A::select(A::less(x, bound), A::constant(NAN), x);
  special = A::select(A::equal(x, bound), A::constant(-INFINITY), special);
  return A::select(A::both(A::less(bound, x), A::less(x, A::constant(INFINITY))), y, special);
}

template <class V> HWY_INLINE V log(V x) { return within(0.0, x, hn::Log(hn::DFromV<V>(), x)); }

template <class V> HWY_INLINE V log1p(V x) {
  return within(-1.0, x, hn::Log1p(hn::DFromV<V>(), x));
}

// At 20 and beyond this is 1.
template <class V> HWY_INLINE V tanh(V x) {
  using A = arithmetic<V>;
  const V a = A::lesser(A::constant(20.0), A::absolute(x));
  const V y = expm1(A::add(a, a));
  return A::copy_sign(A::divide(y, A::add(y, A::constant(2.0))), x);
}

template <class V> HWY_INLINE V sigmoid(V x) {
  using A = arithmetic<V>;
  const V one = A::constant(1.0);
  const V e = exp(A::negate(A::absolute(x)));
  return A::divide(A::select(A::less(x, A::constant(0.0)), e, one), A::add(one, e));
}

template <class V> HWY_INLINE V softplus(V x) {
  using A = arithmetic<V>;
  const V e = exp(A::negate(A::absolute(x)));  // in [0, 1], or NaN as is the first term
  return A::add(A::greater(A::constant(0.0), x), hn::Log1p(hn::DFromV<V>(), e));
}

template <class V> HWY_INLINE V log_sigmoid(V x) { return hn::Neg(softplus(hn::Neg(x))); }

// Lane by lane: Highway has no pow.
template <class V> HWY_INLINE V pow(V x, V y) {
  const hn::DFromV<V> d;
  HWY_ALIGN double base[hn::MaxLanes(d)];
  HWY_ALIGN double exponent[hn::MaxLanes(d)];
  hn::Store(x, d, base);
  hn::Store(y, d, exponent);
  for (size_t i = 0; i < hn::Lanes(d); ++i) base[i] = std::pow(base[i], exponent[i]);
  return hn::Load(d, base);
}

}  // namespace f64
}  // namespace HWY_NAMESPACE
}  // namespace runtime
}  // namespace lossc
HWY_AFTER_NAMESPACE();

#endif  // LOSSC_RUNTIME_MATH_F64_INL_H_
