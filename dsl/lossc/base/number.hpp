// Decimal literals as exact bits, so that 1_c and 1.0_c are one type on every compiler.
#pragma once
#include <bit>
#include <cstdint>

namespace lossc {

constexpr std::uint64_t to_bits(double value) { return std::bit_cast<std::uint64_t>(value); }
constexpr double from_bits(std::uint64_t bits) { return std::bit_cast<double>(bits); }

/// A number as read, and what is wrong with its spelling: the literal's static_asserts say it.
struct parsed_number {
  double value = 0;
  bool decimal = true;       // digits, a point, an exponent
  bool short_enough = true;  // 2^53: the mantissa is exact
  bool in_range = true;      // 1e±22: the power of ten is exact
};

/// Mantissa and power of ten are exact, so one division or product rounds correctly.
constexpr parsed_number parse_number(const char* digits, int length) {
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
    if (c < '0' || c > '9') return {.decimal = false};
    mantissa = mantissa * 10 + static_cast<std::uint64_t>(c - '0');
    if (mantissa > (std::uint64_t{1} << 53)) return {.short_enough = false};
    if (after_point) --exponent;
  }
  if (position < length) {
    int sign = 1, power = 0;
    for (++position; position < length; ++position) {
      if (digits[position] == '-') sign = -1;
      else if (digits[position] >= '0' && digits[position] <= '9') power = power * 10 + (digits[position] - '0');
      if (power > 1000) return {.in_range = false};
    }
    exponent += sign * power;
  }
  if (exponent < -22 || exponent > 22) return {.in_range = false};
  double scale = 1;
  for (int i = 0; i < (exponent < 0 ? -exponent : exponent); ++i) scale *= 10;
  const auto value = static_cast<double>(mantissa);
  return {.value = exponent < 0 ? value / scale : value * scale};
}

}  // namespace lossc
