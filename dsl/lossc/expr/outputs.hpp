// Outputs beside the value: with_outputs(loss, output<"mean_distance">(e), …). The value stays first and alone has gradients.
#pragma once
#include <lossc/expr/reduce.hpp>

namespace lossc {

/// A by-product and its name in the generated arguments.
template <text Name, class X>
struct named_output {
  static constexpr auto output_name = Name;
  using expression = X;
};

template <text Name, expression X>
constexpr auto output(X) {
  static_assert(X::value_kind == kind::real, "lossc: an output holds numbers: write where(condition, 1_c, 0_c)");
  return named_output<Name, X>{};
}

/// A value with by-products of the same pass.
template <class Value, class... Output>
struct several_outputs {};

namespace detail {

template <class>
inline constexpr bool is_named_output = false;
template <text Name, class X>
inline constexpr bool is_named_output<named_output<Name, X>> = true;

/// The value of what a formula returns, and the list of its by-products.
template <class Returned>
struct returned {
  using value = Returned;
  using outputs = boost::hana::tuple<>;
};
template <class Value, class... Output>
struct returned<several_outputs<Value, Output...>> {
  using value = Value;
  using outputs = boost::hana::tuple<Output...>;
};

}  // namespace detail

template <expression Value, class... Output>
constexpr auto with_outputs(Value, Output...) {
  constexpr bool named = (detail::is_named_output<Output> && ...);
  static_assert(named, "lossc: with_outputs(value, ...) takes the value first and then outputs, each with a name");
  return several_outputs<Value, Output...>{};
}

/// How many entries of x are not finite: the check for NaN and inf, from the pass that computes the loss.
template <expression X>
constexpr auto count_non_finite(X x) { return sum(where(is_finite(x), number_expression<to_bits(0)>{}, number_expression<to_bits(1)>{})); }

}  // namespace lossc
