// Single-precision sin, cos and tan, right for every float however large; included like
// math_f32-inl.h.
//
// x = n pi/2 + r, |r| <= 0.79, with r = high + low: a float may lie within 2^-27 of a multiple of
// pi/2, so the difference must be good to 2^-52. Only n modulo 4 is kept, in the low bits of an
// integer.

namespace f32 {

// For 0 <= a <= 400, where n <= 256: pi/2 in three pieces of 16 bits, whose products with n are
// exact without fma, and a rest.
template <class A>
LOSSC_MATH_FUNCTION void reduce_near(real<A> a, integer<A>& n, real<A>& high, real<A>& low) {
  const real<A> magic = A::constant(0x1.8p23f);
  const real<A> shifted = A::fma(a, A::constant(0x1.45f306p-1f), magic);
  const real<A> count = A::subtract(shifted, magic);
  n = A::bits(shifted);
  const real<A> first = A::fma(count, A::constant(-0x1.921ep0f), a);
  real<A> second, lost_second, lost_third;
  exact_sum<A>(first, A::multiply(count, A::constant(-0x1.b544p-16f)), second, lost_second);
  exact_sum<A>(second, A::multiply(count, A::constant(-0x1.0b46p-34f)), high, lost_third);
  low = A::add(lost_third, A::fma(count, A::constant(-0x1.1a6264p-54f), lost_second));
}

// For 400 <= a < inf, by Payne and Hanek: the pieces of 2/pi whose products with a are multiples of
// 4 are left out, and of the rest eight make the fraction good to 2^-59. A piece and a half of a
// have 12 bits each, so every product is exact.
template <class A>
LOSSC_MATH_FUNCTION void reduce_far(real<A> a, integer<A>& n, real<A>& high, real<A>& low) {
  const float pieces[] = {2607, 2435, 1764, 3652, 338,  2556, 629,  2001,
                          3923, 1245, 3085, 2914, 2393, 2364, 1081, 65};
  const real<A> zero = A::constant(0.0f);
  const real<A> wrap = A::constant(0x1.8p25f);  // rounds to a multiple of 4

  real<A> scale = A::constant(1.0f);
  float limit = 0x1p37f;
  for (int left_out = 1; left_out <= 8; ++left_out, limit *= 4096) {
    const real<A> smaller = A::multiply(scale, A::constant(0x1p-12f));
    scale = A::select(A::less(a, A::constant(limit)), scale, smaller);
  }
  real<A> head_of_a = A::multiply(head<A>(a), scale);
  real<A> tail_of_a = A::multiply(A::subtract(a, head<A>(a)), scale);

  real<A> sum = zero, lost = zero, lost_again = zero;
  for (int k = 0; k < 8; ++k) {
    real<A> piece = A::constant(pieces[k]);
    limit = 0x1p37f;
    for (int left_out = 1; left_out <= 8; ++left_out, limit *= 4096) {
      piece = A::select(A::less(a, A::constant(limit)), piece, A::constant(pieces[k + left_out]));
    }
    head_of_a = A::multiply(head_of_a, A::constant(0x1p-12f));
    tail_of_a = A::multiply(tail_of_a, A::constant(0x1p-12f));
    for (int half = 0; half < 2; ++half) {
      const real<A> product = A::multiply(half == 0 ? head_of_a : tail_of_a, piece);
      real<A> turn = A::subtract(product, A::subtract(A::add(product, wrap), wrap));
      // From 2^26 on 24 bits are a multiple of 4.
      turn = A::select(A::less(product, A::constant(0x1p26f)), turn, zero);
      real<A> error;
      exact_sum_unordered<A>(sum, turn, sum, error);
      exact_sum_unordered<A>(lost, error, lost, error);
      lost_again = A::add(lost_again, error);
    }
  }

  const real<A> magic = A::constant(0x1.8p23f);
  const real<A> shifted = A::add(sum, magic);
  n = A::bits(shifted);
  real<A> turn, rest;
  exact_sum_unordered<A>(A::subtract(sum, A::subtract(shifted, magic)), lost, turn, rest);
  exact_sum_unordered<A>(turn, A::add(rest, lost_again), turn, rest);

  // Times pi/2, itself in two parts.
  const real<A> quarter = A::constant(0x1.921fb6p0f);
  const real<A> quarter_low = A::constant(-0x1.777a5cp-25f);
  const real<A> h = head<A>(turn), t = A::subtract(turn, h);
  const real<A> qh = head<A>(quarter), qt = A::subtract(quarter, qh);
  high = A::multiply(turn, quarter);
  real<A> error = A::add(A::subtract(A::multiply(h, qh), high), A::multiply(h, qt));
  error = A::add(A::add(error, A::multiply(t, qh)), A::multiply(t, qt));
  low = A::add(error, A::fma(turn, quarter_low, A::multiply(rest, quarter)));
}

// For a = |x|; where a is infinite or NaN the results mean nothing.
template <class A>
LOSSC_MATH_FUNCTION void reduce_quarters(real<A> a, integer<A>& n, real<A>& high, real<A>& low) {
  reduce_near<A>(a, n, high, low);
  const mask<A> far = A::less(A::constant(400.0f), a);
  if (A::any(far)) {
    integer<A> far_n;
    real<A> far_high, far_low;
    reduce_far<A>(a, far_n, far_high, far_low);
    n = A::select_integer(far, far_n, n);
    high = A::select(far, far_high, high);
    low = A::select(far, far_low, low);
  }
}

// To 0.07 units.
template <class A> LOSSC_MATH_FUNCTION real<A> sine_near_zero(real<A> high, real<A> low) {
  const real<A> s = A::multiply(high, high);
  const real<A> q = polynomial<A>(s, -0x1.555544p-3f, 0x1.1106d6p-7f, -0x1.992462p-13f);
  return A::add(high, A::fma(A::multiply(s, q), high, low));
}

// To 0.01 units; -high low is the derivative's share of low.
template <class A> LOSSC_MATH_FUNCTION real<A> cosine_near_zero(real<A> high, real<A> low) {
  const real<A> one = A::constant(1.0f);
  const real<A> s = A::multiply(high, high);
  const real<A> half = A::multiply(s, A::constant(0.5f));
  const real<A> leading = A::subtract(one, half);
  const real<A> lost = A::subtract(A::subtract(one, leading), half);
  const real<A> q = polynomial<A>(s, 0x1.55554ap-5f, -0x1.6c0c1ep-10f, 0x1.99e334p-16f);
  const real<A> tail = A::fma(A::multiply(s, s), q, A::subtract(lost, A::multiply(high, low)));
  return A::add(leading, tail);
}

template <class A> LOSSC_MATH_FUNCTION integer<A> sign_bit(integer<A> i) {
  return A::both(i, A::integer_constant(static_cast<std::int32_t>(0x80000000u)));
}

template <class A> LOSSC_MATH_FUNCTION mask<A> is_odd(integer<A> n) {
  const integer<A> one = A::integer_constant(1);
  return A::equal_integer(A::both(n, one), one);
}

template <class A> LOSSC_MATH_FUNCTION real<A> finite_or_nan(real<A> x, real<A> y) {
  return A::select(A::less(A::absolute(x), A::constant(INFINITY)), y, A::subtract(x, x));
}

// The second bit of n turns the sign; adding to the sign bit is turning it.
template <class A> LOSSC_MATH_FUNCTION real<A> sin(real<A> x) {
  integer<A> n;
  real<A> high, low;
  reduce_quarters<A>(A::absolute(x), n, high, low);
  const real<A> y =
      A::select(is_odd<A>(n), cosine_near_zero<A>(high, low), sine_near_zero<A>(high, low));
  const integer<A> sign =
      A::add(sign_bit<A>(A::template shift_left<30>(n)), sign_bit<A>(A::bits(x)));
  return finite_or_nan<A>(x, A::from_bits(A::add(A::bits(y), sign)));
}

template <class A> LOSSC_MATH_FUNCTION real<A> cos(real<A> x) {
  integer<A> n;
  real<A> high, low;
  reduce_quarters<A>(A::absolute(x), n, high, low);
  n = A::add(n, A::integer_constant(1));
  const real<A> y =
      A::select(is_odd<A>(n), cosine_near_zero<A>(high, low), sine_near_zero<A>(high, low));
  const integer<A> sign = sign_bit<A>(A::template shift_left<30>(n));
  return finite_or_nan<A>(x, A::from_bits(A::add(A::bits(y), sign)));
}

// tan r, to 0.03 units, as a sum whose second part the reciprocal of odd n needs; tan(r + d) is
// tan r + d (1 + tan^2 r).
template <class A> LOSSC_MATH_FUNCTION real<A> tan(real<A> x) {
  const real<A> one = A::constant(1.0f);
  integer<A> n;
  real<A> high, low;
  reduce_quarters<A>(A::absolute(x), n, high, low);
  const real<A> s = A::multiply(high, high);
  const real<A> q = polynomial<A>(s, 0x1.555562p-2f, 0x1.110d24p-3f, 0x1.baee0ep-5f, 0x1.5bf63cp-6f,
                                  0x1.66d2p-7f, -0x1.d60a14p-15f, 0x1.23894ap-8f);
  const real<A> tail = A::multiply(A::multiply(s, q), high);
  const real<A> rough = A::add(high, tail);
  real<A> sum, lost;
  exact_sum<A>(high, A::fma(low, A::fma(rough, rough, one), tail), sum, lost);
  const real<A> reciprocal = A::divide(A::constant(-1.0f), sum);
  const real<A> turned = A::fma(A::multiply(reciprocal, lost), reciprocal, reciprocal);
  const real<A> y = A::select(is_odd<A>(n), turned, sum);
  return finite_or_nan<A>(x, A::from_bits(A::add(A::bits(y), sign_bit<A>(A::bits(x)))));
}

}  // namespace f32
