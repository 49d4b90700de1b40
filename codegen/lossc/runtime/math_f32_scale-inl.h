// Single-precision binary_scale, and hypot by it; included like math_f32-inl.h.

namespace f32 {

// 2^floor(log2 |x|), and 2^-126 for subnormal x, so that the reciprocal is finite and products with
// it are exact but for underflow; 1 for 0, inf and NaN.
template <class A> LOSSC_MATH_FUNCTION real<A> binary_scale(real<A> x) {
  const real<A> zero = A::constant(0.0f);
  const real<A> infinity = A::constant(INFINITY);
  const real<A> a = A::absolute(x);
  const real<A> power = A::from_bits(A::both(A::bits(a), A::bits(infinity)));
  const mask<A> scalable = A::both(A::less(zero, a), A::less(a, infinity));
  return A::select(scalable, A::greater(power, A::constant(0x1p-126f)), A::constant(1.0f));
}

// As C has it, an infinite side makes the hypotenuse infinite whatever the other is.
template <class A> LOSSC_MATH_FUNCTION real<A> hypot(real<A> x, real<A> y) {
  const real<A> infinity = A::constant(INFINITY);
  const real<A> a = A::absolute(x), b = A::absolute(y);
  const real<A> scale = binary_scale<A>(A::greater(a, b));
  const real<A> inverse = A::divide(A::constant(1.0f), scale);
  const real<A> u = A::multiply(a, inverse), v = A::multiply(b, inverse);
  const real<A> length = A::square_root(A::fma(u, u, A::multiply(v, v)));
  const mask<A> finite =
      A::both(A::opposite(A::equal(a, infinity)), A::opposite(A::equal(b, infinity)));
  return A::select(finite, A::multiply(length, scale), infinity);
}

}  // namespace f32
