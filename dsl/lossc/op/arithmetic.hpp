// The four operations and the sign change.
#pragma once
#include <array>

#include <lossc/op/term.hpp>

namespace lossc::op {

struct Negate {
  static constexpr facts info{.name = "negate", .infix = "-", .latex = "-$0", .cpu = "negate($0)"};
  template <class T> static T eval(T x) { return -x; }
  template <class E> static constexpr auto vjp(E g, E, E) { return std::array{-g}; }
};

struct Add {
  static constexpr facts info{.name = "add", .infix = "+", .latex = "$0 + $1", .cpu = "$0 + $1"};
  template <class T> static T eval(T x, T y) { return x + y; }
  template <class E> static constexpr auto vjp(E g, E, E, E) { return std::array{g, g}; }
};

struct Subtract {
  static constexpr facts info{.name = "subtract", .infix = "-", .latex = "$0 - $1", .cpu = "$0 - $1"};
  template <class T> static T eval(T x, T y) { return x - y; }
  template <class E> static constexpr auto vjp(E g, E, E, E) { return std::array{g, -g}; }
};

struct Multiply {
  static constexpr facts info{.name = "multiply", .infix = "*", .latex = R"($0 \cdot $1)", .cpu = "$0 * $1"};
  template <class T> static T eval(T x, T y) { return x * y; }
  template <class E> static constexpr auto vjp(E g, E, E x, E y) { return std::array{g * y, g * x}; }
};

struct Divide {
  static constexpr facts info{.name = "divide", .infix = "/", .latex = R"(\frac{$0}{$1})", .cpu = "$0 / $1",
                              .note = "x / 0 is ±inf or NaN, as IEEE says."};
  template <class T> static T eval(T x, T y) { return x / y; }
  template <class E> static constexpr auto vjp(E g, E out, E, E y) {
    return std::array{g / y, -(g * (out / y))};
  }
};

}  // namespace lossc::op

namespace lossc {

template <class A, class B>
  requires operands<A, B>
constexpr auto operator+(const A& a, const B& b) { return apply<op::Add>(a, b); }
template <class A, class B>
  requires operands<A, B>
constexpr auto operator-(const A& a, const B& b) { return apply<op::Subtract>(a, b); }
template <class A, class B>
  requires operands<A, B>
constexpr auto operator*(const A& a, const B& b) { return apply<op::Multiply>(a, b); }
template <class A, class B>
  requires operands<A, B>
constexpr auto operator/(const A& a, const B& b) { return apply<op::Divide>(a, b); }
template <term A>
constexpr auto operator-(const A& a) { return apply<op::Negate>(a); }
template <term A>
constexpr auto operator+(const A& a) { return a; }

}  // namespace lossc
