// Number literals: 1_c, 0.5_c, 1e-6_c. They are types, so that an expression stays a type.
#pragma once
#include <lossc/base/number.hpp>
#include <lossc/expr/expression.hpp>

namespace lossc {

inline namespace literals {
template <char... Digits>
constexpr auto operator""_c() {
  constexpr char digits[] = {Digits...};
  constexpr parsed_number parsed = parse_number(digits, sizeof...(Digits));
  static_assert(parsed.decimal, "lossc: a number literal must be decimal: write 0.5_c, 2_c or 1e-6_c");
  static_assert(parsed.short_enough, "lossc: a number literal may hold 15 digits");
  static_assert(parsed.in_range, "lossc: a number literal must lie between 1e-22 and 1e22");
  return number_expression<to_bits(parsed.value)>{};
}
}  // namespace literals

/// The circle's number, to the last bit of a double.
inline constexpr number_expression<to_bits(3.14159265358979323846)> pi{};

}  // namespace lossc
