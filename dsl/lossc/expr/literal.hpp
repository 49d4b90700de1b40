// Number literals: 1_c, 0.5_c, 1e-6_c. They are types, so that an expression stays a type.
#pragma once
#include <lossc/base/number.hpp>
#include <lossc/expr/expression.hpp>

namespace lossc {

inline namespace literals {
template <char... Digits>
constexpr auto operator""_c() {
  constexpr char digits[] = {Digits...};
  return number_expression<to_bits(parse_number(digits, sizeof...(Digits)))>{};
}
}  // namespace literals

}  // namespace lossc
