// Single-precision exp of x - y and of -x^2; included like math_f32-inl.h, after it.
//
// No float holds these exponents: half an ulp of 80 is 4e-6, 64 ulp of the result. They are kept in
// two parts.

namespace f32 {

// exp(leading + rest) for |rest| <= 2^-16 where |leading| < 128; elsewhere rest may be anything.
template <class A> LOSSC_MATH_FUNCTION real<A> exp_of_sum(real<A> leading, real<A> rest) {
  const mask<A> needed = A::less(A::absolute(leading), A::constant(128.0f));
  rest = A::select(needed, rest, A::constant(0.0f));
  leading = A::lesser(A::constant(90.0f), A::greater(A::constant(-105.0f), leading));
  integer<A> exponent;
  real<A> high, low;
  reduce_exp<A>(leading, exponent, high, low);
  return scale<A>(A::add(exp_tail<A>(high, A::add(low, rest)), A::constant(1.0f)), exponent);
}

// exp(x - y), with what the subtraction rounds away. Of two equal infinities it is NaN.
template <class A> LOSSC_MATH_FUNCTION real<A> exp_difference(real<A> x, real<A> y) {
  real<A> difference, rest;
  exact_sum_unordered<A>(x, A::negate(y), difference, rest);
  return exp_of_sum<A>(difference, rest);
}

// exp(-x^2). From 16 on it is 0; x = h + t with h of 12 bits, so that h^2 is exact without fma too.
template <class A> LOSSC_MATH_FUNCTION real<A> exp_minus_square(real<A> x) {
  const real<A> a = A::lesser(A::constant(16.0f), A::absolute(x));
  const real<A> h = head<A>(a);
  const real<A> t = A::subtract(a, h);
  const real<A> square = A::multiply(a, a);
  const real<A> rest = A::fma(t, A::add(a, h), A::subtract(A::multiply(h, h), square));
  return exp_of_sum<A>(A::negate(square), A::negate(rest));
}

}  // namespace f32
