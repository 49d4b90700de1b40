// Numbers of 100 digits, in which primitives are their definitions: what cancels leaves digits enough.
#pragma once
#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>

namespace lossc::test {

// 100 digits: exp(-200) beside 1 keeps 13 of its own.
using exact = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<100>, boost::multiprecision::et_off>;

}  // namespace lossc::test

// Where `eval` looks for them, by the namespace of their argument.
namespace boost::multiprecision {

using lossc::test::exact;

inline exact erfc(const exact& x) {
  if (!isfinite(x)) return x < 0 ? exact(2) : x > 0 ? exact(0) : x;
  return x < 0 ? exact(2 - erfc(exact(-x))) : x > 10'000 ? exact(0) : math::erfc(x);
}
inline exact erf(const exact& x) { return abs(x) < 1 ? math::erf(x) : exact(1 - erfc(x)); }
inline exact erfcx(const exact& x) { return exp(exact(x * x)) * erfc(x); }
inline exact erfcx_derivative(const exact& x) { return 2 * x * erfcx(x) - 2 / sqrt(math::constants::pi<exact>()); }
inline exact exp_minus_square(const exact& x) { return exp(exact(-x * x)); }
inline exact ndtr(const exact& x) { return erfc(exact(-x / sqrt(exact(2)))) / 2; }
inline exact log_ndtr(const exact& x) { return log(ndtr(x)); }
inline exact lgamma(const exact& x) { return x > 0 && isfinite(x) ? math::lgamma(x) : exact(std::numeric_limits<exact>::quiet_NaN()); }
inline exact digamma(const exact& x) { return x > 0 && isfinite(x) ? math::digamma(x) : exact(std::numeric_limits<exact>::quiet_NaN()); }
inline exact trigamma(const exact& x) { return x > 0 && isfinite(x) ? math::trigamma(x) : exact(std::numeric_limits<exact>::quiet_NaN()); }
inline exact exp_difference(const exact& x, const exact& y) { return exp(exact(x - y)); }
inline exact log1mexp(const exact& a) { return log(exact(1 - exp(exact(-a)))); }
inline exact log_cosh(const exact& x) { return isinf(x) ? exact(abs(x)) : exact(log(cosh(x))); }
inline exact expm1mx(const exact& x) { return isinf(x) ? exact(abs(x)) : exact(exp(x) - 1 - x); }
inline exact log1pmx(const exact& x) { return isinf(x) && x > 0 ? exact(-x) : exact(log(exact(1 + x)) - x); }
inline exact hypot(const exact& x, const exact& y) {
  return isinf(x) || isinf(y) ? exact(std::numeric_limits<exact>::infinity()) : exact(sqrt(exact(x * x + y * y)));
}

}  // namespace boost::multiprecision
