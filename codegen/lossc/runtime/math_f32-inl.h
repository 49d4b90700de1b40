// Single-precision exp, log and their kin: one text each, over an arithmetic A, for every backend.
//
// No include guard and no includes: the includer opens its namespace, defines LOSSC_MATH_FUNCTION
// (how a function is declared there) and includes this once per instruction set. scalar_float in
// math_f32.h says what A provides and what it means.
//
// fma may round twice (SSE4 has none): no step depends on its single rounding, and products that
// must be exact have few bits. Results agree bit for bit among instruction sets with fma, and to
// the stated bounds with those without. A NaN must come out of every select and clamp as a NaN.
// Results go through references because sizeless vectors (SVE) cannot be members of a struct.
//
// Polynomials: Sollya's fpminimax with single-precision coefficients. "To u units" is the error of
// the polynomial relative to the function, in units of 2^-24 (half an ulp of 1).

namespace f32 {

template <class A> using real = typename A::real;
template <class A> using integer = typename A::integer;
template <class A> using mask = typename A::mask;

// c0 + x (c1 + x (c2 + ...)).
template <class A> LOSSC_MATH_FUNCTION real<A> polynomial(real<A>, float c) {
  return A::constant(c);
}
template <class A, class... Floats>
LOSSC_MATH_FUNCTION real<A> polynomial(real<A> x, float c, float next, Floats... rest) {
  return A::fma(polynomial<A>(x, next, rest...), x, A::constant(c));
}

// x = n log 2 + r, r = high + low, with n integral and |r| <= 0.3475; exponent is n, shifted to
// where exponents are. Adding 1.5 * 2^23 rounds to nearest and leaves n in the low bits of the sum.
template <class A>
LOSSC_MATH_FUNCTION void reduce_exp(real<A> x, integer<A>& exponent, real<A>& high, real<A>& low) {
  const real<A> magic = A::constant(0x1.8p23f);
  const real<A> shifted = A::fma(x, A::constant(0x1.715476p0f), magic);
  const real<A> n = A::subtract(shifted, magic);
  exponent = A::template shift_left<23>(A::bits(shifted));
  high = A::fma(n, A::constant(-0x1.62e4p-1f), x);  // 15 bits times at most 8: exact without fma
  low = A::multiply(n, A::constant(-0x1.7f7d1cp-20f));
}

// x * 2^n, n given shifted as above, |n| <= 250: two factors, so that neither 2^128 nor the gradual
// underflow of the product is lost; only the last product rounds.
template <class A> LOSSC_MATH_FUNCTION real<A> scale(real<A> x, integer<A> exponent) {
  const integer<A> one = A::bits(A::constant(1.0f));
  const integer<A> half = A::both(A::template shift_right<1>(exponent),
                                  A::integer_constant(static_cast<std::int32_t>(0xff800000u)));
  const integer<A> rest = A::subtract(exponent, half);
  return A::multiply(A::multiply(x, A::from_bits(A::add(half, one))),
                     A::from_bits(A::add(rest, one)));
}

// exp(r) - 1, to 0.06 units of exp(r). The sum keeps high, which is exact: rounding r itself first
// would cost exp its last quarter of an ulp.
template <class A> LOSSC_MATH_FUNCTION real<A> exp_tail(real<A> high, real<A> low) {
  const real<A> r = A::add(high, low);
  const real<A> q = polynomial<A>(r, 0x1.fffffap-2f, 0x1.55549p-3f, 0x1.555a22p-5f, 0x1.123b04p-7f,
                                  0x1.695414p-10f);
  return A::add(high, A::fma(A::multiply(r, r), q, low));
}

template <class A> LOSSC_MATH_FUNCTION real<A> exp(real<A> x) {
  // Beyond these bounds the result is 0 or inf; NaN passes both comparisons unchanged.
  x = A::lesser(A::constant(90.0f), A::greater(A::constant(-105.0f), x));
  integer<A> exponent;
  real<A> high, low;
  reduce_exp<A>(x, exponent, high, low);
  return scale<A>(A::add(exp_tail<A>(high, low), A::constant(1.0f)), exponent);
}

// exp(r) = 1 + r + r^2/2 + r^3 times this, to 0.07 units of all terms but the first two.
template <class A> LOSSC_MATH_FUNCTION real<A> expm1_series(real<A> r) {
  return polynomial<A>(r, 0x1.555556p-3f, 0x1.555502p-5f, 0x1.110feep-7f, 0x1.6d2e7cp-10f,
                       0x1.a2706ep-13f);
}

// exp(r) - 1 = high + this.
template <class A> LOSSC_MATH_FUNCTION real<A> expm1_rest(real<A> high, real<A> low) {
  const real<A> r = A::add(high, low);
  const real<A> q = A::fma(r, expm1_series<A>(r), A::constant(0.5f));
  return A::fma(A::multiply(r, r), q, low);
}

template <class A> LOSSC_MATH_FUNCTION real<A> expm1(real<A> x) {
  const real<A> half = A::constant(0.5f);
  const real<A> clamped = A::lesser(A::constant(89.0f), A::greater(A::constant(-30.0f), x));
  integer<A> exponent;
  real<A> high, low;
  reduce_exp<A>(clamped, exponent, high, low);
  const mask<A> none = A::equal_integer(exponent, A::integer_constant(0));
  const mask<A> once = A::equal_integer(exponent, A::integer_constant(1 << 23));
  // expm1(r); for n = 1 expm1(r) + 1/2, or 2 expm1(r) + 1 would double its error.
  const real<A> p = A::add(A::select(once, A::add(high, half), high), expm1_rest<A>(high, low));
  // 2^(n-1) p + (2^(n-1) - 1/2), doubled: 2^128 is never formed.
  const real<A> power = A::from_bits(A::add(exponent, A::bits(half)));
  const real<A> difference = A::subtract(power, half);
  const real<A> error = A::subtract(A::subtract(power, difference), half);
  real<A> y = A::add(A::fma(p, power, error), difference);
  y = A::select(none, p, A::add(y, y));
  y = A::select(once, A::add(p, p), y);
  return A::copy_sign(y, x);  // for -0
}

// n log 2 + log1p(f) for f in [-1/4, 1/2], to 0.09 units: leading + rest.
template <class A>
LOSSC_MATH_FUNCTION void log_parts(real<A> n, real<A> f, real<A>& leading, real<A>& rest) {
  const real<A> q =
      polynomial<A>(f, -0x1p-1f, 0x1.5555a4p-2f, -0x1.000042p-2f, 0x1.99696p-3f, -0x1.54efp-3f,
                    0x1.288714p-3f, -0x1.0d95dap-3f, 0x1.aca4d4p-4f, -0x1.713ed6p-5f);
  // n log 2 + f in two parts: where they nearly cancel, f's own rounding would show.
  const real<A> base = A::multiply(n, A::constant(0x1.62e4p-1f));
  leading = A::add(base, f);
  rest = A::fma(n, A::constant(0x1.7f7d1cp-20f), A::subtract(f, A::subtract(leading, base)));
  rest = A::fma(A::multiply(f, f), q, rest);
}

template <class A> LOSSC_MATH_FUNCTION real<A> log_sum(real<A> n, real<A> f) {
  real<A> leading, rest;
  log_parts<A>(n, f, leading, rest);
  return A::add(leading, rest);
}

// The exponent e, in place, for which x 2^-e lies in [m, 2m); first holds the bits of m.
template <class A> LOSSC_MATH_FUNCTION integer<A> exponent_from(real<A> x, std::int32_t first) {
  return A::both(A::subtract(A::bits(x), A::integer_constant(first)),
                 A::integer_constant(static_cast<std::int32_t>(0xff800000u)));
}

// x = 2^n (1 + f), 1 + f in [m, 2m), for positive finite x; f is exact.
template <class A>
LOSSC_MATH_FUNCTION void split_exponent(real<A> x, std::int32_t first, real<A>& n, real<A>& f) {
  const mask<A> tiny = A::less(x, A::constant(0x1p-126f));
  const real<A> normal = A::select(tiny, A::multiply(x, A::constant(0x1p23f)), x);
  const integer<A> e = exponent_from<A>(normal, first);
  n = A::fma(A::to_real(e), A::constant(0x1p-23f),
             A::select(tiny, A::constant(-23.0f), A::constant(0.0f)));
  f = A::subtract(A::from_bits(A::subtract(A::bits(normal), e)), A::constant(1.0f));
}

// With 3/4 and 3/2 as ends, and not with 2/3 and 4/3, f in log1p is exact too.
constexpr std::int32_t three_quarters = 0x3f400000;

template <class A> LOSSC_MATH_FUNCTION real<A> log(real<A> x) {
  const real<A> zero = A::constant(0.0f);
  real<A> n, f;
  split_exponent<A>(x, three_quarters, n, f);
  const mask<A> finite = A::both(A::less(zero, x), A::less(x, A::constant(INFINITY)));
  real<A> special = A::select(A::less(x, zero), A::constant(NAN), x);
  special = A::select(A::equal(x, zero), A::constant(-INFINITY), special);
  return A::select(finite, log_sum<A>(n, f), special);
}

// 1 + x = 2^n (1 + f) for finite x > -1. The sum 1 + x picks the exponent only; the scaled
// x 2^-e + (2^-e - 1) is formed without its rounding error.
template <class A> LOSSC_MATH_FUNCTION void split_log1p(real<A> x, real<A>& n, real<A>& f) {
  const integer<A> e = exponent_from<A>(A::add(x, A::constant(1.0f)), three_quarters);
  const real<A> scaled = A::from_bits(A::subtract(A::bits(x), e));
  const real<A> power = A::from_bits(A::subtract(A::bits(A::constant(4.0f)), e));
  f = A::add(scaled, A::fma(power, A::constant(0.25f), A::constant(-1.0f)));
  n = A::multiply(A::to_real(e), A::constant(0x1p-23f));
}

// log1p where x is finite and x > -1.
template <class A> LOSSC_MATH_FUNCTION real<A> log1p_inside(real<A> x) {
  real<A> n, f;
  split_log1p<A>(x, n, f);
  return log_sum<A>(n, f);
}

template <class A> LOSSC_MATH_FUNCTION real<A> log1p(real<A> x) {
  const real<A> end = A::constant(-1.0f);
  const mask<A> inside = A::both(A::less(end, x), A::less(x, A::constant(INFINITY)));
  real<A> special = A::select(A::less(x, end), A::constant(NAN), x);
  special = A::select(A::equal(x, end), A::constant(-INFINITY), special);
  return A::select(inside, A::copy_sign(log1p_inside<A>(x), x), special);
}

template <class A> LOSSC_MATH_FUNCTION real<A> tanh(real<A> x) {
  const real<A> one = A::constant(1.0f);
  const real<A> a = A::absolute(x);
  // Near 0 the odd polynomial, to 0.03 units up to 0.56.
  const real<A> s = A::multiply(a, a);
  const real<A> q = polynomial<A>(s, -0x1.555548p-2f, 0x1.110c7p-3f, -0x1.b90a76p-5f,
                                  0x1.584238p-6f, -0x1.958c74p-8f);
  const real<A> near_zero = A::fma(A::multiply(s, q), a, a);
  // Elsewhere 1 - 2 / (exp(2a) + 1); at 10 and beyond this is 1.
  const real<A> limited = A::lesser(A::constant(10.0f), a);
  integer<A> exponent;
  real<A> high, low;
  reduce_exp<A>(A::add(limited, limited), exponent, high, low);
  const real<A> power = A::from_bits(A::add(exponent, A::bits(one)));
  const real<A> e = A::fma(exp_tail<A>(high, low), power, power);
  const real<A> elsewhere = A::subtract(one, A::divide(A::constant(2.0f), A::add(e, one)));
  return A::copy_sign(A::select(A::less(a, A::constant(0.55f)), near_zero, elsewhere), x);
}

// e / (1 + e) below 0 and 1 / (1 + e) above, e = exp(-|x|): both tails keep their accuracy. What
// rounding took from e and from 1 + e is put back to first order, or the tail would miss 2 ulp.
template <class A> LOSSC_MATH_FUNCTION real<A> sigmoid(real<A> x) {
  const real<A> zero = A::constant(0.0f);
  const real<A> one = A::constant(1.0f);
  integer<A> exponent;
  real<A> high, low;
  reduce_exp<A>(A::greater(A::constant(-105.0f), A::negate(A::absolute(x))), exponent, high, low);
  const real<A> tail = exp_tail<A>(high, low);
  const real<A> p = A::add(tail, one);
  const real<A> e = scale<A>(p, exponent);
  const real<A> d = A::add(one, e);
  const mask<A> negative = A::less(x, zero);
  const real<A> lost_by_p = A::subtract(tail, A::subtract(p, one));
  const real<A> lost_by_d = A::subtract(e, A::subtract(d, one));
  const real<A> correction = A::subtract(A::select(negative, lost_by_p, zero), lost_by_d);
  const real<A> y = A::divide(A::select(negative, e, one), d);
  return A::fma(y, correction, y);
}

// max(x, 0) + log1p(exp(-|x|)), with no threshold; a NaN survives in the first term.
template <class A> LOSSC_MATH_FUNCTION real<A> softplus(real<A> x) {
  const real<A> e = exp<A>(A::negate(A::absolute(x)));
  return A::add(A::greater(A::constant(0.0f), x), log1p_inside<A>(e));
}

template <class A> LOSSC_MATH_FUNCTION real<A> log_sigmoid(real<A> x) {
  return A::negate(softplus<A>(A::negate(x)));
}

}  // namespace f32
