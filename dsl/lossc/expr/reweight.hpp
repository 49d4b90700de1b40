// Any loss under other weights and reductions: unreduced(loss) takes the outermost mean or sum off, and these put one on again.
//
//   per item or per entry, divided by the number of items     mean(weight(unreduced(l), w))
//   divided by the sum of the weights                         mean_by_weight(unreduced(l), w)
//   a weight per class: of the labels' own                    mean_by_weight(unreduced(l), at(class_weight, target))
//   divided by a given number                                 sum(weight(unreduced(l), w)) / n
//   constant, learned, held fixed, computed                   w is 2_c, an input, stop_gradient(f(x)), f(x)
#pragma once
#include <lossc/expr/reduce.hpp>

namespace lossc {

namespace detail {

template <class E>
struct unreduced_of {
  static constexpr bool known = false;
};
template <class Axes, class Reduced, class X>
struct unreduced_of<applied<op::Mean, Axes, Reduced, X>> {
  static constexpr bool known = true;
  using type = X;
};
template <class Axes, class Reduced, class X>
struct unreduced_of<applied<op::Sum, Axes, Reduced, X>> : unreduced_of<applied<op::Mean, Axes, Reduced, X>> {};
template <class Axes, class Reduced, class X>
  requires(unreduced_of<X>::known)
struct unreduced_of<applied<op::Negate, Axes, Reduced, X>> {
  static constexpr bool known = true;
  using type = decltype(-typename unreduced_of<X>::type{});
};
template <text Name, class X>
struct unreduced_of<named_expression<Name, X>> : unreduced_of<X> {};

}  // namespace detail

/// The terms that the outermost mean or sum of e runs over: per-item values of a loss.
template <expression E>
constexpr auto unreduced(E) {
  static_assert(detail::unreduced_of<E>::known, "lossc: unreduced(e) needs an e that ends in a mean or a sum");
  if constexpr (detail::unreduced_of<E>::known) return typename detail::unreduced_of<E>::type{};
}

/// Σ w x / Σ w; 0 where the weights sum to 0.
template <expression X, expression W>
constexpr auto mean_by_weight(X x, W w) { return sum(weight(x, w)) / sum(w); }

}  // namespace lossc
