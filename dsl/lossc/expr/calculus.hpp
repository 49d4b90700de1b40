// Calculus in formulas: grad, d, jvp and hvp of expressions with respect to inputs or parts of them.
#pragma once
#include <lossc/expr/pick.hpp>

namespace lossc {

namespace detail {

/// Whether X is E or an operand inside it; inputs go by their names elsewhere.
template <class E, class X>
inline constexpr bool holds = std::is_same_v<E, X>;
template <class Op, class Axes, class Reduced, class... Operand, class X>
inline constexpr bool holds<applied<Op, Axes, Reduced, Operand...>, X> =
    std::is_same_v<applied<Op, Axes, Reduced, Operand...>, X> || (holds<Operand, X> || ...);
template <text Name, class E, class X>
inline constexpr bool holds<named_expression<Name, E>, X> = holds<E, X>;

template <class X>
struct without_name {
  using type = X;
};
template <text Name, class X>
struct without_name<named_expression<Name, X>> : without_name<X> {};

template <class E, class X>
inline constexpr bool depends_on = holds<E, typename without_name<X>::type>;

template <class E, class X>
constexpr bool check_derivative() {
  static_assert(expression<E> && expression<X>, "lossc: a derivative is taken of an expression, with respect to an input or an expression inside it");
  if constexpr (expression<E> && expression<X>) {
    static_assert(E::value_kind == kind::real || E::value_kind == kind::mask, "lossc: a label or a condition has no derivative");
    static_assert(X::value_kind == kind::real, "lossc: a derivative with respect to a label, a mask or a condition: only real inputs and expressions vary");
    static_assert(!is_number<X>, "lossc: a derivative with respect to a number: name an input, or an expression inside the differentiated one");
    constexpr bool occurs = is_input<X> || is_number<X> || depends_on<E, X>;
    static_assert(occurs, "lossc: a derivative with respect to an expression that does not occur in what is differentiated");
    return X::value_kind == kind::real && !is_number<X> && occurs;
  } else {
    return false;
  }
}

template <class X, class V>
constexpr bool check_direction() {
  static_assert(expression<V>, "lossc: a direction is an expression: write 1_c instead of 1");
  if constexpr (expression<V>) {
    static_assert(V::value_kind == kind::real || V::value_kind == kind::mask, "lossc: a direction is made of numbers, not of labels or conditions");
    static_assert(includes<typename V::axes, typename X::axes>, "lossc: a direction has an axis that the variable lacks");
    return true;
  } else {
    return false;
  }
}

template <class E, class X, class Seed>
using gradient_expression = applied<op::Gradient, typename X::axes, boost::hana::tuple<>, E, X, Seed>;
template <class E, class X, class Direction>
using directional_expression = applied<op::DirectionalDerivative, typename E::axes, boost::hana::tuple<>, E, X, Direction>;

}  // namespace detail

/// The gradient of e with respect to x, an input or an expression inside e; it has the axes of x.
/// Of an e that has axes, it is the gradient of the sum. At kinks it is what the primitives' rows say.
template <class E, class X>
constexpr auto grad(E, X) {
  if constexpr (detail::check_derivative<E, X>()) return detail::gradient_expression<E, X, number_expression<to_bits(1)>>{};
}

/// The rate at which e changes when x changes at the rate v: the Jacobian of e times v, with the axes of e.
template <class E, class X, class V>
constexpr auto jvp(E, X, V) {
  if constexpr (detail::check_derivative<E, X>())
    if constexpr (detail::check_direction<X, V>()) return detail::directional_expression<E, X, V>{};
}

/// The derivative of e with respect to t, entry by entry, of an e whose entries depend on one entry of t
/// each: d(log_snr, time). It has the axes of e.
template <class E, class T>
constexpr auto d(E, T) {
  if constexpr (detail::check_derivative<E, T>()) {
    constexpr bool has_axes = detail::includes<typename T::axes, typename E::axes>, constant = !detail::depends_on<E, T>;
    static_assert(has_axes || constant, "lossc: d(e, t) is taken entry by entry, and e lacks an axis of t: grad(e, t) is the gradient of a sum");
    if constexpr (has_axes) return detail::directional_expression<E, T, number_expression<to_bits(1)>>{};
    else return number_expression<to_bits(0)>{};
  }
}

/// The Hessian of e (of its sum) with respect to x, times v; it has the axes of x. At kinks it is 0.
template <class E, class X, class V>
constexpr auto hvp(E e, X x, V) {
  if constexpr (detail::check_derivative<E, X>())
    if constexpr (detail::check_direction<X, V>())
      // The Hessian is symmetric, so the gradient of ⟨v, ∇e⟩ with a fixed v is H v.
      return detail::gradient_expression<decltype(grad(e, x)), X, V>{};
}

}  // namespace lossc
