// Single-precision floor and round; included like math_f32-inl.h.

namespace f32 {

// To the nearest integer, ties to even. From 2^23 on every float is one; the sign keeps -0.
template <class A> LOSSC_MATH_FUNCTION real<A> round(real<A> x) {
  const real<A> limit = A::constant(0x1p23f);
  const real<A> a = A::absolute(x);
  const real<A> rounded = A::subtract(A::add(a, limit), limit);
  return A::select(A::less(a, limit), A::copy_sign(rounded, x), x);
}

template <class A> LOSSC_MATH_FUNCTION real<A> floor(real<A> x) {
  const real<A> rounded = round<A>(x);
  return A::select(A::less(x, rounded), A::subtract(rounded, A::constant(1.0f)), rounded);
}

}  // namespace f32
