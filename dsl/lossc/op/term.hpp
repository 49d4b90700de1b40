// What the calculus is written in: one text serves graph nodes, arrays of numbers and user expressions.
#pragma once
#include <concepts>
#include <type_traits>

#include <lossc/op/facts.hpp>

namespace lossc {

/// A term knows how to apply a primitive to itself. Three languages are terms: expressions (types),
/// graph nodes (symbols) and arrays (numbers).
template <class E>
concept term = requires { typename E::term_tag; };

template <class N>
concept plain_number = std::is_arithmetic_v<N>;

namespace detail {
template <class A, class... B>
struct first_term {
  using type = typename first_term<B...>::type;
};
template <term A, class... B>
struct first_term<A, B...> {
  using type = A;
};
template <class Like, class X>
constexpr auto lift(const Like& like, const X& x) {
  if constexpr (plain_number<X>) return Like::number(like, static_cast<double>(x));
  else return x;
}
template <class A, class... B>
constexpr const auto& find_term(const A& a, const B&... b) {
  if constexpr (term<A>) return a;
  else return find_term(b...);
}
}  // namespace detail

/// Applies `Op`; plain numbers become numbers of the other operands' language.
template <class Op, class... A>
constexpr auto apply(const A&... a) {
  using E = typename detail::first_term<A...>::type;
  const E& like = detail::find_term(a...);
  return E::template apply<Op>(detail::lift(like, a)...);
}

template <class... A>
concept operands = (term<A> || ...) && ((term<A> || plain_number<A>) && ...);

}  // namespace lossc

/// Makes a primitive callable; stands under its struct. The one macro of this layer.
#define LOSSC_FUNCTION(function, Primitive)            \
  template <class... A>                                \
    requires lossc::operands<A...>                     \
  constexpr auto function(const A&... a) {             \
    return lossc::apply<lossc::op::Primitive>(a...);   \
  }
