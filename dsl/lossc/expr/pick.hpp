// Labels in expressions: at(x, label) and same(…), checked before a primitive sees them.
#pragma once
#include <lossc/expr/reduce.hpp>

namespace lossc {

/// The entry of x that the label names: x loses the indexed axis and gains the label's own.
template <expression X, class Label>
constexpr auto at(X x, Label label) {
  constexpr bool is_label = [] {
    if constexpr (expression<Label> && requires { typename Label::target; }) return Label::value_kind == kind::label;
    else return false;
  }();
  static_assert(is_label, "lossc: at(x, label) picks by a label: declare one as label<...>(batch, classes)");
  if constexpr (is_label) {
    static_assert(detail::contains<typename Label::target, typename X::axes>,
                  "lossc: at(x, label): x does not have the axis that the label indexes");
    static_assert(X::value_kind == kind::real, "lossc: at(x, label) picks from a real value");
    return expression_base::template apply<op::At>(x, label);
  }
}

/// take(table, index): the rows of a table that an index names, a table[rows, …] by a label<"index">(items, rows): [items, …]. The
/// gradient of a row of the table is the sum of those of the items that took it.
template <expression Table, class Index>
constexpr auto take(Table table, Index index) { return at(table, index); }

namespace detail {
template <class X>
constexpr auto as_index(X x) {
  if constexpr (is_axis<X>) return position(x);
  else return x;
}
}  // namespace detail

/// Whether a label is not `ignore_index`. Sums and means skip ignored rows by themselves; other reductions ask.
template <class Label>
constexpr auto is_valid(Label) {
  constexpr bool is_label = [] {
    if constexpr (expression<Label>) return Label::value_kind == kind::label;
    else return false;
  }();
  static_assert(is_label, "lossc: is_valid(label) needs a label");
  if constexpr (is_label) return applied<op::Valid, typename Label::axes, boost::hana::tuple<>, Label>{};
}

/// Whether two axes stand at one index, a label names this class, or two labels agree.
template <class A, class B>
constexpr auto same(A a, B b) {
  constexpr auto is_label = []<class X>(X) {
    if constexpr (expression<X>) return X::value_kind == kind::label;
    else return false;
  };
  constexpr bool label_a = is_label(A{}), label_b = is_label(B{});
  static_assert((is_axis<A> || label_a) && (is_axis<B> || label_b), "lossc: same(a, b) compares axes and labels");
  if constexpr (is_axis<A> && label_b) {
    static_assert(std::is_same_v<A, typename B::target>, "lossc: same(axis, label): the label indexes another axis");
    return applied<op::OneHot, typename detail::insert<typename B::axes, A>::type, boost::hana::tuple<>, B>{};
  } else if constexpr (label_a && is_axis<B>) {
    return same(b, a);
  } else {
    using X = decltype(detail::as_index(a));
    using Y = decltype(detail::as_index(b));
    return applied<op::Equal, typename detail::union_of<typename X::axes, typename Y::axes>::type, boost::hana::tuple<>, X, Y>{};
  }
}

}  // namespace lossc
