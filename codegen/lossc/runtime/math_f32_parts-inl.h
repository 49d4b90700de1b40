// Single-precision numbers in two parts: heads of few bits, and sums that keep what rounding takes.
//
// Included like math_f32-inl.h, after it.

namespace f32 {

// The leading 12 bits of x.
template <class A> LOSSC_MATH_FUNCTION real<A> head(real<A> x) {
  return A::from_bits(
      A::both(A::bits(x), A::integer_constant(static_cast<std::int32_t>(0xfffff000u))));
}

// a + b = sum + error, exactly, where |a| >= |b| or where the sum needs no rounding.
template <class A>
LOSSC_MATH_FUNCTION void exact_sum(real<A> a, real<A> b, real<A>& sum, real<A>& error) {
  const real<A> s = A::add(a, b);
  error = A::add(A::subtract(a, s), b);
  sum = s;
}

// The same for any a and b (Knuth).
template <class A>
LOSSC_MATH_FUNCTION void exact_sum_unordered(real<A> a, real<A> b, real<A>& sum, real<A>& error) {
  const real<A> s = A::add(a, b);
  const real<A> part = A::subtract(s, a);
  error = A::add(A::subtract(a, A::subtract(s, part)), A::subtract(b, part));
  sum = s;
}

// a b = product + error, exactly, unless something over- or underflows: products of heads are exact
// in any arithmetic.
template <class A>
LOSSC_MATH_FUNCTION void exact_product(real<A> a, real<A> b, real<A>& product, real<A>& error) {
  const real<A> ah = head<A>(a), bh = head<A>(b);
  const real<A> al = A::subtract(a, ah), bl = A::subtract(b, bh);
  product = A::multiply(a, b);
  error = A::subtract(A::multiply(ah, bh), product);
  error = A::add(A::add(error, A::multiply(ah, bl)), A::multiply(al, bh));
  error = A::fma(al, bl, error);
}

// numerator / denominator in two parts; the numerator comes with its rest.
template <class A>
LOSSC_MATH_FUNCTION void quotient_parts(real<A> numerator, real<A> numerator_rest,
                                        real<A> denominator, real<A>& quotient, real<A>& rest) {
  real<A> product, product_rest;
  quotient = A::divide(numerator, denominator);
  exact_product<A>(quotient, denominator, product, product_rest);
  const real<A> remainder = A::subtract(A::subtract(numerator, product), product_rest);
  rest = A::divide(A::add(remainder, numerator_rest), denominator);
}

}  // namespace f32
