// Labels in expressions: at(x, label) and same(…), checked before a primitive sees them.
#pragma once
#include <lossc/expr/reduce.hpp>

namespace lossc {

namespace detail {
template <class X>
inline constexpr bool is_label = [] {
  if constexpr (expression<X>) return X::value_kind == kind::label;
  else return false;
}();
/// A renamed label is compared with labels only.
template <class X>
inline constexpr bool indexes = requires { typename X::target; };
}  // namespace detail

/// The entry of x that the label names: x loses the indexed axis and gains the label's own.
template <expression X, class Label>
constexpr auto at(X x, Label label) {
  constexpr bool is_label = detail::is_label<Label> && detail::indexes<Label>;
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
  static_assert(detail::is_label<Label>, "lossc: is_valid(label) needs a label");
  if constexpr (detail::is_label<Label>) return applied<op::Valid, typename Label::axes, boost::hana::tuple<>, Label>{};
}

/// Whether two axes stand at one index, a label names this class, or two labels agree.
template <class A, class B>
constexpr auto same(A a, B b) {
  constexpr bool label_a = detail::is_label<A>, label_b = detail::is_label<B>;
  static_assert((is_axis<A> || label_a) && (is_axis<B> || label_b), "lossc: same(a, b) compares axes and labels");
  if constexpr (is_axis<A> && label_b && !detail::indexes<B>) {
    static_assert(detail::never<B>, "lossc: same(axis, label): a renamed label is compared with labels only");
  } else if constexpr (is_axis<A> && label_b) {
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
