// Decimal literals as exact bits, so that 1_c and 1.0_c are one type on every compiler.
#pragma once
#include <bit>
#include <cstdint>

#include <lossc/base/fail.hpp>

namespace lossc {

constexpr std::uint64_t to_bits(double value) { return std::bit_cast<std::uint64_t>(value); }
constexpr double from_bits(std::uint64_t bits) { return std::bit_cast<double>(bits); }

/// Reads digits with an optional point and exponent. Mantissa and power of ten are exact up to
/// 2^53 and 10^22, so one division or product rounds correctly; longer literals are refused.
constexpr double parse_number(const char* digits, int length) {
  std::uint64_t mantissa = 0;
  int exponent = 0, position = 0;
  bool after_point = false;
  for (; position < length && digits[position] != 'e' && digits[position] != 'E'; ++position) {
    const char c = digits[position];
    if (c == '\'') continue;
    if (c == '.') {
      after_point = true;
      continue;
    }
    if (c < '0' || c > '9') fail("a number literal must be decimal: write 0.5_c, 2_c or 1e-6_c");
    mantissa = mantissa * 10 + static_cast<std::uint64_t>(c - '0');
    if (mantissa > (std::uint64_t{1} << 53)) fail("a number literal may hold 15 digits");
    if (after_point) --exponent;
  }
  if (position < length) {
    int sign = 1, power = 0;
    for (++position; position < length; ++position) {
      if (digits[position] == '-') sign = -1;
      else if (digits[position] != '+') power = power * 10 + (digits[position] - '0');
    }
    exponent += sign * power;
  }
  if (exponent < -22 || exponent > 22) fail("a number literal must lie between 1e-22 and 1e22");
  double scale = 1;
  for (int i = 0; i < (exponent < 0 ? -exponent : exponent); ++i) scale *= 10;
  const auto value = static_cast<double>(mantissa);
  return exponent < 0 ? value / scale : value * scale;
}

}  // namespace lossc
