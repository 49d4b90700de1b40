// Single-precision erf, erfc, erfcx, ndtr and log_ndtr; included like math_f32-inl.h, after it.
//
// All tails are erfcx(x) exp(-x^2), both factors in two parts: rounding x^2 or erfcx first would be
// seen in the last place, or, far out, in the last hundred.

namespace f32 {

// erf(x) / x - 1 for x^2 = s <= 9/16, to 0.02 units of 1.
template <class A> LOSSC_MATH_FUNCTION real<A> erf_series(real<A> s) {
  return polynomial<A>(s, 0x1.06eba8p-3f, -0x1.81273ep-2f, 0x1.ce2c4p-4f, -0x1.b7d33ep-6f,
                       0x1.51618ep-8f, -0x1.7d0086p-11f, 0x1.f6cce4p-16f);
}

// erfcx(x + x_rest) = y + rest for 0.49 <= x <= 2^126. (1 + 2 x) erfcx(x) is a polynomial in
// (x - 2) / (x + 2), to 0.13 units, between 1 and 1.3 (Shepherd and Laframboise, "Chebyshev
// approximation of (1 + 2x) exp(x^2) erfc x", 1981). The quotient's remainder is kept. The rest of
// x moves erfcx by its derivative, 2 x erfcx(x) - 2 / sqrt(pi).
template <class A>
LOSSC_MATH_FUNCTION void erfcx_parts(real<A> x, real<A> x_rest, real<A>& y, real<A>& rest) {
  const real<A> half = A::constant(0.5f);
  const real<A> two = A::constant(2.0f);
  const real<A> q = A::divide(A::subtract(x, two), A::add(x, two));
  const real<A> p =
      polynomial<A>(q, 0x1.1ba038p-2f, -0x1.7bf5ecp-4f, -0x1.540774p-3f, 0x1.4ff9ecp-3f,
                    -0x1.bc3a42p-5f, -0x1.06fd4ap-7f, 0x1.1eff8cp-7f, 0x1.3f4eacp-10f,
                    -0x1.92ed18p-10f, -0x1.470a4ep-12f, 0x1.19cadap-12f);
  real<A> numerator, numerator_rest, denominator, denominator_rest, product, product_rest;
  exact_sum<A>(half, A::multiply(half, p), numerator, numerator_rest);
  exact_sum_unordered<A>(x, half, denominator, denominator_rest);
  y = A::divide(numerator, denominator);
  exact_product<A>(y, denominator, product, product_rest);
  const real<A> remainder = A::subtract(A::subtract(numerator, product), product_rest);
  rest = A::add(remainder, A::fma(A::negate(y), denominator_rest, numerator_rest));
  rest = A::divide(rest, denominator);
  const real<A> slope = A::fma(A::add(x, x), y, A::constant(-0x1.20dd76p0f));
  rest = A::fma(x_rest, slope, rest);
}

// exp(leading + rest) = (p + p_rest) 2^n, n shifted as in scale; for -105 <= leading <= 90.
template <class A>
LOSSC_MATH_FUNCTION void exp_parts(real<A> leading, real<A> rest, real<A>& p, real<A>& p_rest,
                                   integer<A>& exponent) {
  const real<A> one = A::constant(1.0f);
  real<A> high, low;
  reduce_exp<A>(leading, exponent, high, low);
  exact_sum<A>(one, exp_tail<A>(high, A::add(low, rest)), p, p_rest);
}

// erfcx(t) exp(-s) = (y + rest) 2^n, as before; each operand comes with its rest, s in [0, 105].
template <class A>
LOSSC_MATH_FUNCTION void erfc_tail(real<A> t, real<A> t_rest, real<A> s, real<A> s_rest, real<A>& y,
                                   real<A>& rest, integer<A>& exponent) {
  real<A> a, a_rest, p, p_rest;
  erfcx_parts<A>(t, t_rest, a, a_rest);
  exp_parts<A>(A::negate(s), A::negate(s_rest), p, p_rest, exponent);
  exact_product<A>(a, p, y, rest);
  rest = A::add(rest, A::fma(a, p_rest, A::multiply(a_rest, p)));
}

template <class A> LOSSC_MATH_FUNCTION real<A> erf(real<A> x) {
  const real<A> a = A::lesser(A::constant(10.2f), A::absolute(x));
  real<A> s, s_rest, y, rest;
  integer<A> exponent;
  exact_product<A>(a, a, s, s_rest);
  erfc_tail<A>(a, A::constant(0.0f), s, s_rest, y, rest, exponent);
  const real<A> elsewhere = A::subtract(A::constant(1.0f), scale<A>(y, exponent));
  const real<A> near_zero = A::fma(x, erf_series<A>(s), x);
  return A::select(A::less(a, A::constant(0.75f)), near_zero, A::copy_sign(elsewhere, x));
}

// erfc(x + x_rest) = y + rest for |x| <= 1/2.
template <class A>
LOSSC_MATH_FUNCTION void erfc_near_zero(real<A> x, real<A> x_rest, real<A>& y, real<A>& rest) {
  exact_sum<A>(A::constant(1.0f), A::negate(x), y, rest);
  const real<A> more = A::fma(x, erf_series<A>(A::multiply(x, x)), x_rest);
  exact_sum<A>(y, A::subtract(rest, more), y, rest);
}

// Beyond 10.2 this is 0 or 2.
template <class A> LOSSC_MATH_FUNCTION real<A> erfc(real<A> x) {
  const real<A> zero = A::constant(0.0f);
  const real<A> a = A::lesser(A::constant(10.2f), A::absolute(x));
  real<A> s, s_rest, y, rest, near_zero, near_zero_rest;
  integer<A> exponent;
  exact_product<A>(a, a, s, s_rest);
  erfc_tail<A>(a, zero, s, s_rest, y, rest, exponent);
  y = scale<A>(A::add(y, rest), exponent);
  y = A::select(A::less(x, zero), A::subtract(A::constant(2.0f), y), y);
  erfc_near_zero<A>(x, zero, near_zero, near_zero_rest);
  return A::select(A::less(a, A::constant(0.5f)), near_zero, y);
}

// erfcx(x) = y + rest for x < 1/2: exp(x^2) erfc(x) near 0, 2 exp(x^2) - erfcx(-x) below -1/2.
template <class A> LOSSC_MATH_FUNCTION void erfcx_below_half(real<A> x, real<A>& y, real<A>& rest) {
  const real<A> zero = A::constant(0.0f);
  const real<A> a = A::lesser(A::constant(9.48f), A::absolute(x));  // exp(x^2) is inf from 9.42 on
  real<A> s, s_rest, p, p_rest, c, c_rest, near_zero, near_zero_rest;
  integer<A> exponent;
  exact_product<A>(a, a, s, s_rest);
  exp_parts<A>(s, s_rest, p, p_rest, exponent);
  erfc_near_zero<A>(x, zero, c, c_rest);
  exact_product<A>(p, c, near_zero, near_zero_rest);
  near_zero_rest = A::add(near_zero_rest, A::fma(p, c_rest, A::multiply(p_rest, c)));

  real<A> mirrored, mirrored_rest;
  erfcx_parts<A>(A::greater(A::constant(0.5f), a), zero, mirrored, mirrored_rest);
  const real<A> e = scale<A>(A::add(p, p), exponent);
  const real<A> e_rest = scale<A>(A::add(p_rest, p_rest), exponent);
  const mask<A> centre = A::less(a, A::constant(0.5f));
  y = A::select(centre, near_zero, e);
  rest = A::select(centre, near_zero_rest, A::subtract(e_rest, mirrored));
}

template <class A> LOSSC_MATH_FUNCTION real<A> erfcx(real<A> x) {
  const real<A> half = A::constant(0.5f);
  real<A> above, above_rest, below, below_rest;
  erfcx_parts<A>(A::lesser(A::constant(0x1p60f), A::greater(half, x)), A::constant(0.0f), above,
                 above_rest);
  above = A::add(above, above_rest);
  const real<A> far = A::divide(A::constant(0x1.20dd76p-1f), x);  // 1 / (sqrt(pi) x)
  above = A::select(A::less(x, A::constant(0x1p60f)), above, far);
  erfcx_below_half<A>(x, below, below_rest);
  return A::select(A::less(x, half), A::add(below, below_rest), above);
}

// 2 x erfcx(x) - 2 / sqrt(pi), whose terms cancel above 1/2: there -D / (x + 1/2)^2, D a polynomial
// in (x - 3/2) / (x + 3/2), to 0.2 units.
template <class A> LOSSC_MATH_FUNCTION real<A> erfcx_derivative(real<A> x) {
  const real<A> half = A::constant(0.5f);
  const real<A> middle = A::constant(1.5f);
  const real<A> large =
      A::constant(0x1p63f);  // from where on squares overflow and this is subnormal
  const real<A> a = A::lesser(large, A::greater(half, x));
  const real<A> q = A::divide(A::subtract(a, middle), A::add(a, middle));
  const real<A> slope =
      polynomial<A>(q, 0x1.16388ep-3f, -0x1.458244p-2f, 0x1.bfd1bap-8f, 0x1.c91a5ap-4f,
                    0x1.3a183p-8f, -0x1.edcd1ap-6f, -0x1.6c60cep-7f, 0x1.12ac02p-8f, 0x1.f19164p-8f,
                    0x1.42b696p-10f, -0x1.27812ap-8f, 0x1.49c902p-10f);
  real<A> d, d_rest;
  exact_sum<A>(A::constant(0x1.4f1988p-1f), A::multiply(q, slope), d, d_rest);
  real<A> t, t_rest, square, square_rest;
  exact_sum_unordered<A>(a, half, t, t_rest);
  exact_product<A>(t, t, square, square_rest);
  square_rest = A::fma(A::add(t, t), t_rest, square_rest);
  real<A> above, above_rest;
  quotient_parts<A>(d, d_rest, square, above, above_rest);
  above_rest = A::subtract(above_rest, A::multiply(above, A::divide(square_rest, square)));
  above = A::add(above, above_rest);
  const real<A> far = A::divide(A::divide(A::constant(0x1.20dd76p-1f), x), x);
  above = A::select(A::less(x, large), above, far);

  real<A> below, below_rest;
  erfcx_below_half<A>(x, below, below_rest);
  exact_sum<A>(below, below_rest, below, below_rest);
  below_rest = A::select(A::less(below, A::constant(INFINITY)), below_rest, A::constant(0.0f));
  const real<A> twice = A::multiply(A::constant(2.0f), A::greater(A::constant(-64.0f), x));
  below_rest = A::fma(twice, below_rest, A::constant(0x1.f7ac92p-25f));
  below = A::add(A::fma(twice, below, A::constant(-0x1.20dd76p0f)), below_rest);
  return A::select(A::less(x, half), below, A::negate(above));
}

// t + t_rest = x / sqrt(2) and s + s_rest = x^2 / 2. Both rests are 0 where s is large: there they
// are not seen, and x^2 may overflow.
template <class A>
LOSSC_MATH_FUNCTION void normal_arguments(real<A> x, real<A>& t, real<A>& t_rest, real<A>& s,
                                          real<A>& s_rest) {
  const real<A> zero = A::constant(0.0f);
  exact_product<A>(x, A::constant(0x1.6a09e6p-1f), t, t_rest);
  t_rest = A::fma(x, A::constant(0x1.9fcef4p-26f), t_rest);  // what that constant lacks
  exact_product<A>(x, A::multiply(x, A::constant(0.5f)), s, s_rest);
  const mask<A> small = A::less(s, A::constant(0x1p60f));
  t_rest = A::select(small, t_rest, zero);
  s_rest = A::select(small, s_rest, zero);
}

// The normal distribution function, erfc(-x / sqrt(2)) / 2. Beyond 14.4 it is 0 or 1.
template <class A> LOSSC_MATH_FUNCTION real<A> ndtr(real<A> x) {
  const real<A> half = A::constant(0.5f);
  real<A> a = A::lesser(A::constant(14.4f), A::absolute(x));
  real<A> t, t_rest, s, s_rest, y, rest, near_zero, near_zero_rest;
  integer<A> exponent;
  normal_arguments<A>(a, t, t_rest, s, s_rest);
  erfc_tail<A>(t, t_rest, s, s_rest, y, rest, exponent);
  y = scale<A>(A::multiply(half, A::add(y, rest)), exponent);
  y = A::select(A::less(x, A::constant(0.0f)), y, A::subtract(A::constant(1.0f), y));
  const real<A> sign = A::negate(x);
  erfc_near_zero<A>(A::copy_sign(t, sign),
                    A::multiply(A::copy_sign(A::constant(1.0f), sign), t_rest), near_zero,
                    near_zero_rest);
  near_zero = A::multiply(half, A::add(near_zero, near_zero_rest));
  return A::select(A::less(a, A::constant(0.7f)), near_zero, y);
}

// log ndtr(x): log(erfcx(t) / 2) - x^2 / 2 below -0.7, log1p(-erfc(t) / 2) above 0.7, t = |x| /
// sqrt(2); between them log of what is 1/2 at 0. Each is a logarithm of two parts, taken once.
template <class A> LOSSC_MATH_FUNCTION real<A> log_ndtr(real<A> x) {
  const real<A> zero = A::constant(0.0f);
  const real<A> half = A::constant(0.5f);
  const real<A> a = A::absolute(x);
  const mask<A> lower = A::less(x, A::constant(-0.7f));
  const mask<A> upper = A::less(A::constant(0.7f), x);
  real<A> t, t_rest, s, s_rest;
  normal_arguments<A>(a, t, t_rest, s, s_rest);

  real<A> scaled, scaled_rest;
  erfcx_parts<A>(A::lesser(A::constant(0x1p60f), t), t_rest, scaled, scaled_rest);

  real<A> near_zero, near_zero_rest;
  const real<A> sign = A::negate(x);
  erfc_near_zero<A>(A::copy_sign(t, sign),
                    A::multiply(A::copy_sign(A::constant(1.0f), sign), t_rest), near_zero,
                    near_zero_rest);

  real<A> p, p_rest, tail, tail_rest;
  integer<A> exponent;
  const real<A> limited = A::lesser(A::constant(104.5f), s);
  const real<A> limited_rest = A::select(A::less(limited, A::constant(104.5f)), s_rest, zero);
  exp_parts<A>(A::negate(limited), A::negate(limited_rest), p, p_rest, exponent);
  exact_product<A>(scaled, p, tail, tail_rest);
  tail_rest = A::add(tail_rest, A::fma(scaled, p_rest, A::multiply(scaled_rest, p)));
  tail = scale<A>(A::multiply(half, tail), exponent);
  tail_rest = scale<A>(A::multiply(half, tail_rest), exponent);

  real<A> whole = A::multiply(half, A::select(lower, scaled, near_zero));
  real<A> rest = A::multiply(half, A::select(lower, scaled_rest, near_zero_rest));
  whole = A::select(upper, A::subtract(A::constant(1.0f), tail), whole);
  rest = A::select(upper, A::negate(tail_rest), rest);
  real<A> n, f, log, log_rest;
  split_exponent<A>(whole, three_quarters, n, f);
  log_parts<A>(A::select(upper, zero, n), A::select(upper, A::negate(tail), f), log, log_rest);
  log_rest = A::add(log_rest, A::divide(rest, whole));

  real<A> sum, sum_rest;
  exact_sum_unordered<A>(log, A::negate(A::select(lower, s, zero)), sum, sum_rest);
  sum_rest = A::select(A::less(sum, A::constant(-0x1p60f)), zero, sum_rest);
  sum_rest = A::subtract(A::add(log_rest, sum_rest), A::select(lower, s_rest, zero));
  return A::copy_sign(A::add(sum, sum_rest), A::constant(-1.0f));
}

}  // namespace f32
