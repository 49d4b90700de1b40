// The 16-bit formats of the emulated grid: widening of every number, rounding against a search
// among them.
#include <lossc/emulate/storage16.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace cuda = lossc::cuda;

namespace {

struct format {
  int fraction, bias;
};
template <class T> constexpr format format_of{};
template <> constexpr format format_of<cuda::bfloat16>{7, 127};
template <> constexpr format format_of<cuda::float16>{10, 15};

// IEEE 754, 3.4, as it is written there.
double value_of(std::uint16_t bits, format f) {
  const int exponent = (bits & 0x7fff) >> f.fraction, ones = (1 << (15 - f.fraction)) - 1;
  const int fraction = bits & ((1 << f.fraction) - 1);
  const double sign = bits >> 15 != 0 ? -1 : 1;
  if (exponent == ones) return fraction == 0 ? sign * INFINITY : NAN;
  if (exponent == 0) return sign * std::ldexp(fraction, 1 - f.bias - f.fraction);
  return sign * std::ldexp((1 << f.fraction) + fraction, exponent - f.bias - f.fraction);
}

template <class T> T from_bits(unsigned bits) { return T{static_cast<std::uint16_t>(bits)}; }

// Among all finite numbers of the format and the one that would follow; even is an even encoding.
template <class T> class nearest {
 public:
  nearest() {
    const format f = format_of<T>;
    while (std::isfinite(value_of(static_cast<std::uint16_t>(values_.size()), f)))
      values_.push_back(value_of(static_cast<std::uint16_t>(values_.size()), f));
    values_.push_back(2 * values_[values_.size() - (std::size_t{1} << f.fraction)]);
  }

  std::uint16_t operator()(double x) const {
    if (std::isnan(x)) return 0x7fff;
    const std::uint16_t sign = std::signbit(x) ? 0x8000 : 0;
    const double size = std::min(std::fabs(x), values_.back());
    const auto above = std::lower_bound(values_.begin(), values_.end(), size);
    auto found = static_cast<std::uint16_t>(above - values_.begin());
    if (*above != size) {
      const double middle = (above[-1] + above[0]) / 2;  // exact
      if (size < middle || (size == middle && found % 2 != 0)) --found;
    }
    return sign | found;
  }

  const std::vector<double>& values() const { return values_; }

 private:
  std::vector<double> values_;
};

}  // namespace

TEMPLATE_TEST_CASE("every 16-bit number widens to its value", "", cuda::bfloat16, cuda::float16) {
  int wrong = 0;
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const double expected = value_of(static_cast<std::uint16_t>(bits), format_of<TestType>);
    const float x = cuda::widen(from_bits<TestType>(bits));
    const bool same = std::isnan(expected)
                          ? std::isnan(x)
                          : x == expected && std::signbit(x) == std::signbit(expected);
    wrong += !same;
  }
  CHECK(wrong == 0);
}

TEMPLATE_TEST_CASE("every 16-bit number survives widening and narrowing", "", cuda::bfloat16,
                   cuda::float16) {
  int wrong = 0;
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const float x = cuda::widen(from_bits<TestType>(bits));
    wrong += cuda::narrow<TestType>(x).bits != (std::isnan(x) ? 0x7fff : bits);
  }
  CHECK(wrong == 0);
}

TEMPLATE_TEST_CASE("narrowing takes the nearest number, even where two are", "", cuda::bfloat16,
                   cuda::float16) {
  const nearest<TestType> expected;
  int wrong = 0;
  const auto look = [&](double x) {
    for (const double y : {x, -x}) {
      wrong += cuda::narrow<TestType>(y).bits != expected(y);
      const auto single = static_cast<float>(y);
      wrong += cuda::narrow<TestType>(single).bits != expected(static_cast<double>(single));
    }
  };
  // Each number, each middle of two, and their neighbours among floats and doubles.
  const std::vector<double>& values = expected.values();
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    for (const double x : {values[i], (values[i] + values[i + 1]) / 2}) {
      const auto single = static_cast<float>(x);
      look(x);
      look(std::nextafter(x, INFINITY));
      look(std::nextafter(x, 0));
      look(std::nextafter(single, INFINITY));
      look(std::nextafter(single, 0.0f));
    }
  }
  std::mt19937_64 random(1);
  for (int i = 0; i < 200000; ++i) {
    const std::uint64_t bits = random();
    double x;
    std::memcpy(&x, &bits, sizeof x);
    look(x);
    look(std::ldexp(1 + static_cast<double>(bits >> 12) * 0x1p-52,
                    static_cast<int>(bits % 300) - 150));
  }
  for (const double x : {0.0, double{INFINITY}, double{NAN}, std::numeric_limits<double>::max(),
                         std::numeric_limits<double>::denorm_min(),
                         double{std::numeric_limits<float>::denorm_min()}})
    look(x);
  CHECK(wrong == 0);
}

TEST_CASE("narrowing a double rounds once") {
  // 1 + 2^-8 is the middle of two bfloat16; a little more rounds up, and through a float down to
  // even.
  const double x = 1 + 0x1p-8 + 0x1p-40;
  CHECK(cuda::widen(cuda::narrow<cuda::bfloat16>(x)) == 1 + 0x1p-7f);
  CHECK(cuda::widen(cuda::narrow<cuda::bfloat16>(static_cast<float>(x))) == 1);
}
