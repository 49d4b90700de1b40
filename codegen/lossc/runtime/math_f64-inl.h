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

template <class A> using real = typename A::real;

// Highway 1.0.3 is right between these bounds only, and converts NaN to an integer: the clamp makes
// NaN a bound, the select puts it back.
template <class A> HWY_INLINE real<A> exp(real<A> x) {
  const real<A> clamped = A::lesser(A::greater(x, A::constant(-750.0)), A::constant(710.0));
  return A::select(A::equal(x, x), hn::Exp(typename A::D(), clamped), x);
}

// As scalar.h has it; beyond 1024 the result is 0 or inf, and the rest may be NaN.
template <class A> HWY_INLINE real<A> exp_difference(real<A> x, real<A> y) {
  const real<A> difference = A::subtract(x, y);
  const real<A> minus_y = A::subtract(difference, x);
  const real<A> of_x = A::subtract(x, A::subtract(difference, minus_y));
  const real<A> rest = A::subtract(of_x, A::add(y, minus_y));
  const real<A> root = exp<A>(A::multiply(A::constant(0.5), difference));
  const real<A> refined = A::multiply(root, A::fma(root, rest, root));
  const auto needed = A::less(A::absolute(difference), A::constant(1024.0));
  return A::select(needed, refined, A::multiply(root, root));
}

// Just above log 2 / 2 Highway's is exp(x) - 1, which loses two bits; there
// expm1(x) = y (y + 2) with y = expm1(x / 2).
template <class A> HWY_INLINE real<A> expm1(real<A> x) {
  const real<A> clamped = A::lesser(A::greater(x, A::constant(-750.0)), A::constant(710.0));
  const auto halved = A::both(A::less(A::constant(0.34), x), A::less(x, A::constant(0.69)));
  real<A> y = A::select(halved, A::multiply(A::constant(0.5), clamped), clamped);
  y = hn::Expm1(typename A::D(), y);
  y = A::select(halved, A::multiply(y, A::add(y, A::constant(2.0))), y);
  return A::select(A::equal(x, x), A::copy_sign(y, x), x);  // copy_sign for -0
}

// y where end < x < inf, else the limit: -inf at the end, NaN before it, x if x is inf or NaN.
template <class A> HWY_INLINE real<A> within(double end, real<A> x, real<A> y) {
  const real<A> bound = A::constant(end);
  real<A> special = A::select(A::less(x, bound), A::constant(NAN), x);
  special = A::select(A::equal(x, bound), A::constant(-INFINITY), special);
  return A::select(A::both(A::less(bound, x), A::less(x, A::constant(INFINITY))), y, special);
}

template <class A> HWY_INLINE real<A> log(real<A> x) {
  return within<A>(0.0, x, hn::Log(typename A::D(), x));
}

template <class A> HWY_INLINE real<A> log1p(real<A> x) {
  return within<A>(-1.0, x, hn::Log1p(typename A::D(), x));
}

// At 20 and beyond this is 1.
template <class A> HWY_INLINE real<A> tanh(real<A> x) {
  const real<A> a = A::lesser(A::constant(20.0), A::absolute(x));
  const real<A> y = expm1<A>(A::add(a, a));
  return A::copy_sign(A::divide(y, A::add(y, A::constant(2.0))), x);
}

template <class A> HWY_INLINE real<A> sigmoid(real<A> x) {
  const real<A> one = A::constant(1.0);
  const real<A> e = exp<A>(A::negate(A::absolute(x)));
  return A::divide(A::select(A::less(x, A::constant(0.0)), e, one), A::add(one, e));
}

template <class A> HWY_INLINE real<A> softplus(real<A> x) {
  const real<A> e = exp<A>(A::negate(A::absolute(x)));  // in [0, 1], or NaN as is the first term
  return A::add(A::greater(A::constant(0.0), x), hn::Log1p(typename A::D(), e));
}

template <class A> HWY_INLINE real<A> log_sigmoid(real<A> x) {
  return hn::Neg(softplus<A>(hn::Neg(x)));
}

}  // namespace f64
}  // namespace HWY_NAMESPACE
}  // namespace runtime
}  // namespace lossc
HWY_AFTER_NAMESPACE();

#endif  // LOSSC_RUNTIME_MATH_F64_INL_H_
