// The 16-bit floating-point types of kernels in the emulated grid: storage, widening and rounding.
#ifndef LOSSC_EMULATE_STORAGE16_H_
#define LOSSC_EMULATE_STORAGE16_H_

#include <cstdint>
#include <cstring>

namespace lossc {
namespace emulate {

// The value m * 2^e of a normal number has its leading bit in front of `fraction` further bits, and
// 2^first <= |value|; below, numbers are multiples of the smallest.
template <int Fraction, int First, int Last> struct format16 {
  static constexpr uint16_t infinity = static_cast<uint16_t>((Last - First + 2) << Fraction);

  /// To the nearest, ties to even; NaN is 0x7fff, as CUDA gives it.
  static uint16_t round(double x) {
    uint64_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    const uint16_t sign = static_cast<uint16_t>(bits >> 63 << 15);
    const int exponent = static_cast<int>(bits >> 52 & 0x7ff) - 1023;
    const uint64_t fraction = bits & 0xfffffffffffff;
    if (exponent == 1024) return fraction != 0 ? 0x7fff : static_cast<uint16_t>(sign | infinity);
    // Doubles without a leading bit are far below half of the smallest number of either format.
    const uint64_t significand = fraction | uint64_t{1} << 52;
    const int scale = exponent < First ? First : exponent;
    const int shift = scale - exponent + 52 - Fraction;
    if (shift > 53) return sign;  // less than half of the smallest
    const uint64_t half = uint64_t{1} << (shift - 1), rest = significand & (2 * half - 1);
    uint64_t rounded = significand >> shift;
    if (rest > half || (rest == half && (rounded & 1) != 0)) ++rounded;
    // The leading bit adds 1 to the exponent's field, and so does a carry.
    rounded += static_cast<uint64_t>(scale - First) << Fraction;
    return static_cast<uint16_t>(sign | (rounded < infinity ? rounded : infinity));
  }

  static float widen(uint16_t bits) {
    uint32_t wide = static_cast<uint32_t>(bits & 0x7fff) << (23 - Fraction);
    if ((bits & infinity) == infinity) {
      wide |= 0x7f800000;
    } else if ((bits & infinity) != 0 || First == -126) {
      wide += static_cast<uint32_t>(First + 126) << 23;
    } else {  // subnormal here, normal as a float: 2^First put in front is taken off again
      wide += static_cast<uint32_t>(First + 127) << 23;
      return with_sign(as_float(wide) - as_float(static_cast<uint32_t>(First + 127) << 23), bits);
    }
    return with_sign(as_float(wide), bits);
  }

 private:
  static float as_float(uint32_t bits) {
    float x;
    std::memcpy(&x, &bits, sizeof x);
    return x;
  }
  static float with_sign(float x, uint16_t bits) { return (bits & 0x8000) != 0 ? -x : x; }
};

using bfloat16_format = format16<7, -126, 127>;
using float16_format = format16<10, -14, 15>;

}  // namespace emulate

namespace cuda {

// Without conversions or arithmetic, so that kernels must widen and narrow.
struct alignas(2) bfloat16 {
  uint16_t bits;
};
struct alignas(2) float16 {
  uint16_t bits;
};

inline float widen(bfloat16 x) { return emulate::bfloat16_format::widen(x.bits); }
inline float widen(float16 x) { return emulate::float16_format::widen(x.bits); }
inline float widen(float x) { return x; }
inline double widen(double x) { return x; }

template <class T> T narrow(double x);
template <> inline double narrow<double>(double x) { return x; }
template <> inline float narrow<float>(double x) { return static_cast<float>(x); }
template <> inline bfloat16 narrow<bfloat16>(double x) {
  return {emulate::bfloat16_format::round(x)};
}
template <> inline float16 narrow<float16>(double x) { return {emulate::float16_format::round(x)}; }
template <class T> T narrow(float x);
template <> inline double narrow<double>(float x) { return x; }
template <> inline float narrow<float>(float x) { return x; }
template <> inline bfloat16 narrow<bfloat16>(float x) {
  return {emulate::bfloat16_format::round(x)};
}
template <> inline float16 narrow<float16>(float x) { return {emulate::float16_format::round(x)}; }

}  // namespace cuda
}  // namespace lossc

#endif  // LOSSC_EMULATE_STORAGE16_H_
