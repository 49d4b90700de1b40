// Single-precision lgamma; included like math_f32-inl.h, after it.
//
// Around its positive zeros it is the distance from both times a polynomial; from 3 on, Stirling's
// series. For a = -x > 0 and r the distance of a from the nearest integer,
//   lgamma(x) = -log(a sin(pi r) / pi) - lgamma(a),
// whose terms cancel near each negative zero: the bound is relative to them there.

namespace f32 {

// a - round(a) for a >= 0, exact; from 2^23 on every float is an integer.
template <class A> LOSSC_MATH_FUNCTION real<A> from_nearest_integer(real<A> a) {
  const real<A> big = A::constant(0x1p23f);
  const real<A> limited = A::lesser(big, a);
  return A::subtract(limited, A::subtract(A::add(limited, big), big));
}

// log(x + x_rest) in two parts, for positive finite x.
template <class A>
LOSSC_MATH_FUNCTION void log_of_sum(real<A> x, real<A> x_rest, real<A>& log, real<A>& rest) {
  real<A> n, f;
  split_exponent<A>(x, three_quarters, n, f);
  log_parts<A>(n, f, log, rest);
  exact_sum<A>(log, A::add(rest, A::divide(x_rest, x)), log, rest);
}

// sin(pi r) / pi in two parts, for 0 <= r <= 1/2: r (1 + s (c + s ...)), s = r^2, to 0.001 units.
template <class A> LOSSC_MATH_FUNCTION void sine_parts(real<A> r, real<A>& sine, real<A>& rest) {
  const real<A> c = A::constant(-0x1.a51a66p0f);
  real<A> s, s_rest, leading, leading_rest, ratio, ratio_rest;
  exact_product<A>(r, r, s, s_rest);
  exact_product<A>(s, c, leading, leading_rest);
  leading_rest = A::fma(s_rest, c, leading_rest);
  const real<A> series =
      polynomial<A>(s, 0x1.9f9ca6p-1f, -0x1.86a58p-3f, 0x1.abb1eap-6f, -0x1.2248b8p-9f);
  leading_rest = A::fma(A::multiply(s, s), series, leading_rest);
  exact_sum<A>(A::constant(1.0f), leading, ratio, ratio_rest);
  ratio_rest = A::add(ratio_rest, leading_rest);
  exact_product<A>(r, ratio, sine, rest);
  exact_sum<A>(sine, A::fma(r, ratio_rest, rest), sine, rest);
}

// lgamma of a > 0 in two parts; log + log_rest is log a.
template <class A>
LOSSC_MATH_FUNCTION void lgamma_parts(real<A> a, real<A> log, real<A> log_rest, real<A>& y,
                                      real<A>& rest) {
  const real<A> zero = A::constant(0.0f);
  const real<A> one = A::constant(1.0f);
  const real<A> two = A::constant(2.0f);
  const real<A> half = A::constant(0.5f);
  const mask<A> below_half = A::less(a, A::constant(0.5f));
  const mask<A> around_one = A::less(a, A::constant(1.5f));

  // lgamma(1 + h) = h (h - 1) G(h) on |h| <= 1/2 and lgamma(2 + h) = h (h + 1) G(h) on [-1/2, 1],
  // to 0.1 units. G is between 0.34 and 0.77, and the polynomials are G - 1/2.
  const real<A> h = A::select(below_half, a, A::subtract(a, A::select(around_one, one, two)));
  const real<A> first = polynomial<A>(
      h, 0x1.3c467ep-4f, -0x1.f64654p-3f, 0x1.3e5442p-3f, -0x1.d7a9cap-4f, 0x1.79dbe2p-4f,
      -0x1.3beb82p-4f, 0x1.1014b2p-4f, -0x1.f6b6eep-5f, 0x1.cb2a9ep-5f, -0x1.fda766p-6f,
      0x1.89a13p-6f, -0x1.60621ep-4f, 0x1.5eee82p-4f);
  const real<A> second = polynomial<A>(
      h, -0x1.3c467ep-4f, -0x1.9ae65p-4f, 0x1.0e0ccep-5f, -0x1.95cecp-7f, 0x1.477344p-8f,
      -0x1.13fbe2p-9f, 0x1.e63c78p-11f, -0x1.c010bp-12f, 0x1.69652cp-13f, -0x1.3b8e5ap-15f);
  real<A> other, other_rest, near, near_rest;
  exact_sum_unordered<A>(h, A::select(around_one, A::negate(one), one), other, other_rest);
  exact_product<A>(h, other, near, near_rest);
  near_rest = A::multiply(half, A::fma(h, other_rest, near_rest));
  near_rest = A::fma(near, A::select(around_one, first, second), near_rest);
  near = A::multiply(half, near);
  // lgamma(a) = lgamma(1 + a) - log a.
  exact_sum_unordered<A>(A::select(below_half, A::negate(log), zero), near, near, rest);
  near_rest = A::add(A::add(near_rest, rest), A::select(below_half, A::negate(log_rest), zero));

  // Stirling: (a - 1/2) (log a - 1) + (log(2 pi) - 1) / 2 + 1 / (12 a) - ..., to 0.01 units.
  const real<A> u = A::divide(one, a);
  const real<A> series =
      A::multiply(u, polynomial<A>(A::multiply(u, u), 0x1.555556p-4f, -0x1.6c1e78p-9f,
                                   0x1.a055d4p-11f, -0x1.0a835p-11f));
  real<A> factor, factor_rest, logarithm, logarithm_rest, far, far_rest;
  exact_sum_unordered<A>(a, A::negate(half), factor, factor_rest);
  exact_sum_unordered<A>(log, A::constant(-1.0f), logarithm, logarithm_rest);
  logarithm_rest = A::add(logarithm_rest, log_rest);
  exact_product<A>(factor, logarithm, far, far_rest);
  far_rest = A::add(far_rest, A::fma(factor, logarithm_rest, A::multiply(factor_rest, logarithm)));
  // Beyond 2^60 the parts do not matter, and they overflow before the product does.
  far_rest =
      A::select(A::less(a, A::constant(0x1p60f)), far_rest, A::multiply(factor, logarithm_rest));
  exact_sum_unordered<A>(far, A::constant(0x1.acfe3ap-2f), far, rest);
  rest = A::select(A::less(a, A::constant(0x1p60f)), rest, zero);
  far_rest = A::add(A::add(far_rest, rest), A::add(series, A::constant(-0x1.e6d052p-27f)));

  const mask<A> large = A::less(A::constant(3.0f), a);
  y = A::select(large, far, near);
  rest = A::select(large, far_rest, near_rest);
}

// inf at 0 and at the negative integers; of -inf it is inf, as in C.
template <class A> LOSSC_MATH_FUNCTION real<A> lgamma(real<A> x) {
  const real<A> infinity = A::constant(INFINITY);
  const real<A> a = A::absolute(x);
  real<A> log, log_rest, y, rest;
  log_of_sum<A>(a, A::constant(0.0f), log, log_rest);
  lgamma_parts<A>(a, log, log_rest, y, rest);

  // log(a |sin(pi r)| / pi) = log a + log |sin(pi r) / pi|.
  const real<A> r = A::absolute(from_nearest_integer<A>(a));
  real<A> sine, sine_rest, reflected, reflected_rest, sum, sum_rest;
  sine_parts<A>(r, sine, sine_rest);
  log_of_sum<A>(sine, sine_rest, reflected, reflected_rest);
  exact_sum_unordered<A>(reflected, log, reflected, sum_rest);
  reflected_rest = A::add(A::add(reflected_rest, log_rest), sum_rest);
  exact_sum_unordered<A>(A::negate(reflected), A::negate(y), sum, sum_rest);
  sum_rest = A::subtract(A::subtract(sum_rest, reflected_rest), rest);

  const mask<A> negative = A::less(x, A::constant(0.0f));
  real<A> result = A::add(A::select(negative, sum, y), A::select(negative, sum_rest, rest));
  const mask<A> pole = A::equal(from_nearest_integer<A>(a), A::constant(0.0f));
  result = A::select(A::both(pole, A::opposite(A::less(A::constant(0.0f), x))), infinity, result);
  result = A::select(A::equal(a, infinity), infinity, result);
  return A::select(A::equal(x, x), result, x);
}

}  // namespace f32
