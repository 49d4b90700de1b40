// Single-precision asin, acos, atan and atan2; included like math_f32-inl.h.

namespace f32 {

// asin z - z for 0 <= z <= 1/2, s = z^2; to 0.09 units of asin z. Apart from z, since twice the
// rounding error of their sum would show in what is left of pi/2.
template <class A> LOSSC_MATH_FUNCTION real<A> arcsine_tail(real<A> z, real<A> s) {
  const real<A> q = polynomial<A>(s, 0x1.5555c8p-3f, 0x1.330206p-4f, 0x1.747b72p-5f, 0x1.8c415ap-6f,
                                  0x1.5959aap-5f);
  return A::multiply(A::multiply(s, q), z);
}

// pi/2 - 2 (z + tail); what rounding takes from pi/2 - 2 z is up to an ulp of the result.
template <class A> LOSSC_MATH_FUNCTION real<A> quarter_minus_twice(real<A> z, real<A> tail) {
  real<A> leading, lost;
  exact_sum<A>(A::constant(0x1.921fb6p0f), A::multiply(A::constant(-2.0f), z), leading, lost);
  const real<A> rest = A::subtract(A::constant(-0x1.777a5cp-25f), A::add(tail, tail));
  return A::add(leading, A::add(rest, lost));
}

// Beyond 1/2 asin a = pi/2 - 2 asin sqrt((1 - a) / 2); beyond 1 the root is of a negative number.
// These are z and its square; a mask says where a is below 1/2.
template <class A>
LOSSC_MATH_FUNCTION void fold_at_half(real<A> a, mask<A>& below, real<A>& z, real<A>& s) {
  const real<A> half = A::constant(0.5f);
  below = A::less(a, half);
  s = A::select(below, A::multiply(a, a),
                A::fma(a, A::constant(-0.5f), half));  // exact from 1/2 on
  z = A::select(below, a, A::square_root(s));
}

template <class A> LOSSC_MATH_FUNCTION real<A> asin(real<A> x) {
  mask<A> below;
  real<A> z, s;
  fold_at_half<A>(A::absolute(x), below, z, s);
  const real<A> tail = arcsine_tail<A>(z, s);
  return A::copy_sign(A::select(below, A::add(z, tail), quarter_minus_twice<A>(z, tail)), x);
}

template <class A> LOSSC_MATH_FUNCTION real<A> acos(real<A> x) {
  mask<A> below;
  real<A> z, s;
  fold_at_half<A>(A::absolute(x), below, z, s);
  const real<A> y = A::add(z, arcsine_tail<A>(z, s));
  const real<A> middle = A::add(A::subtract(A::constant(0x1.921fb6p0f), A::copy_sign(y, x)),
                                A::constant(-0x1.777a5cp-25f));
  const real<A> twice = A::add(y, y);
  const real<A> turned =
      A::add(A::subtract(A::constant(0x1.921fb6p1f), twice), A::constant(-0x1.777a5cp-24f));
  const mask<A> negative = A::less(x, A::constant(0.0f));
  return A::select(below, middle, A::select(negative, turned, twice));
}

// atan for 0 <= t <= 1, to 0.05 units.
template <class A> LOSSC_MATH_FUNCTION real<A> arctangent_to_one(real<A> t) {
  const real<A> s = A::multiply(t, t);
  const real<A> q = polynomial<A>(s, -0x1.55553ep-2f, 0x1.9991ecp-3f, -0x1.24211ap-3f,
                                  0x1.c0946cp-4f, -0x1.5825f2p-4f, 0x1.da9c2ep-5f, -0x1.fe7d24p-6f,
                                  0x1.6551e2p-7f, -0x1.d5a1aap-10f);
  return A::fma(A::multiply(s, q), t, t);
}

template <class A> LOSSC_MATH_FUNCTION real<A> atan(real<A> x) {
  const real<A> one = A::constant(1.0f);
  const real<A> a = A::absolute(x);
  const mask<A> beyond = A::less(one, a);
  const real<A> y = arctangent_to_one<A>(A::select(beyond, A::divide(one, a), a));
  const real<A> turned =
      A::add(A::subtract(A::constant(0x1.921fb6p0f), y), A::constant(-0x1.777a5cp-25f));
  return A::copy_sign(A::select(beyond, turned, y), x);
}

// The angle of the point (x, y). C's table: an infinite point lies on an axis or a diagonal, and
// (±0, ±0) on the x axis.
template <class A> LOSSC_MATH_FUNCTION real<A> atan2(real<A> y, real<A> x) {
  const real<A> zero = A::constant(0.0f);
  const real<A> one = A::constant(1.0f);
  const real<A> width = A::absolute(x), height = A::absolute(y);
  const mask<A> steep = A::less(width, height);
  real<A> t = A::divide(A::select(steep, width, height), A::select(steep, height, width));
  t = A::select(A::equal(width, height), A::select(A::equal(width, zero), zero, one), t);
  real<A> angle = arctangent_to_one<A>(t);
  const real<A> turned =
      A::add(A::subtract(A::constant(0x1.921fb6p0f), angle), A::constant(-0x1.777a5cp-25f));
  angle = A::select(steep, turned, angle);
  const real<A> behind =
      A::add(A::subtract(A::constant(0x1.921fb6p1f), angle), A::constant(-0x1.777a5cp-24f));
  angle = A::select(A::less(A::copy_sign(one, x), zero), behind, angle);  // -0 too
  angle = A::copy_sign(angle, y);
  return A::select(A::both(A::equal(x, x), A::equal(y, y)), angle, A::add(x, y));
}

}  // namespace f32
