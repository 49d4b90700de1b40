// Single-precision pow, through log2 carried to 34 bits; included like math_f32-inl.h, after it.
//
// The exponent reaches 150, so log2 must be good to 2^-32. Numbers are carried as a head of 12 bits and
// a tail of 24: products of two heads are exact in any arithmetic, with or without fma.

namespace f32 {

// The leading 12 bits of x.
template <class A>
LOSSC_MATH_FUNCTION typename A::real head(typename A::real x) {
  return A::from_bits(A::both(A::bits(x), A::integer_constant(static_cast<std::int32_t>(0xfffff000u))));
}

// log2(x) = high + low, high a head, for positive finite x.
template <class A>
LOSSC_MATH_FUNCTION void extended_log2(typename A::real x, typename A::real& high,
                                       typename A::real& low) {
  using real = typename A::real;
  const real one = A::constant(1.0f);
  real n, f;
  split_exponent<A>(x, 0x3f3504f3, n, f);  // f + 1 in [sqrt(1/2), sqrt(2))

  // q = f / (f + 2) = qh + ql. The remainder f - qh (f + 2) is the tail's numerator.
  const real reciprocal = A::divide(one, A::add(f, A::constant(2.0f)));
  const real qh = head<A>(A::multiply(f, reciprocal));
  const real fh = head<A>(f);
  const real remainder = A::subtract(
      A::subtract(A::subtract(f, A::add(qh, qh)), A::multiply(qh, fh)),
      A::multiply(qh, A::subtract(f, fh)));
  const real ql = A::multiply(remainder, reciprocal);

  // q^2 = sh + sl.
  const real square = A::multiply(qh, qh);
  const real sh = head<A>(square);
  const real sl = A::fma(ql, A::add(A::add(qh, qh), ql), A::subtract(square, sh));
  const real s = A::add(sh, sl);

  // log2(1 + f) = 2 / log 2 * atanh(q) = q k(s), k = kh + kl = a + b s + c s^2 + ...; to 2^-35.
  const real a = A::constant(0x1.715476p1f);
  const real b = A::constant(0x1.ec6p-1f);
  const real main = A::multiply(sh, b);
  const real kh = head<A>(A::add(a, main));
  real kl = polynomial<A>(s, 0x1.2777p-1f, 0x1.a5c968p-2f, 0x1.58ac46p-2f);
  kl = A::fma(A::multiply(s, s), kl, A::constant(0x1.4ae0cp-25f));
  kl = A::fma(s, A::constant(0x1.09db5ep-13f), A::fma(sl, b, kl));
  kl = A::add(A::add(A::subtract(a, kh), main), kl);

  const real product = A::multiply(qh, kh);
  const real sum = A::add(n, product);
  low = A::fma(qh, kl, A::multiply(ql, A::add(kh, kl)));
  low = A::add(A::subtract(product, A::subtract(sum, n)), low);
  high = head<A>(A::add(sum, low));
  low = A::add(A::subtract(sum, high), low);
}

// Whether v >= 0 is an integer; from 2^23 on every float is.
template <class A>
LOSSC_MATH_FUNCTION typename A::mask is_integer(typename A::real v) {
  const typename A::real big = A::constant(0x1p23f);
  const typename A::real limited = A::lesser(big, v);
  return A::equal(A::subtract(A::add(limited, big), big), limited);
}

template <class A>
LOSSC_MATH_FUNCTION typename A::real pow(typename A::real x, typename A::real y) {
  using real = typename A::real;
  using mask = typename A::mask;
  const real zero = A::constant(0.0f);
  const real one = A::constant(1.0f);
  const real infinity = A::constant(INFINITY);
  const real magnitude = A::absolute(x);

  // y log2|x| = n + f. At |y| = 2^40 the result is 0, 1 or inf for every x, and beyond no different.
  real high, low;
  extended_log2<A>(magnitude, high, low);
  const real limited = A::lesser(A::constant(0x1p40f), A::greater(A::constant(-0x1p40f), y));
  const real yh = head<A>(limited);
  const real yl = A::subtract(limited, yh);
  real main = A::multiply(yh, high);
  real rest = A::fma(yl, high, A::multiply(limited, low));
  main = A::lesser(A::constant(160.0f), A::greater(A::constant(-160.0f), main));
  rest = A::lesser(one, A::greater(A::constant(-1.0f), rest));  // large only where main was cut
  const real magic = A::constant(0x1.8p23f);
  const real shifted = A::add(A::add(main, rest), magic);
  const real n = A::subtract(shifted, magic);
  const real f = A::add(A::subtract(main, n), rest);
  // 2^f on |f| <= 0.5005, to 0.07 units.
  const real p = polynomial<A>(f, 1.0f, 0x1.62e43p-1f, 0x1.ebfbd8p-3f, 0x1.c6af74p-5f,
                               0x1.3b3098p-7f, 0x1.5f0ccap-10f, 0x1.3fabfep-13f);
  real result = scale<A>(p, A::template shift_left<23>(A::bits(shifted)));

  // C's table of pow: the ends of x; the sign; NaN; what is 1 whatever the other operand.
  const mask falling = A::less(y, zero);
  result = A::select(A::equal(magnitude, zero), A::select(falling, infinity, zero), result);
  result = A::select(A::equal(magnitude, infinity), A::select(falling, zero, infinity), result);
  const real size = A::absolute(y);
  const mask integral = is_integer<A>(size);
  const mask even = is_integer<A>(A::multiply(size, A::constant(0.5f)));
  result = A::select(A::both(integral, A::opposite(even)), A::copy_sign(result, x), result);
  const mask undefined = A::both(A::both(A::less(x, zero), A::less(magnitude, infinity)),
                                 A::opposite(integral));
  result = A::select(undefined, A::constant(NAN), result);
  result = A::select(A::both(A::equal(x, x), A::equal(y, y)), result, A::add(x, y));
  result = A::select(A::equal(y, zero), one, result);
  return A::select(A::equal(x, one), one, result);
}

}  // namespace f32
