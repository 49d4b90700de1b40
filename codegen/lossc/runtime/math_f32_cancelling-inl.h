// Single-precision log1mexp, expm1mx, log1pmx and log_cosh; included like math_f32-inl.h, after it.
//
// Their plain formulas cancel: terms are kept in two parts until nothing cancels any more.

namespace f32 {

// log(1 - e) for e = exp(-a). With exp(-a) = s (1 + high + rest), 1 - e is (1 - s) - s high - s
// rest, whose first two terms are exact while e > 1/4; below, log1p(-e) with both parts of e.
template <class A> LOSSC_MATH_FUNCTION real<A> log1mexp(real<A> a) {
  const real<A> zero = A::constant(0.0f);
  const real<A> one = A::constant(1.0f);
  const real<A> limited = A::lesser(A::constant(105.0f), A::greater(zero, a));
  integer<A> exponent;
  real<A> high, low;
  reduce_exp<A>(A::negate(limited), exponent, high, low);
  const real<A> rest = expm1_rest<A>(high, low);
  const mask<A> near_one = A::less(limited, A::constant(1.375f));

  const real<A> s = A::from_bits(A::add(exponent, A::bits(one)));  // right where e > 1/4
  real<A> difference, difference_rest;
  exact_sum_unordered<A>(A::subtract(one, s), A::negate(A::multiply(s, high)), difference,
                         difference_rest);
  difference_rest = A::subtract(difference_rest, A::multiply(s, rest));
  exact_sum<A>(difference, difference_rest, difference, difference_rest);

  const real<A> tail = A::add(high, rest);
  const real<A> p = A::add(one, tail);
  const real<A> e = scale<A>(p, exponent);
  const real<A> e_rest = scale<A>(A::subtract(tail, A::subtract(p, one)), exponent);

  real<A> n, f;
  split_exponent<A>(A::select(near_one, difference, one), three_quarters, n, f);
  f = A::select(near_one, f, A::negate(e));
  const real<A> missing = A::select(near_one, difference_rest, A::negate(e_rest));
  real<A> sum, sum_rest;
  log_parts<A>(n, f, sum, sum_rest);
  const real<A> whole = A::select(near_one, difference, A::subtract(one, e));
  const real<A> y = A::add(sum, A::add(sum_rest, A::divide(missing, whole)));

  real<A> special = A::select(A::less(a, zero), A::constant(NAN), a);
  special = A::select(A::equal(a, zero), A::constant(-INFINITY), special);
  return A::select(A::less(zero, a), A::copy_sign(y, A::constant(-1.0f)), special);
}

// exp(x) - 1 - x = s (1 + r + r^2/2 + more) - 1 - x. Halved, so that s = 2^128 is never formed;
// every sum of terms that may cancel keeps its error, and r and r^2 are in two parts.
template <class A> LOSSC_MATH_FUNCTION real<A> expm1mx(real<A> x) {
  const real<A> half = A::constant(0.5f);
  const real<A> below = A::lesser(A::constant(89.0f), x);
  integer<A> exponent;
  real<A> high, low, r, r_rest, square, square_rest;
  reduce_exp<A>(A::greater(A::constant(-30.0f), below), exponent, high, low);
  exact_sum<A>(high, low, r, r_rest);
  exact_product<A>(r, r, square, square_rest);
  square = A::multiply(half, square);
  const real<A> cube = A::multiply(A::multiply(A::constant(2.0f), square), r);
  const real<A> more =
      A::fma(cube, expm1_series<A>(r), A::fma(half, square_rest, A::multiply(r, r_rest)));

  const real<A> s = A::from_bits(A::add(exponent, A::bits(half)));
  real<A> linear, linear_rest, sum, sum_rest, y, rest;
  exact_sum_unordered<A>(A::subtract(s, half), A::negate(A::multiply(half, below)), linear,
                         linear_rest);
  exact_sum_unordered<A>(linear, A::multiply(s, high), sum, sum_rest);
  exact_sum_unordered<A>(sum, A::multiply(s, square), y, rest);
  rest = A::add(rest, A::fma(s, A::add(low, more), A::add(linear_rest, sum_rest)));
  y = A::add(y, rest);
  // There the result is |x|, also where the sums overflow.
  const real<A> elsewhere =
      A::select(A::less(x, A::constant(-0x1p25f)), A::absolute(x), A::add(y, y));
  const real<A> near_zero = A::add(square, more);
  return A::select(A::equal_integer(exponent, A::integer_constant(0)), near_zero, elsewhere);
}

// log(1 + x) - x: a polynomial from -3/8 to 1/2, to 0.05 units; elsewhere from log1p in two parts.
template <class A> LOSSC_MATH_FUNCTION real<A> log1pmx(real<A> x) {
  const real<A> end = A::constant(-1.0f);
  const real<A> square = A::multiply(x, x);
  const real<A> c = polynomial<A>(x, 0x1.555558p-2f, -0x1.000002p-2f, 0x1.9996fep-3f,
                                  -0x1.555286p-3f, 0x1.24ede8p-3f, -0x1.0084f2p-3f, 0x1.bd1de2p-4f,
                                  -0x1.8715b8p-4f, 0x1.ab8d9ap-4f, -0x1.daf57cp-4f, 0x1.074f06p-4f);
  const real<A> near_zero =
      A::fma(A::multiply(square, x), c, A::multiply(square, A::constant(-0.5f)));

  real<A> n, f, log, log_rest, sum, rest;
  split_log1p<A>(x, n, f);
  log_parts<A>(n, f, log, log_rest);
  exact_sum_unordered<A>(log, A::negate(x), sum, rest);
  const real<A> elsewhere = A::add(sum, A::add(log_rest, rest));

  real<A> special = A::select(A::less(x, end), A::constant(NAN), A::negate(x));
  special = A::select(A::equal(x, end), A::constant(-INFINITY), special);
  const mask<A> inside = A::both(A::less(end, x), A::less(x, A::constant(INFINITY)));
  // Small squares underflow to a zero with this sign.
  const mask<A> small = A::both(A::less(A::constant(-0.375f), x), A::less(x, A::constant(0.5f)));
  const real<A> y = A::select(small, near_zero, elsewhere);
  return A::select(inside, A::copy_sign(y, end), special);
}

// Near 0 a polynomial in x^2, to 0.004 units up to 3/4; elsewhere |x| - log 2 + log1p(exp(-2 |x|)),
// with the exponential in two parts. |x| + softplus(-2 |x|) - log 2 would lose every digit at 1e-4.
template <class A> LOSSC_MATH_FUNCTION real<A> log_cosh(real<A> x) {
  const real<A> one = A::constant(1.0f);
  const real<A> a = A::absolute(x);
  const real<A> square = A::multiply(a, a);
  const real<A> c = polynomial<A>(square, -0x1.555552p-4f, 0x1.6c14fp-6f, -0x1.b9c622p-8f,
                                  0x1.1afa68p-9f, -0x1.593cp-11f, 0x1.1c3bfap-13f);
  const real<A> near_zero =
      A::fma(A::multiply(square, square), c, A::multiply(square, A::constant(0.5f)));

  integer<A> exponent;
  real<A> high, low, sum, rest, log, log_rest;
  const real<A> limited = A::lesser(A::constant(30.0f), a);
  reduce_exp<A>(A::multiply(limited, A::constant(-2.0f)), exponent, high, low);
  const real<A> tail = exp_tail<A>(high, low);
  const real<A> p = A::add(one, tail);
  const real<A> s = A::from_bits(A::add(exponent, A::bits(one)));
  const real<A> p_rest = A::subtract(tail, A::subtract(p, one));
  log_parts<A>(A::constant(0.0f), A::multiply(s, p), log, log_rest);
  exact_sum_unordered<A>(a, A::constant(-0x1.62e43p-1f), sum, rest);
  rest = A::add(rest, A::constant(0x1.05c61p-29f));
  log_rest = A::fma(s, p_rest, log_rest);
  real<A> elsewhere, missing;
  exact_sum<A>(log, log_rest, log, log_rest);
  exact_sum_unordered<A>(sum, log, elsewhere, missing);
  elsewhere = A::add(elsewhere, A::add(missing, A::add(rest, log_rest)));
  elsewhere = A::select(A::less(a, A::constant(30.0f)), elsewhere, sum);
  return A::select(A::less(a, A::constant(0.75f)), near_zero, elsewhere);
}

}  // namespace f32
