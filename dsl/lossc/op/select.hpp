// Choices: where, guard, weight, maximum, minimum, relu, clamp, abs, sign. Kinks are stated here.
#pragma once
#include <lossc/op/compare.hpp>

namespace lossc {

/// A kink in one operand: the gradient with respect to it as `variable` passes `value` from below and
/// from above. The differentiation joins kinks that fall together (grad/breakpoint.hpp).
template <class E>
struct kink {
  int operand;
  E variable, value;
  E below, above;
};

}  // namespace lossc

namespace lossc::op {

struct Guard {
  static constexpr facts info{
      .name = "guard", .latex = "$1", .cpu = "guard($0, $1)", .constant = 1,
      .note = "A structural zero: 0 where the condition fails, whatever the value is, in the value and in every gradient."};
  template <class T> static T eval(T c, T x) { return c != T(0) ? x : T(0); }
  template <class E> static constexpr auto vjp(E g, E, E c, E) { return std::array{g, E::template apply<Guard>(c, g)}; }
};

struct Where {
  static constexpr facts info{
      .name = "where", .latex = R"(\begin{cases}$1 & $0\\ $2\end{cases})", .cpu = "select($0, $1, $2)", .constant = 1,
      .kink = "the derivative of the branch that was taken",
      .note = "The branch not taken never leaks NaN or inf, neither into the value nor into a gradient."
              " Where it chooses the larger or the smaller of what it compares, it is maximum or minimum, also at NaN."};
  template <class T> static T eval(T c, T x, T y) { return c != T(0) ? x : y; }
  template <class E> static constexpr auto vjp(E g, E, E c, E, E) {
    return std::array{g, E::template apply<Guard>(c, g), E::template apply<Guard>(!c, g)};
  }
};

struct Weigh {
  static constexpr facts info{
      .name = "weigh", .infix = "*", .latex = R"($0 \cdot $1)",
      .note = "weight * value where the weight is structural: a weight of exactly 0 annihilates any value."};
  template <class T> static T eval(T w, T x) { return w == T(0) ? T(0) : w * x; }
  template <class E> static constexpr E formula(E w, E x) { return E::template apply<Guard>(w != 0, w * x); }
  // d/dw is the value itself, except where a dead term is not finite.
  template <class E> static constexpr auto vjp(E g, E, E w, E x) {
    return std::array{E::template apply<Guard>(w != 0 || E::template apply<IsFinite>(x), g * x),
                      E::template apply<Weigh>(w, g)};
  }
};

struct Abs {
  static constexpr facts info{.name = "abs", .latex = R"(\left|$0\right|)", .cpu = "abs($0)", .ulp = 0, .kink = "0 at 0"};
  template <class T> static T eval(T x) { return x < T(0) ? -x : x == T(0) ? T(0) : x; }
  template <class E> static constexpr auto vjp(E g, E, E x);
  template <class E> static constexpr auto kinks(E g, E x) { return std::array{kink<E>{0, x, E::number(x, 0), -g, g}}; }
};

struct Sign {
  static constexpr facts info{.name = "sign", .latex = R"(\operatorname{sign}($0))", .cpu = "sign($0)", .ulp = 0, .kink = "0 everywhere"};
  template <class T> static T eval(T x) { return x > T(0) ? T(1) : x < T(0) ? T(-1) : x; }
  template <class E> static constexpr auto vjp(E g, E, E) { return std::array{E::number(g, 0)}; }
};
template <class E> constexpr auto Abs::vjp(E g, E, E x) { return std::array{g * E::template apply<Sign>(x)}; }

struct Maximum {
  static constexpr facts info{.name = "maximum", .latex = R"(\max($0, $1))", .cpu = "maximum($0, $1)", .ulp = 0,
                              .kink = "half to each operand at a tie; 0 where the other operand is a number"};
  template <class T> static T eval(T x, T y) { return x != x ? x : y != y ? y : x < y ? y : x; }
  template <class E> static constexpr auto vjp(E g, E, E x, E y) {
    // Written so that a NaN passes its gradient on. At a tie with a constant the subgradients are [0, g]: the one of least norm is 0.
    const E tie_x = E::is_number(y) ? E::number(g, 0) : g * 0.5;
    const E tie_y = E::is_number(x) ? E::number(g, 0) : g * 0.5;
    return std::array{E::template apply<Guard>(!(x < y), E::template apply<Where>(x == y, tie_x, g)),
                      E::template apply<Guard>(!(y < x), E::template apply<Where>(x == y, tie_y, g))};
  }
  template <class E> static constexpr auto kinks(E g, E x, E y) {
    const E zero = E::number(g, 0);
    return std::array{kink<E>{0, x, y, zero, g}, kink<E>{1, y, x, zero, g}};
  }
};

struct Minimum {
  static constexpr facts info{.name = "minimum", .latex = R"(\min($0, $1))", .cpu = "minimum($0, $1)", .ulp = 0,
                              .kink = "half to each operand at a tie; 0 where the other operand is a number"};
  template <class T> static T eval(T x, T y) { return x != x ? x : y != y ? y : y < x ? y : x; }
  template <class E> static constexpr auto vjp(E g, E, E x, E y) {
    const E tie_x = E::is_number(y) ? E::number(g, 0) : g * 0.5;
    const E tie_y = E::is_number(x) ? E::number(g, 0) : g * 0.5;
    return std::array{E::template apply<Guard>(!(y < x), E::template apply<Where>(x == y, tie_x, g)),
                      E::template apply<Guard>(!(x < y), E::template apply<Where>(x == y, tie_y, g))};
  }
  template <class E> static constexpr auto kinks(E g, E x, E y) {
    const E zero = E::number(g, 0);
    return std::array{kink<E>{0, x, y, g, zero}, kink<E>{1, y, x, g, zero}};
  }
};

struct Relu {
  static constexpr facts info{.name = "relu", .latex = R"(\max($0, 0))", .ulp = 0, .kink = "0 at 0"};
  template <class T> static T eval(T x) { return Maximum::eval(x, T(0)); }
  template <class E> static constexpr E formula(E x) { return E::template apply<Maximum>(x, E::number(x, 0)); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{E::template apply<Guard>(!(x <= 0), g)}; }
  template <class E> static constexpr auto kinks(E g, E x) { return std::array{kink<E>{0, x, E::number(x, 0), E::number(g, 0), g}}; }
};

struct Clamp {
  static constexpr facts info{.name = "clamp", .latex = R"(\operatorname{clamp}($0, $1, $2))",
                              .cpu = "minimum(maximum($0, $1), $2)", .ulp = 0, .constant = 6,
                              .kink = "0 at both bounds; the bounds have no gradient"};
  template <class T> static T eval(T x, T low, T high) { return Minimum::eval(Maximum::eval(x, low), high); }
  template <class E> static constexpr auto vjp(E g, E, E x, E low, E high) {
    return std::array{E::template apply<Guard>(!(x <= low) && !(high <= x), g), g, g};
  }
  template <class E> static constexpr auto kinks(E g, E x, E low, E high) {
    const E zero = E::number(g, 0);
    return std::array{kink<E>{0, x, low, zero, g}, kink<E>{0, x, high, g, zero}};
  }
};

/// What a gradient is where two kinks meet: of all numbers between the slopes of both sides the one of
/// least magnitude, 0 if they differ in sign (numerics: minimum-norm subgradient, P4).
struct NearestZero {
  static constexpr facts info{.name = "nearest_zero", .latex = R"(\operatorname{nearest}_0[$0, $1])", .ulp = 0, .constant = 3,
                              .note = "The number between both operands that is nearest to 0: the gradient where kinks meet. Its own derivative is taken as 0."};
  template <class T> static T eval(T x, T y) { return Minimum::eval(Maximum::eval(T(0), Minimum::eval(x, y)), Maximum::eval(x, y)); }
  template <class E> static constexpr E formula(E x, E y) {
    return E::template apply<Minimum>(E::template apply<Maximum>(E::number(x, 0), E::template apply<Minimum>(x, y)), E::template apply<Maximum>(x, y));
  }
};

struct StopGradient {
  static constexpr facts info{.name = "stop_gradient", .latex = R"(\operatorname{sg}($0))", .cpu = "$0", .ulp = 0, .constant = 1};
  template <class T> static T eval(T x) { return x; }
};

}  // namespace lossc::op

namespace lossc {

LOSSC_FUNCTION(guard, Guard)
LOSSC_FUNCTION(where, Where)
LOSSC_FUNCTION(abs, Abs)
LOSSC_FUNCTION(sign, Sign)
LOSSC_FUNCTION(relu, Relu)
LOSSC_FUNCTION(clamp, Clamp)
LOSSC_FUNCTION(stop_gradient, StopGradient)
LOSSC_FUNCTION(weigh, Weigh)
// Two operands: the larger one. With an axis, `max` and `min` reduce (expr/reduce.hpp).
template <class A, class B>
  requires operands<A, B>
constexpr auto max(const A& a, const B& b) { return apply<op::Maximum>(a, b); }
template <class A, class B>
  requires operands<A, B>
constexpr auto min(const A& a, const B& b) { return apply<op::Minimum>(a, b); }

}  // namespace lossc
