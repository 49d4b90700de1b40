// Single-precision sinh, cosh and the inverses of all three; included like math_f32-inl.h, after
// it.

namespace f32 {

// exp(a) / 2, which is finite up to where sinh is; for a from 0 on.
template <class A> LOSSC_MATH_FUNCTION real<A> half_exp(real<A> a) {
  integer<A> exponent;
  real<A> high, low;
  reduce_exp<A>(A::lesser(A::constant(90.0f), a), exponent, high, low);
  exponent = A::subtract(exponent, A::integer_constant(1 << 23));
  return scale<A>(A::add(exp_tail<A>(high, low), A::constant(1.0f)), exponent);
}

template <class A> LOSSC_MATH_FUNCTION real<A> sinh(real<A> x) {
  const real<A> a = A::absolute(x);
  // Below 1 the odd polynomial, to 0.01 units.
  const real<A> s = A::multiply(a, a);
  const real<A> q =
      polynomial<A>(s, 0x1.555556p-3f, 0x1.1110eap-7f, 0x1.a01c22p-13f, 0x1.76771ep-19f);
  const real<A> near_zero = A::fma(A::multiply(s, q), a, a);
  const real<A> e = half_exp<A>(a);
  const real<A> elsewhere = A::subtract(e, A::divide(A::constant(0.25f), e));
  return A::copy_sign(A::select(A::less(a, A::constant(1.0f)), near_zero, elsewhere), x);
}

template <class A> LOSSC_MATH_FUNCTION real<A> cosh(real<A> x) {
  const real<A> e = half_exp<A>(A::absolute(x));
  return A::add(e, A::divide(A::constant(0.25f), e));
}

// log1p(t + low) for t >= 0 and a low below an ulp of t; from 2^12 on, log(2 a) instead: there
// asinh and acosh of a differ from it by less than 2^-26.
template <class A>
LOSSC_MATH_FUNCTION real<A> log1p_or_log_twice(real<A> t, real<A> low, real<A> a) {
  const real<A> one = A::constant(1.0f);
  const real<A> near = A::add(log1p_inside<A>(t), A::divide(low, A::add(one, t)));
  real<A> n, f;
  split_exponent<A>(a, three_quarters, n, f);
  const real<A> far = log_sum<A>(A::add(n, one), f);
  return A::select(A::less(a, A::constant(4096.0f)), near, far);
}

// log(a + sqrt(a^2 + 1)) = log1p(a + a^2 / (1 + sqrt(a^2 + 1))).
template <class A> LOSSC_MATH_FUNCTION real<A> asinh(real<A> x) {
  const real<A> one = A::constant(1.0f);
  const real<A> a = A::absolute(x);
  const real<A> s = A::multiply(a, a);
  const real<A> rise = A::divide(s, A::add(one, A::square_root(A::add(s, one))));
  real<A> t, low;
  exact_sum<A>(a, rise, t, low);
  const real<A> y = A::copy_sign(log1p_or_log_twice<A>(t, low, a), x);
  return A::select(A::less(a, A::constant(INFINITY)), y, x);
}

// log1p(d + sqrt(d (d + 2))), d = x - 1, which is exact where it matters.
template <class A> LOSSC_MATH_FUNCTION real<A> acosh(real<A> x) {
  const real<A> one = A::constant(1.0f);
  const real<A> d = A::subtract(x, one);
  const real<A> root = A::square_root(A::fma(d, d, A::add(d, d)));
  real<A> t, low;
  exact_sum<A>(root, d, t, low);
  const real<A> y = log1p_or_log_twice<A>(t, low, x);
  const real<A> outside = A::select(A::less(x, one), A::constant(NAN), x);
  return A::select(
      A::both(A::less(A::constant(0x1.fffffep-1f), x), A::less(x, A::constant(INFINITY))), y,
      outside);
}

// log((1 + a) / (1 - a)) / 2.
template <class A> LOSSC_MATH_FUNCTION real<A> atanh(real<A> x) {
  const real<A> one = A::constant(1.0f);
  const real<A> a = A::absolute(x);
  // Below 1/2 the odd polynomial, to 0.03 units.
  const real<A> s = A::multiply(a, a);
  const real<A> q = polynomial<A>(s, 0x1.55554p-2f, 0x1.99a674p-3f, 0x1.234ddp-3f, 0x1.e3fbcep-4f,
                                  0x1.a6ddeap-5f, 0x1.692dc6p-3f);
  const real<A> near_zero = A::fma(A::multiply(s, q), a, a);
  // From 1/2 on 1 - a is exact.
  const real<A> t = A::divide(A::add(a, a), A::subtract(one, a));
  const real<A> elsewhere = A::multiply(A::constant(0.5f), log1p_inside<A>(t));
  real<A> y = A::select(A::less(a, A::constant(0.5f)), near_zero, elsewhere);
  y = A::select(A::less(a, one), y,
                A::select(A::equal(a, one), A::constant(INFINITY), A::constant(NAN)));
  return A::copy_sign(y, x);
}

}  // namespace f32
