// Inputs of a loss: tensor, weight, label, mask, param. Their order in `inputs` is the signature.
#pragma once
#include <lossc/expr/literal.hpp>

namespace lossc {

/// What the declaration of a real input says beside its name and axes.
struct input_flags {
  bool differentiable = true;
  bool structural = false;  // an exact zero annihilates: weights and target distributions
  bool parameter = false;   // a run-time scalar with a default
  bool required = false;    // a parameter without a default
  bool probability = false;  // NaN outside [0, 1]
  std::uint64_t default_bits = 0;
  // Bits, for clang 14 has no doubles among template arguments.
  std::uint64_t least_bits = to_bits(-infinity), most_bits = to_bits(infinity);
  bool least_excluded = false, most_excluded = false;

  constexpr parameter_range range() const { return {from_bits(least_bits), from_bits(most_bits), least_excluded, most_excluded}; }
  friend constexpr bool operator==(const input_flags&, const input_flags&) = default;
};

template <text Name, input_flags Flags, class Axes>
struct real_input : expression_base {
  using axes = Axes;
  static constexpr kind value_kind = kind::real;
  static constexpr auto input_name = Name;
  static constexpr input_flags flags = Flags;

  /// The same input without a gradient.
  constexpr auto constant() const {
    constexpr auto changed = [] { auto f = Flags; f.differentiable = false; return f; }();
    return real_input<Name, changed, Axes>{};
  }
  /// A target distribution: p and 1 - p are structural, an exact zero annihilates.
  constexpr auto distribution() const {
    constexpr auto changed = [] { auto f = Flags; f.structural = true; return f; }();
    return real_input<Name, changed, Axes>{};
  }
  /// Probabilities: an entry outside [0, 1] is NaN, and so is what depends on it.
  constexpr auto probability() const {
    constexpr auto changed = [] { auto f = Flags; f.probability = true; return f; }();
    return real_input<Name, changed, Axes>{};
  }
  /// A parameter with a gradient (a learned temperature).
  constexpr auto differentiable() const {
    constexpr auto changed = [] { auto f = Flags; f.differentiable = true; return f; }();
    return real_input<Name, changed, Axes>{};
  }

  /// The values that a parameter may have. A kernel refuses others before it writes anything; a number in a formula is
  /// refused when it is compiled.
  template <std::uint64_t Bits>
  constexpr auto at_least(number_expression<Bits>) const { return ranged<from(Bits, false)>(); }
  template <std::uint64_t Bits>
  constexpr auto above(number_expression<Bits>) const { return ranged<from(Bits, true)>(); }
  template <std::uint64_t Bits>
  constexpr auto at_most(number_expression<Bits>) const { return ranged<up_to(Bits, false)>(); }
  template <std::uint64_t Bits>
  constexpr auto below(number_expression<Bits>) const { return ranged<up_to(Bits, true)>(); }

 private:
  static constexpr input_flags from(std::uint64_t bits, bool excluded) {
    auto f = Flags;
    f.least_bits = bits;
    f.least_excluded = excluded;
    return f;
  }
  static constexpr input_flags up_to(std::uint64_t bits, bool excluded) {
    auto f = Flags;
    f.most_bits = bits;
    f.most_excluded = excluded;
    return f;
  }
  template <input_flags Changed>
  static constexpr auto ranged() {
    static_assert(Flags.parameter, "lossc: only a parameter has a range: at_least, above, at_most and below follow param");
    static_assert(!Flags.parameter || Changed.required || Changed.range().holds(from_bits(Changed.default_bits)),
                  "lossc: the default of a parameter is outside its range");
    return real_input<Name, Changed, Axes>{};
  }
};

template <text Name, class Axes, class Target>
struct label_input : expression_base {
  using axes = Axes;
  using target = Target;
  static constexpr kind value_kind = kind::label;
  static constexpr auto input_name = Name;
};

template <text Name, class Axes>
struct mask_input : expression_base {
  using axes = Axes;
  static constexpr kind value_kind = kind::mask;
  static constexpr auto input_name = Name;
};

namespace detail {
// Not `requires { X::input_name; }`: clang prints the type into the failure, exponential for deep ones.
template <class>
inline constexpr bool is_input = false;
template <text Name, input_flags Flags, class Axes>
inline constexpr bool is_input<real_input<Name, Flags, Axes>> = true;
template <text Name, class Axes, class Target>
inline constexpr bool is_input<label_input<Name, Axes, Target>> = true;
template <text Name, class Axes>
inline constexpr bool is_input<mask_input<Name, Axes>> = true;
template <class X>
concept input = is_input<X>;

template <class... A>
constexpr void check_axes() {
  static_assert((is_axis<A> && ...), "lossc: an input is declared over axes, such as (batch, classes)");
  if constexpr ((is_axis<A> && ...))
    static_assert(all_different(boost::hana::tuple<A...>{}), "lossc: an input names one axis twice");
}
template <class Result, class... A>
struct split_last;
template <class... R, class Last>
struct split_last<boost::hana::tuple<R...>, Last> {
  using rest = boost::hana::tuple<R...>;
  using last = Last;
};
template <class... R, class First, class Second, class... More>
struct split_last<boost::hana::tuple<R...>, First, Second, More...>
    : split_last<boost::hana::tuple<R..., First>, Second, More...> {};
template <class Set>
struct last_of;
template <class... A>
struct last_of<boost::hana::tuple<A...>> : split_last<boost::hana::tuple<>, A...> {};
}  // namespace detail

/// A real tensor, differentiable unless `.constant()`. Axes outermost first; the last is contiguous.
template <text Name, class... A>
constexpr auto tensor(A...) {
  detail::check_axes<A...>();
  return real_input<Name, input_flags{}, boost::hana::tuple<A...>>{};
}

/// A real tensor of weights: structural, a weight of exactly 0 annihilates its term.
template <text Name, class... A>
constexpr auto weight(A...) {
  detail::check_axes<A...>();
  return real_input<Name, input_flags{.structural = true}, boost::hana::tuple<A...>>{};
}

/// An index into the last axis, one per entry of the others: label<"target">(batch, classes).
template <text Name, class... A>
constexpr auto label(A...) {
  detail::check_axes<A...>();
  static_assert(sizeof...(A) >= 1, "lossc: a label indexes an axis: declare it over (batch, classes), and it indexes the last");
  using split = detail::split_last<boost::hana::tuple<>, A...>;
  return label_input<Name, typename split::rest, typename split::last>{};
}

/// Zeros and ones, structural: a condition and a number.
template <text Name, class... A>
constexpr auto mask(A...) {
  detail::check_axes<A...>();
  return mask_input<Name, boost::hana::tuple<A...>>{};
}

/// A run-time scalar with a default, no gradient unless `.differentiable()`.
template <text Name, std::uint64_t Bits>
constexpr auto param(number_expression<Bits>) {
  return real_input<Name, input_flags{.differentiable = false, .parameter = true, .default_bits = Bits}, boost::hana::tuple<>>{};
}

template <text Name, class Axes, class Reduced, std::uint64_t Bits>
constexpr auto param(applied<op::Negate, Axes, Reduced, number_expression<Bits>>) {
  return param<Name>(number_expression<to_bits(-from_bits(Bits))>{});
}

/// A run-time scalar that the caller must give.
template <text Name>
constexpr auto param() {
  return real_input<Name, input_flags{.differentiable = false, .parameter = true, .required = true}, boost::hana::tuple<>>{};
}

/// The axis that a label indexes.
template <class Label>
constexpr auto indexed_axis(Label) {
  static_assert(Label::value_kind == kind::label, "lossc: indexed_axis(label) needs a label");
  return typename Label::target{};
}

/// The innermost axis of an expression: the feature axis of prediction[batch, feature].
template <expression X>
constexpr auto last_axis(X) {
  return typename detail::last_of<typename X::axes>::last{};
}

}  // namespace lossc
