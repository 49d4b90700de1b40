// Single-precision pow, through log2 carried to 34 bits; included like math_f32-inl.h, after it.
//
// The exponent reaches 150, so log2 must be good to 2^-32. Numbers are carried as a head of 12 bits
// and a tail of 24: products of two heads are exact in any arithmetic, with or without fma.

namespace f32 {

// log2(x) = high + low, high a head, for positive finite x.
template <class A> LOSSC_MATH_FUNCTION void extended_log2(real<A> x, real<A>& high, real<A>& low) {
  const real<A> one = A::constant(1.0f);
  real<A> n, f;
  split_exponent<A>(x, 0x3f3504f3, n, f);  // f + 1 in [sqrt(1/2), sqrt(2))

  // q = f / (f + 2) = qh + ql. The remainder f - qh (f + 2) is the tail's numerator.
  const real<A> reciprocal = A::divide(one, A::add(f, A::constant(2.0f)));
  const real<A> qh = head<A>(A::multiply(f, reciprocal));
  const real<A> fh = head<A>(f);
  const real<A> remainder =
      A::subtract(A::subtract(A::subtract(f, A::add(qh, qh)), A::multiply(qh, fh)),
                  A::multiply(qh, A::subtract(f, fh)));
  const real<A> ql = A::multiply(remainder, reciprocal);

  // q^2 = sh + sl.
  const real<A> square = A::multiply(qh, qh);
  const real<A> sh = head<A>(square);
  const real<A> sl = A::fma(ql, A::add(A::add(qh, qh), ql), A::subtract(square, sh));
  const real<A> s = A::add(sh, sl);

  // log2(1 + f) = 2 / log 2 * atanh(q) = q k(s), k = kh + kl = a + b s + c s^2 + ...; to 2^-35.
  const real<A> a = A::constant(0x1.715476p1f);
  const real<A> b = A::constant(0x1.ec6p-1f);
  const real<A> leading = A::multiply(sh, b);
  const real<A> kh = head<A>(A::add(a, leading));
  real<A> kl = polynomial<A>(s, 0x1.2777p-1f, 0x1.a5c968p-2f, 0x1.58ac46p-2f);
  kl = A::fma(A::multiply(s, s), kl, A::constant(0x1.4ae0cp-25f));
  kl = A::fma(s, A::constant(0x1.09db5ep-13f), A::fma(sl, b, kl));
  kl = A::add(A::add(A::subtract(a, kh), leading), kl);

  const real<A> product = A::multiply(qh, kh);
  const real<A> sum = A::add(n, product);
  low = A::fma(qh, kl, A::multiply(ql, A::add(kh, kl)));
  low = A::add(A::subtract(product, A::subtract(sum, n)), low);
  high = head<A>(A::add(sum, low));
  low = A::add(A::subtract(sum, high), low);
}

// Whether v >= 0 is an integer; from 2^23 on every float is.
template <class A> LOSSC_MATH_FUNCTION mask<A> is_integer(real<A> v) {
  const real<A> big = A::constant(0x1p23f);
  const real<A> limited = A::lesser(big, v);
  return A::equal(A::subtract(A::add(limited, big), big), limited);
}

template <class A> LOSSC_MATH_FUNCTION real<A> pow(real<A> x, real<A> y) {
  const real<A> zero = A::constant(0.0f);
  const real<A> one = A::constant(1.0f);
  const real<A> infinity = A::constant(INFINITY);
  const real<A> magnitude = A::absolute(x);

  // y log2|x| = n + f. From |y| = 2^40 on the result is 0, 1 or inf for every x.
  real<A> high, low;
  extended_log2<A>(magnitude, high, low);
  const real<A> limited = A::lesser(A::constant(0x1p40f), A::greater(A::constant(-0x1p40f), y));
  const real<A> yh = head<A>(limited);
  const real<A> yl = A::subtract(limited, yh);
  real<A> leading = A::multiply(yh, high);
  real<A> rest = A::fma(yl, high, A::multiply(limited, low));
  leading = A::lesser(A::constant(160.0f), A::greater(A::constant(-160.0f), leading));
  rest = A::lesser(one, A::greater(A::constant(-1.0f), rest));  // large only where leading was cut
  const real<A> magic = A::constant(0x1.8p23f);
  const real<A> shifted = A::add(A::add(leading, rest), magic);
  const real<A> n = A::subtract(shifted, magic);
  const real<A> f = A::add(A::subtract(leading, n), rest);

  // 2^f on |f| <= 0.5005, to 0.07 units.
  const real<A> p = polynomial<A>(f, 1.0f, 0x1.62e43p-1f, 0x1.ebfbd8p-3f, 0x1.c6af74p-5f,
                                  0x1.3b3098p-7f, 0x1.5f0ccap-10f, 0x1.3fabfep-13f);
  real<A> result = scale<A>(p, A::template shift_left<23>(A::bits(shifted)));

  // C's table of pow: the ends of x; the sign; NaN; what is 1 whatever the other operand.
  const mask<A> falling = A::less(y, zero);
  result = A::select(A::equal(magnitude, zero), A::select(falling, infinity, zero), result);
  result = A::select(A::equal(magnitude, infinity), A::select(falling, zero, infinity), result);
  const real<A> size = A::absolute(y);
  const mask<A> integral = is_integer<A>(size);
  const mask<A> even = is_integer<A>(A::multiply(size, A::constant(0.5f)));
  result = A::select(A::both(integral, A::opposite(even)), A::copy_sign(result, x), result);
  const mask<A> undefined =
      A::both(A::both(A::less(x, zero), A::less(magnitude, infinity)), A::opposite(integral));
  result = A::select(undefined, A::constant(NAN), result);
  result = A::select(A::both(A::equal(x, x), A::equal(y, y)), result, A::add(x, y));
  result = A::select(A::equal(y, zero), one, result);
  return A::select(A::equal(x, one), one, result);
}

}  // namespace f32
