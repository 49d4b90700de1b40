// Expressions are stateless types: type = identity. Here they are built, and wrong ones are refused with a sentence.
#pragma once
#include <lossc/expr/axis.hpp>
#include <lossc/op/derivative.hpp>
#include <lossc/op/entropy.hpp>
#include <lossc/op/gamma.hpp>
#include <lossc/op/gaussian.hpp>
#include <lossc/op/hyperbolic.hpp>
#include <lossc/op/label.hpp>
#include <lossc/op/remainder.hpp>

namespace lossc {

enum class kind : std::uint8_t { real, condition, label, mask };

template <class X>
concept expression = term<X> && requires { typename X::expression_tag; };

namespace detail {
template <class>
inline constexpr bool never = false;

template <class Op>
constexpr kind kind_of_result() { return Op::info.boolean ? kind::condition : kind::real; }

template <class Op, class... X>
struct axes_of_result {
  using type = typename union_of<boost::hana::tuple<>, typename X::axes...>::type;
};
template <class Op, class X, class Label>
  requires(Op::info.shape == shape::pick)
struct axes_of_result<Op, X, Label> {
  using rest = typename without<typename X::axes, boost::hana::tuple<typename Label::target>>::type;
  using type = typename union_of<rest, typename Label::axes>::type;
};

template <class Op>
constexpr bool takes_conditions(int place) {
  if (std::is_same_v<Op, op::Not> || std::is_same_v<Op, op::And> || std::is_same_v<Op, op::Or>) return true;
  return (std::is_same_v<Op, op::Where> || std::is_same_v<Op, op::Guard>) && place == 0;
}

template <class Op, class X>
constexpr void check_operand(int place, bool& label_as_number, bool& condition_missing, bool& condition_as_number) {
  constexpr kind k = X::value_kind;
  if (Op::info.shape == shape::pick && place == 1) return;  // checked by `at`
  if (k == kind::label) label_as_number = true;
  if (takes_conditions<Op>(place) && k == kind::real) condition_missing = true;
  if (!takes_conditions<Op>(place) && k == kind::condition) condition_as_number = true;
}

struct operand_errors {
  bool label_as_number = false, condition_missing = false, condition_as_number = false;
};
template <class Op, class... X>
constexpr operand_errors check_operands() {
  operand_errors errors;
  int place = 0;
  (check_operand<Op, X>(place++, errors.label_as_number, errors.condition_missing, errors.condition_as_number), ...);
  return errors;
}
}  // namespace detail

template <class Op, class Axes, class Reduced, class... X>
struct applied;

/// What all expressions share: how a primitive is applied to them.
struct expression_base {
  using term_tag = void;
  using expression_tag = void;

  template <class Op, class... X>
  static constexpr auto apply(X...) {
    constexpr auto errors = detail::check_operands<Op, X...>();
    static_assert(!errors.label_as_number,
                  "lossc: a label is used as a number: pick with at(x, label) or compare with same(axis, label)");
    static_assert(!errors.condition_missing, "lossc: this place needs a condition, such as x < y or a mask");
    static_assert(!errors.condition_as_number,
                  "lossc: a condition is used as a number: write where(condition, 1_c, 0_c)");
    if constexpr (!errors.label_as_number && !errors.condition_missing && !errors.condition_as_number)
      return applied<Op, typename detail::axes_of_result<Op, X...>::type, boost::hana::tuple<>, X...>{};
  }

  template <class Like>
  static constexpr Like number(const Like&, double) {
    static_assert(detail::never<Like>, "lossc: a plain number cannot be part of a loss: write 1_c instead of 1, 0.5_c instead of 0.5");
    return {};
  }
};

/// A primitive applied to expressions; `Reduced` holds the axes of a reduction or of `softmax`.
template <class Op, class Axes, class Reduced, class... X>
struct applied : expression_base {
  using axes = Axes;
  static constexpr kind value_kind = detail::kind_of_result<Op>();
};

/// A number as a type; the value is kept as its bits (clang 14 has no double template arguments).
template <std::uint64_t Bits>
struct number_expression : expression_base {
  using axes = boost::hana::tuple<>;
  static constexpr kind value_kind = kind::real;
};

namespace detail {
template <class>
inline constexpr bool is_number = false;
template <std::uint64_t Bits>
inline constexpr bool is_number<number_expression<Bits>> = true;
}  // namespace detail

/// The index along an axis: 0, 1, 2, …
template <class Axis>
struct position_expression : expression_base {
  using axes = boost::hana::tuple<Axis>;
  static constexpr kind value_kind = kind::real;
};

/// The number of entries of an axis.
template <class Axis>
struct size_expression : expression_base {
  using axes = boost::hana::tuple<>;
  static constexpr kind value_kind = kind::real;
};

/// `name<"log_p">(e)`: e, and a name for it in errors, graphs, LaTeX and generated code.
template <text Name, class X>
struct named_expression : expression_base {
  using axes = typename X::axes;
  static constexpr kind value_kind = X::value_kind;
};

template <text Name, class X>
  requires expression<X>
constexpr auto name(X) { return named_expression<Name, X>{}; }

/// The same values, with one axis under the name of its twin.
template <class From, class To, class X>
struct renamed_expression : expression_base {
  using axes = typename detail::insert<typename detail::without<typename X::axes, boost::hana::tuple<From>>::type, To>::type;
  static constexpr kind value_kind = X::value_kind;
};

/// rename(x, axis, twin): x with its rows along the twin of their axis, so that it can be paired with x itself: row i of the one with
/// row j of the other. The twin is declared as `twin<"other", struct batch>`. x may also be a label over that axis.
template <expression X, class From, class To>
constexpr auto rename(X, From, To) {
  constexpr bool twins = [] {
    if constexpr (is_axis<From> && is_axis<To>) return detail::are_twins<From, To>;
    else return false;
  }();
  static_assert(twins, "lossc: rename(x, axis, twin): the second axis is not declared as the twin of the first: twin<\"other\", struct batch>");
  if constexpr (twins) {
    static_assert(detail::contains<From, typename X::axes>, "lossc: rename(x, axis, twin): x does not have this axis");
    static_assert(!detail::contains<To, typename X::axes>, "lossc: rename(x, axis, twin): x has the twin already");
    return renamed_expression<From, To, X>{};
  }
}

inline constexpr struct position_function {
  template <class A>
  constexpr auto operator()(A) const {
    static_assert(is_axis<A>, "lossc: position(axis) needs an axis");
    return position_expression<A>{};
  }
} position{};

inline constexpr struct size_function {
  template <class A>
  constexpr auto operator()(A) const {
    static_assert(is_axis<A>, "lossc: size(axis) needs an axis");
    return size_expression<A>{};
  }
} size{};

}  // namespace lossc
