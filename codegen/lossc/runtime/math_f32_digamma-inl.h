// Single-precision digamma and trigamma; included like math_f32-inl.h, after math_f32_gamma-inl.h.
//
// Below 2 a polynomial and, below 1, a step of the recurrence; from 2 on the asymptotic series. For
// a = -x > 0 and r = a - round(a),
//   digamma(x) = digamma(1 + a) + pi / tan(pi r),
//   trigamma(x) = (pi / sin(pi r))^2 - trigamma(1 + a).
// At 1 + a the recurrence is one step further up: below 1 none is left, and from 2 on the term of
// the series without a Bernoulli number, 1 / (2 a) or 1 / (2 a^2), has the other sign.

namespace f32 {

// low where a < 1, middle where 1 <= a < 2, else high.
template <class A>
LOSSC_MATH_FUNCTION real<A> by_range(real<A> a, float low, float middle, float high) {
  const real<A> above =
      A::select(A::less(a, A::constant(2.0f)), A::constant(middle), A::constant(high));
  return A::select(A::less(a, A::constant(1.0f)), A::constant(low), above);
}

// -inf at 0, inf at -0, NaN at the negative integers and of -inf.
template <class A> LOSSC_MATH_FUNCTION real<A> digamma(real<A> x) {
  const real<A> zero = A::constant(0.0f);
  const real<A> one = A::constant(1.0f);
  const real<A> infinity = A::constant(INFINITY);
  const real<A> a = A::absolute(x);
  const mask<A> negative = A::less(x, zero);
  const mask<A> below_two = A::less(a, A::constant(2.0f));

  // digamma(root + h) = h times a polynomial on [1, 2], to 0.1 units; h and the slope are in two
  // parts.
  const real<A> root = by_range<A>(a, 0x1.d8b618p-2f, 0x1.762d86p0f, 0x1.762d86p0f);
  const real<A> slope = A::constant(0x1.ef72bcp-1f);
  real<A> h, h_rest, below, below_rest;
  exact_sum_unordered<A>(A::subtract(a, root), A::constant(-0x1.ab5f2p-27f), h, h_rest);
  exact_product<A>(h, slope, below, below_rest);
  below_rest = A::fma(h, A::constant(0x1.1dc716p-26f), A::fma(h_rest, slope, below_rest));
  below_rest = A::fma(A::multiply(h, h),
                      polynomial<A>(h, -0x1.c563b8p-2f, 0x1.08b40ep-2f, -0x1.4fbef8p-3f,
                                    0x1.b9b792p-4f, -0x1.282fccp-4f, 0x1.8e1ea2p-5f,
                                    -0x1.062722p-5f, 0x1.7ed2eep-6f, -0x1.505b1ep-6f, 0x1.6a97p-7f),
                      below_rest);

  // log a - 1 / (2 a) - 1 / (12 a^2) + ..., to 0.02 units.
  real<A> log, log_rest, y, y_rest;
  log_of_sum<A>(a, zero, log, log_rest);
  quotient_parts<A>(one, zero, a, y, y_rest);
  const real<A> square = A::multiply(y, y);
  const real<A> series = polynomial<A>(square, 0x1.55554p-4f, -0x1.10e7eap-7f, 0x1.fac754p-9f,
                                       -0x1.9eca9ep-9f, 0x1.0d8674p-9f);
  log_rest = A::subtract(log_rest, A::multiply(square, series));

  const real<A> k =
      A::select(negative, by_range<A>(a, 0.0f, 1.0f, 0.5f), by_range<A>(a, -1.0f, 0.0f, -0.5f));
  real<A> sum, rest;
  exact_sum_unordered<A>(A::select(below_two, below, log), A::multiply(k, y), sum, rest);
  rest = A::add(A::fma(k, y_rest, rest), A::select(below_two, below_rest, log_rest));

  // pi / tan(pi r) = (1 - 4 s) (1 + s c(s)) / r, s = r^2, to 0.02 units; its zero at 1/2 is exact.
  const real<A> r = from_nearest_integer<A>(a);
  const real<A> s = A::multiply(r, r);
  const real<A> c = polynomial<A>(s, 0x1.6b9674p-1f, 0x1.5a0842p-1f, 0x1.57110cp-1f, 0x1.4bf25cp-1f,
                                  0x1.a44c02p-1f, -0x1.5d1d7ep-13f, 0x1.02fde6p1f);
  real<A> four_s, four_s_rest, factor, factor_rest, other, other_rest;
  exact_product<A>(A::add(r, r), A::add(r, r), four_s, four_s_rest);
  exact_sum<A>(one, A::negate(four_s), factor, factor_rest);
  factor_rest = A::subtract(factor_rest, four_s_rest);
  exact_sum<A>(one, A::multiply(s, c), other, other_rest);
  real<A> cosine, cosine_rest, cotangent, cotangent_rest, reflected, reflected_rest;
  exact_product<A>(factor, other, cosine, cosine_rest);
  cosine_rest = A::add(cosine_rest, A::fma(factor, other_rest, A::multiply(factor_rest, other)));
  quotient_parts<A>(cosine, cosine_rest, r, cotangent, cotangent_rest);
  exact_sum_unordered<A>(sum, cotangent, reflected, reflected_rest);
  reflected_rest = A::add(A::add(reflected_rest, cotangent_rest), rest);

  real<A> result =
      A::add(A::select(negative, reflected, sum), A::select(negative, reflected_rest, rest));
  // Where 1 / a overflows, parts are NaN.
  result = A::select(A::less(a, A::constant(0x1p-120f)), A::divide(A::constant(-1.0f), x), result);
  result = A::select(A::equal(x, infinity), infinity, result);
  const mask<A> pole = A::both(A::less(x, A::constant(-0.5f)), A::equal(r, zero));
  return A::select(pole, A::constant(NAN), result);
}

// inf at 0 and at the negative integers, NaN of -inf.
template <class A> LOSSC_MATH_FUNCTION real<A> trigamma(real<A> x) {
  const real<A> zero = A::constant(0.0f);
  const real<A> one = A::constant(1.0f);
  const real<A> two = A::constant(2.0f);
  const real<A> a = A::absolute(x);
  const mask<A> negative = A::less(x, zero);
  const mask<A> below_two = A::less(a, two);

  // trigamma(3/2 + h) on |h| <= 1/2, to 0.5 units.
  const real<A> h = A::subtract(a, by_range<A>(a, 0.5f, 1.5f, 1.5f));
  const real<A> below =
      polynomial<A>(h, 0x1.de9e64p-1f, -0x1.a85808p-1f, 0x1.68badap-1f, -0x1.28786p-1f,
                    0x1.d9fe1ep-2f, -0x1.72c284p-2f, 0x1.1f597ap-2f, -0x1.b174fp-3f, 0x1.200056p-3f,
                    -0x1.b2d8dp-4f, 0x1.10dbcp-3f, -0x1.7f7788p-4f);

  // 1 / a + 1 / (2 a^2) + 1 / (6 a^3) - ..., to 0.1 units.
  real<A> y, y_rest, square, square_rest;
  quotient_parts<A>(one, zero, a, y, y_rest);
  exact_product<A>(y, y, square, square_rest);
  square_rest = A::fma(A::add(y, y), y_rest, square_rest);
  const real<A> series = polynomial<A>(square, 0x1.5554f2p-3f, -0x1.10af82p-5f, 0x1.75e934p-6f,
                                       -0x1.7d5c9ep-6f, 0x1.1369fp-6f);
  const real<A> above_rest = A::fma(A::multiply(square, y), series, y_rest);

  const real<A> k =
      A::select(negative, by_range<A>(a, 0.0f, -1.0f, -0.5f), by_range<A>(a, 1.0f, 0.0f, 0.5f));
  real<A> sum, rest;
  exact_sum_unordered<A>(A::select(below_two, below, y), A::multiply(k, square), sum, rest);
  rest = A::add(A::fma(k, square_rest, rest), A::select(below_two, zero, above_rest));

  real<A> sine, sine_rest, cosecant, cosecant_rest, reflected, reflected_rest;
  sine_parts<A>(A::absolute(from_nearest_integer<A>(a)), sine, sine_rest);
  quotient_parts<A>(one, zero, sine, cosecant, cosecant_rest);
  cosecant_rest =
      A::subtract(cosecant_rest, A::multiply(A::multiply(cosecant, cosecant), sine_rest));
  exact_product<A>(cosecant, cosecant, reflected, reflected_rest);
  reflected_rest = A::fma(A::add(cosecant, cosecant), cosecant_rest, reflected_rest);
  real<A> difference, difference_rest;
  exact_sum_unordered<A>(reflected, A::negate(sum), difference, difference_rest);
  difference_rest = A::add(A::subtract(reflected_rest, rest), difference_rest);

  real<A> result =
      A::add(A::select(negative, difference, sum), A::select(negative, difference_rest, rest));
  // At 2^-64 the square overflows, and parts are NaN.
  result = A::select(A::less(a, A::constant(0x1p-63f)), square, result);
  const mask<A> pole = A::both(A::less(x, A::constant(-0.5f)), A::equal(sine, zero));
  result = A::select(pole, A::constant(INFINITY), result);
  return A::select(A::equal(a, A::constant(INFINITY)), A::select(negative, A::constant(NAN), zero),
                   result);
}

}  // namespace f32
