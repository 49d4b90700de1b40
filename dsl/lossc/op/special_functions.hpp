// The special functions that <cmath> lacks, for double and long double: what `eval` computes and kernels are held to.
#pragma once
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <numbers>

// Series are summed and continued until the type's last bit, so that one text serves every precision. Where a
// function grows or falls like e^{x^2}, rounding x^2 would cost x^2 units in the last place: see exp_of_square.

namespace lossc::numeric {

/// e^{x - y}, with what the subtraction rounds away; halved, so that neither it nor e^{x - y} overflows early.
template <std::floating_point T>
T exp_difference(T x, T y) {
  const T difference = x - y;
  if (!(std::fabs(difference) < std::numeric_limits<T>::max_exponent)) return std::exp(difference);
  const T minus_y = difference - x;
  const T rest = (x - (difference - minus_y)) - (y + minus_y);
  const T root = std::exp(difference / 2);
  return root * (root + root * rest);
}

/// e^{factor * x^2}, factor a power of two: x = head + tail, head of so few bits that its square is exact.
template <std::floating_point T>
T exp_of_square(T factor, T x) {
  if (!(std::fabs(x) < 256)) return std::exp(factor * x * x);
  const T head = std::trunc(x * 64) / 64;
  return std::exp(factor * head * head) * std::exp(factor * (x - head) * (x + head));
}

template <std::floating_point T>
T exp_minus_square(T x) { return exp_of_square<T>(-1, x); }

/// log(1 - e^{-a}) for a > 0. Mächler, "Accurately computing log(1 - exp(-|a|))", 2012.
template <std::floating_point T>
T log1mexp(T a) {
  return a <= std::numbers::ln2_v<T> ? std::log(-std::expm1(-a)) : std::log1p(-std::exp(-a));
}

template <std::floating_point T>
T log_cosh(T x) {
  const T a = std::fabs(x);
  if (a < 1) {
    const T s = std::sinh(a / 2);
    return std::log1p(2 * s * s);
  }
  return a + (std::log1p(std::exp(-2 * a)) - std::numbers::ln2_v<T>);
}

/// e^x - 1 - x: below 1 the power series, in which nothing cancels.
template <std::floating_point T>
T expm1mx(T x) {
  if (std::fabs(x) < 1) {
    T sum = 1;
    for (int n = 25; n > 2; --n) sum = 1 + x * sum / n;  // 1/25! is below any T's last bit
    return x * x / 2 * sum;
  }
  return std::isinf(x) ? std::fabs(x) : std::expm1(x) - x;
}

/// log(1 + x) - x. With s = x / (2 + x), log(1 + x) = 2 atanh s, and 2 s - x = -x s.
template <std::floating_point T>
T log1pmx(T x) {
  if (T(-0.7) < x && x < 1) {
    const T s = x / (2 + x);
    T sum = 0, power = 2 * s * s * s;
    for (int n = 3; sum + power / n != sum; n += 2, power *= s * s) sum += power / n;
    return -(x * s - sum);  // -0 at 0, as nearby
  }
  return std::isinf(x) && x > 0 ? -x : std::log1p(x) - x;
}

/// e^{x^2} erfc(x). Beyond 9 the asymptotic series, whose smallest term is e^{-81}: Abramowitz and Stegun 7.1.23.
template <std::floating_point T>
T erfcx(T x) {
  if (!(x >= 9)) return exp_of_square<T>(1, x) * std::erfc(x);
  T sum = 1, term = 1;
  for (int n = 1; sum + term != sum; n += 2) sum += term *= -n / (2 * x * x);
  return std::numbers::inv_sqrtpi_v<T> / x * sum;
}

/// 2 x erfcx(x) - 2 / sqrt(pi). The terms cancel; -2 e^{x^2} times the first of the repeated integrals of erfc does
/// not, and their ratios come from their recurrence, downwards: Gautschi, "Recursive computation of the repeated
/// integrals of the error function", 1961.
template <std::floating_point T>
T erfcx_derivative(T x) {
  if (!(x >= T(0.5))) return 2 * x * erfcx(x) - 2 * std::numbers::inv_sqrtpi_v<T>;
  T ratio = 0;
  for (int n = 1000; n > 1; --n) ratio = 1 / (2 * x + 2 * n * ratio);
  return -2 * erfcx(x) * ratio;
}

/// The standard normal distribution function, relatively accurate in the lower tail.
template <std::floating_point T>
T ndtr(T x) {
  const T t = -x / std::numbers::sqrt2_v<T>;
  return x < -1 ? exp_of_square<T>(T(-0.5), x) * erfcx(t) / 2 : std::erfc(t) / 2;
}

template <std::floating_point T>
T log_ndtr(T x) {
  return x < 0 ? std::log(erfcx(-x / std::numbers::sqrt2_v<T>) / 2) - x * x / 2 : std::log1p(-ndtr(-x));
}

/// B_2, B_4, ...; with x >= 12 the first one left out adds less than 2^-70 to the series below.
template <class T>
inline constexpr std::array<T, 11> bernoulli_numbers{
    T(1) / 6, T(-1) / 30, T(1) / 42, T(-1) / 30, T(5) / 66, T(-691) / 2730,
    T(7) / 6, T(-3617) / 510, T(43867) / 798, T(-174611) / 330, T(854513) / 138};

inline constexpr int asymptotic_from = 12;

/// digamma where it has its positive root r: digamma(x) - digamma(r), term by term over the common factor x - r.
template <std::floating_point T>
T digamma_near_root(T x) {
  constexpr double root_high = 1.4616321449683622;  // r = root_high + root_low, to 2^-106
  constexpr T root_low = T(9.549995429965697e-17L);
  const T root = root_high + root_low;
  const T offset = (x - root_high) - root_low;
  T sum = 0;
  for (int k = 0; k < asymptotic_from; ++k) sum += offset / ((x + k) * (root + k));
  const T v = 1 / (x + asymptotic_from), w = 1 / (root + asymptotic_from);
  const T step = -offset * v * w;  // v - w
  sum += std::log1p(offset * w) - step / 2;
  // v^{2n} - w^{2n} = (v^2 - w^2) * (sum of v^{2i} w^{2(n-1-i)}).
  const T a = v * v, b = w * w;
  T powers = 1, last = 1;
  for (std::size_t n = 1; n <= bernoulli_numbers<T>.size(); ++n) {
    sum -= bernoulli_numbers<T>[n - 1] / (2 * n) * step * (v + w) * powers;
    last *= b;
    powers = powers * a + last;
  }
  return sum;
}

/// (log Gamma)', by recurrence up to its asymptotic series: Abramowitz and Stegun 6.3.5, 6.3.7 and 6.3.18.
template <std::floating_point T>
T digamma(T x) {
  if (x == 0) return std::copysign(std::numeric_limits<T>::infinity(), -x);
  if (x < 0) {
    const T r = x - std::round(x);
    if (r == 0 || std::isinf(x)) return std::numeric_limits<T>::quiet_NaN();
    constexpr T pi = std::numbers::pi_v<T>;
    const T cotangent = std::fabs(r) < T(0.25) ? 1 / std::tan(pi * r) : std::tan(pi * (std::copysign(T(0.5), r) - r));
    return digamma(1 - x) - pi * cotangent;
  }
  if (std::isinf(x)) return x;
  if (1 <= x && x <= 2) return digamma_near_root(x);
  T sum = 0;
  for (; x < asymptotic_from; x += 1) sum -= 1 / x;
  T series = 0;
  for (std::size_t n = bernoulli_numbers<T>.size(); n > 0; --n) {
    series = (series + bernoulli_numbers<T>[n - 1] / (2 * n)) / (x * x);
  }
  return sum + (std::log(x) - 1 / (2 * x) - series);
}

/// digamma', by the same steps: Abramowitz and Stegun 6.4.6, 6.4.7 and 6.4.12.
template <std::floating_point T>
T trigamma(T x) {
  if (x <= 0) {
    const T r = x - std::round(x);
    if (std::isinf(x)) return std::numeric_limits<T>::quiet_NaN();
    const T s = std::numbers::pi_v<T> / std::sin(std::numbers::pi_v<T> * r);
    return r == 0 ? std::numeric_limits<T>::infinity() : s * s - trigamma(1 - x);
  }
  T sum = 0;
  for (; x < asymptotic_from; x += 1) sum += 1 / (x * x);
  T series = 0;
  for (std::size_t n = bernoulli_numbers<T>.size(); n > 0; --n) {
    series = (series + bernoulli_numbers<T>[n - 1]) / (x * x);
  }
  return sum + (1 + (T(0.5) / x + series)) / x;
}

}  // namespace lossc::numeric
