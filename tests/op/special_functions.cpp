// The special functions that evaluate computes, against Boost.Math with 60 digits.
#include <lossc/op/special_functions.hpp>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

namespace {

using boost::multiprecision::number;
using many_digits = number<
    boost::multiprecision::cpp_bin_float<60, boost::multiprecision::digit_base_10, void, int>,
    boost::multiprecision::et_off>;

template <class T> double ulps(T got, const many_digits& right) {
  if (!isfinite(right) || !std::isfinite(got)) {
    return static_cast<T>(right) == got || (isnan(right) && std::isnan(got)) ? 0 : 1e300;
  }
  const int exponent =
      std::max(right == 0 ? -100000 : ilogb(right), std::numeric_limits<T>::min_exponent - 1);
  return static_cast<double>(
      ldexp(abs(many_digits(got) - right), std::numeric_limits<T>::digits - 1 - exponent));
}

// Uniform, and by magnitude down to 1e-12, where functions approach their value at 0.
template <class T> std::vector<T> points(T from, T to) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<T> uniform(from, to), exponent(-40, 0);
  std::vector<T> result{from, to};
  for (int i = 0; i < 400; ++i) {
    result.push_back(uniform(random));
    const T near_zero = uniform(random) * std::exp2(exponent(random));
    if (from <= near_zero && near_zero <= to) result.push_back(near_zero);
  }
  return result;
}

template <class T, class Function, class Exact>
void check(const char* name, double bound, double from, double to, Function function, Exact exact) {
  double worst = 0;
  T where = 0;
  for (const T x : points<T>(static_cast<T>(from), static_cast<T>(to))) {
    const double error = ulps(function(x), exact(many_digits(x)));
    if (!(error <= worst)) worst = error, where = x;
  }
  INFO(name << " at " << static_cast<double>(where) << " with " << std::numeric_limits<T>::digits
            << " bits");
  CHECK(worst <= bound);
}

many_digits erfcx(const many_digits& x) { return exp(x * x) * boost::math::erfc(x); }
many_digits ndtr(const many_digits& x) {
  return boost::math::erfc(many_digits(-x / sqrt(many_digits(2)))) / 2;
}

// Both operands are within 1e4 and their difference is the exponent of a representable number.
template <class T> void check_exp_difference() {
  std::mt19937_64 random(12);
  std::uniform_real_distribution<T> operand(-1e4, 1e4), difference(-700, 700);
  double worst = 0;
  for (int i = 0; i < 2000; ++i) {
    const T x = operand(random), y = x - difference(random);
    const many_digits right = exp(many_digits(many_digits(x) - many_digits(y)));
    worst = std::max(worst, ulps(lossc::numeric::exp_difference(x, y), right));
  }
  CHECK(worst <= 4);
  const T inf = std::numeric_limits<T>::infinity();
  CHECK(lossc::numeric::exp_difference(-inf, T(3)) == 0);
  CHECK(lossc::numeric::exp_difference(T(3), -inf) == inf);
  CHECK(std::isnan(lossc::numeric::exp_difference(inf, inf)));
}

template <class T> void check_all() {
  namespace numeric = lossc::numeric;
#define LOSSC_CHECK(name, bound, from, to, ...)                     \
  check<T>(                                                         \
      #name, bound, from, to, [](T x) { return numeric::name(x); }, \
      [=](const many_digits& x) -> many_digits { return __VA_ARGS__; });
  check_exp_difference<T>();
  LOSSC_CHECK(exp_minus_square, 4, -27, 27, exp(many_digits(-x * x)))
  LOSSC_CHECK(
      log1mexp, 4, 1e-300, 700,
      x < 1 ? log(many_digits(-expm1(many_digits(-x)))) : log1p(many_digits(-exp(many_digits(-x)))))
  LOSSC_CHECK(log_cosh, 6, -300, 300, log(cosh(x)))
  LOSSC_CHECK(log_cosh, 6, -2, 2,
              log1p(many_digits(2 * sinh(many_digits(x / 2)) * sinh(many_digits(x / 2)))))
  LOSSC_CHECK(expm1mx, 4, -30, 30, expm1(x) - x)
  LOSSC_CHECK(expm1mx, 4, -2, 2, expm1(x) - x)
  LOSSC_CHECK(log1pmx, 4, -1, 3, log1p(x) - x)
  LOSSC_CHECK(log1pmx, 4, 0, 1e9, log1p(x) - x)
  LOSSC_CHECK(erfcx, 6, -26, 30, erfcx(x))
  LOSSC_CHECK(erfcx_derivative, 8, -26, 20,
              2 * x * erfcx(x) - 2 / sqrt(boost::math::constants::pi<many_digits>()))
  LOSSC_CHECK(ndtr, 8, -38, 8, ndtr(x))
  LOSSC_CHECK(log_ndtr, 6, -40, 0, log(ndtr(x)))
  LOSSC_CHECK(log_ndtr, 6, -0.5, 38, log1p(many_digits(-ndtr(many_digits(-x)))))
  LOSSC_CHECK(digamma, 8, 1e-30, 30, boost::math::digamma(x))
  LOSSC_CHECK(digamma, 8, 1.46, 1.4632, boost::math::digamma(x))
  LOSSC_CHECK(digamma, 4, 1e3, 1e30, boost::math::digamma(x))
  LOSSC_CHECK(trigamma, 8, -6.999, 30, boost::math::trigamma(x))
  LOSSC_CHECK(trigamma, 4, 1e3, 1e30, boost::math::trigamma(x))
#undef LOSSC_CHECK
}

}  // namespace

TEST_CASE("special functions agree with Boost.Math in double") { check_all<double>(); }
TEST_CASE("special functions agree with Boost.Math in long double") { check_all<long double>(); }

TEST_CASE("a special function that is wrong is found") {
  CHECK(ulps(1.0, many_digits(1)) == 0);
  CHECK(ulps(1.0, many_digits(1) + ldexp(many_digits(1), -50)) == 4);
  CHECK(ulps(std::numeric_limits<double>::quiet_NaN(), many_digits(1)) > 1e9);
}
