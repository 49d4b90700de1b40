// Inputs for the mathematics of the kernels: every corner, and everything between at a stride.
#ifndef LOSSC_TESTS_RUNTIME_SAMPLES_HPP_
#define LOSSC_TESTS_RUNTIME_SAMPLES_HPP_

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <utility>
#include <vector>

// Where functions change form, and both neighbours of each.
template <class T> std::vector<T> specials() {
  using limits = std::numeric_limits<T>;
  std::vector<T> result;
  for (const double end : {0.0,
                           0.25,
                           0.346573590279972655,
                           0.5,
                           0.49497475,
                           0.55,
                           0.7,
                           0.693147180559945309,
                           0.75,
                           1.0,
                           1.5,
                           2.0,
                           9.0,
                           9.41924,
                           10.0,
                           10.2,
                           14.4,
                           17.3286795,
                           20.0,
                           37.0,
                           87.3365447,
                           88.7228391,
                           103.972084,
                           708.396418532264,
                           709.782712893384,
                           745.133219101941,
                           double{limits::denorm_min()},
                           double{limits::min()},
                           double{limits::epsilon()},
                           double{limits::max()},
                           double{limits::infinity()},
                           double{limits::quiet_NaN()}}) {
    const T x = static_cast<T>(end);
    for (const T near : {std::nextafter(x, T(0)), x, std::nextafter(x, limits::infinity())}) {
      result.push_back(near);
      result.push_back(-near);
    }
  }
  return result;
}

inline std::vector<float> samples(float) {
  std::vector<float> result = specials<float>();
  for (std::uint64_t bits = 0; bits < std::uint64_t(1) << 32; bits += 4099) {
    result.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  }
  return result;
}

// Bit patterns at random, and as many where the functions are neither 0, x nor a bound.
inline std::vector<double> samples(double) {
  std::vector<double> result = specials<double>();
  std::mt19937_64 random(20);
  std::uniform_real_distribution<double> uniform(-1, 1), exponent(-30, 10);
  for (int i = 0; i < 100000; ++i) {
    result.push_back(std::bit_cast<double>(random()));
    result.push_back(uniform(random) * std::exp2(exponent(random)));
  }
  return result;
}

// Bases and exponents of a pow whose result is representable, near and far from 1; small exponents;
// numbers whose difference is the exponent of a representable exp, mostly not exact; numbers of one
// size, of both signs; then all pairs of specials.
template <class T> std::pair<std::vector<T>, std::vector<T>> pairs(int count) {
  std::vector<T> x, y;
  std::mt19937_64 random(7);
  const double span = std::numeric_limits<T>::max_exponent;
  std::uniform_real_distribution<double> near(-0.55, 0.55), far(-span, span), to(-1.2, 1.01);
  for (int i = 0; i < count; ++i) {
    x.push_back(static_cast<T>(std::exp2(i % 2 ? near(random) : far(random))));
    y.push_back(static_cast<T>(to(random) * span / std::log2(x.back())));
    x.push_back(static_cast<T>(std::exp2(far(random)) * (i % 2 ? 1 : -1)));
    y.push_back(static_cast<T>(static_cast<int>(random() % 17) - 8) / (i % 4 ? 1 : 2));
    x.push_back(static_cast<T>(std::exp2(10 * near(random)) * near(random)));
    y.push_back(static_cast<T>(x.back() - 0.69 * span * to(random)));
    const double size = std::exp2(far(random));
    x.push_back(static_cast<T>(size * (i % 2 ? 1 : -1)));
    y.push_back(static_cast<T>(size * std::exp2(4 * near(random)) * (i % 4 < 2 ? 1 : -1)));
  }
  std::vector<T> ends = specials<T>();
  for (const double v : {3.0, 40.0, 0x1p22 - 0.5, 0x1p23 - 1, 0x1p23 + 1, 0x1p24 - 1, 0x1p24 + 2}) {
    ends.insert(ends.end(), {static_cast<T>(v), static_cast<T>(-v)});
  }
  for (const T a : ends) {
    for (const T b : ends) x.push_back(a), y.push_back(b);
  }
  return {x, y};
}

#endif  // LOSSC_TESTS_RUNTIME_SAMPLES_HPP_
