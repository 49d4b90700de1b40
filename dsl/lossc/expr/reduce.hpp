// Reductions over named axes: sum prod mean var standard_deviation max min logsumexp norm, and what looks along an axis: softmax, normalize.
#pragma once
#include <lossc/expr/input.hpp>

namespace lossc {

namespace detail {
template <class Op, class X, class... A>
constexpr auto reduce_over(X, boost::hana::tuple<A...>) {
  constexpr bool axes_only = (is_axis<A> && ...);
  static_assert(axes_only, "lossc: a reduction names axes: write sum(x, batch)");
  if constexpr (axes_only) {
    using over = boost::hana::tuple<A...>;
    constexpr bool present = includes<over, typename X::axes>;
    static_assert(present, "lossc: this reduction names an axis that its operand does not have");
    static_assert(all_different(over{}), "lossc: this reduction names one axis twice");
    static_assert(X::value_kind != kind::label,
                  "lossc: a label is used as a number: pick with at(x, label) or compare with same(axis, label)");
    static_assert(X::value_kind != kind::condition,
                  "lossc: a condition is used as a number: write where(condition, 1_c, 0_c)");
    if constexpr (Op::info.shape == shape::along) return applied<Op, typename X::axes, over, X>{};
    else return applied<Op, typename without<typename X::axes, over>::type, over, X>{};
  }
}

// max(x, 0) is the larger of two, not a reduction over the axis 0.
template <class Op>
inline constexpr bool has_two_operands_too = std::is_same_v<Op, op::MaxOver> || std::is_same_v<Op, op::MinOver>;
}  // namespace detail

// With axes: over those. Without: over all axes of the operand.
#define LOSSC_REDUCTION(function, Primitive)                                                                       \
  template <expression X, class First, class... A>                                                                 \
    requires(!expression<First> && !(plain_number<First> && detail::has_two_operands_too<op::Primitive>))          \
  constexpr auto function(X x, First, A...) {                                                                      \
    return detail::reduce_over<op::Primitive>(x, boost::hana::tuple<First, A...>{});                               \
  }                                                                                                                \
  template <expression X>                                                                                          \
  constexpr auto function(X x) {                                                                                   \
    return detail::reduce_over<op::Primitive>(x, typename X::axes{});                                              \
  }

LOSSC_REDUCTION(sum, Sum)
LOSSC_REDUCTION(prod, Prod)
LOSSC_REDUCTION(mean, Mean)
LOSSC_REDUCTION(var, Var)
LOSSC_REDUCTION(standard_deviation, Std)  // beside the namespace std, no function of that name can be called
LOSSC_REDUCTION(max, MaxOver)
LOSSC_REDUCTION(min, MinOver)
LOSSC_REDUCTION(logsumexp, LogSumExp)
LOSSC_REDUCTION(norm, Norm)
LOSSC_REDUCTION(normalize, Normalize)
LOSSC_REDUCTION(softmax, Softmax)
LOSSC_REDUCTION(log_softmax, LogSoftmax)

/// The norms of order 1 and infinity: Σ |x| and max |x|, which is 0 at 0 and whose ties share.
template <expression X, class... A>
constexpr auto norm_1(X x, A... axes) { return sum(abs(x), axes...); }
template <expression X, class... A>
constexpr auto norm_infinity(X x, A... axes) { return max(abs(x), axes...); }

/// The mean of x over every axis that `like` lacks: per-item values from per-element ones.
template <expression X, expression Like>
constexpr auto mean_onto(X x, Like) {
  return detail::reduce_over<op::Mean>(x, typename detail::without<typename X::axes, typename Like::axes>::type{});
}

/// ‖x − y + eps‖ along `axis`, row by row. With eps = 0 (the default) the gradient at x = y is 0.
template <expression X, expression Y, class Axis, expression Eps = number_expression<0>>
constexpr auto pairwise_distance(X x, Y y, Axis axis, Eps eps = {}) {
  static_assert(is_axis<Axis>, "lossc: pairwise_distance(x, y, axis) needs the axis of the vectors");
  static_assert(std::is_same_v<typename Eps::axes, boost::hana::tuple<>>,
                "lossc: pairwise_distance(x, y, axis, eps) needs a scalar eps");
  if constexpr (std::is_same_v<Eps, number_expression<0>>) return norm(x - y, axis);
  else return norm(x - y + eps, axis);
}

/// weight * x, where a weight of exactly 0 annihilates; the weight may have fewer axes than x.
template <expression X, expression W>
constexpr auto weight(X x, W w) {
  static_assert(detail::includes<typename W::axes, typename X::axes>,
                "lossc: weight(x, w): the weight has an axis that the weighted value lacks");
  return weigh(w, x);
}

/// The reductions by name: reduce<mean_of>(x, batch).
enum class reduction : std::uint8_t { none, sum, mean };
template <reduction R, expression X, class... A>
constexpr auto reduce(X x, A... axes) {
  if constexpr (R == reduction::none) return x;
  else if constexpr (R == reduction::sum) return sum(x, axes...);
  else return mean(x, axes...);
}

}  // namespace lossc
