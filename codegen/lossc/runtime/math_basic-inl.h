// The functions that need no approximation, for any width; included like math_f32-inl.h.

namespace basic {

template <class A> using real = typename A::real;

template <class A> LOSSC_MATH_FUNCTION real<A> abs(real<A> x) { return A::absolute(x); }

template <class A> LOSSC_MATH_FUNCTION real<A> square(real<A> x) { return A::multiply(x, x); }

template <class A> LOSSC_MATH_FUNCTION real<A> sqrt(real<A> x) { return A::square_root(x); }

// Of -0 this is -inf, as IEEE 754 has it for rSqrt.
template <class A> LOSSC_MATH_FUNCTION real<A> rsqrt(real<A> x) {
  return A::divide(A::constant(1), A::square_root(x));
}

template <class A> LOSSC_MATH_FUNCTION real<A> sign(real<A> x) {
  const real<A> zero = A::constant(0);
  const real<A> rest = A::select(A::equal(x, zero), zero, x);
  return A::select(A::less(zero, A::absolute(x)), A::copy_sign(A::constant(1), x), rest);
}

// IEEE 754-2019: a NaN on either side is the result, and -0 < +0. Where a and b are equal their
// bits differ at most in the sign of zero.
template <class A> LOSSC_MATH_FUNCTION real<A> maximum(real<A> a, real<A> b) {
  const real<A> same = A::from_bits(A::both(A::bits(a), A::bits(b)));
  const real<A> larger = A::select(A::equal(a, b), same, A::greater(a, b));
  return A::select(A::equal(a, a), larger, a);
}

template <class A> LOSSC_MATH_FUNCTION real<A> minimum(real<A> a, real<A> b) {
  const real<A> same = A::from_bits(A::either(A::bits(a), A::bits(b)));
  const real<A> smaller = A::select(A::equal(a, b), same, A::lesser(a, b));
  return A::select(A::equal(a, a), smaller, a);
}

}  // namespace basic
