// Sines, their inverses, and the two functions of a right triangle: atan2 and hypot.
#pragma once
#include <lossc/op/exponential.hpp>

namespace lossc::op {

struct Sin {
  static constexpr facts info{.name = "sin", .latex = R"(\sin $0)", .cpu = "sin($0)", .ulp = 2, .cost = 1.5};
  template <class T> static T eval(T x) { using std::sin; return sin(x); }
  template <class E> static constexpr auto vjp(E g, E, E x);
};

struct Cos {
  static constexpr facts info{.name = "cos", .latex = R"(\cos $0)", .cpu = "cos($0)", .ulp = 2, .cost = 1.5};
  template <class T> static T eval(T x) { using std::cos; return cos(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{-(g * E::template apply<Sin>(x))}; }
};
template <class E> constexpr auto Sin::vjp(E g, E, E x) { return std::array{g * E::template apply<Cos>(x)}; }

struct Tan {
  static constexpr facts info{.name = "tan", .latex = R"(\tan $0)", .cpu = "tan($0)", .ulp = 2, .cost = 2};
  template <class T> static T eval(T x) { using std::tan; return tan(x); }
  template <class E> static constexpr auto vjp(E g, E out, E) { return std::array{g * (1 + out * out)}; }
};

struct Asin {
  static constexpr facts info{.name = "asin", .latex = R"(\arcsin $0)", .cpu = "asin($0)", .domain = {-1, 1}, .ulp = 2, .cost = 1.5,
                              .kink = "+inf at ±1, by the limit"};
  template <class T> static T eval(T x) { using std::asin; return asin(x); }
  // Not 1 - x²: next to ±1 the square has lost the digits that count.
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g / E::template apply<Sqrt>((1 - x) * (1 + x))}; }
};

struct Acos {
  static constexpr facts info{.name = "acos", .latex = R"(\arccos $0)", .cpu = "acos($0)", .domain = {-1, 1}, .ulp = 2, .cost = 1.5,
                              .kink = "-inf at ±1, by the limit"};
  template <class T> static T eval(T x) { using std::acos; return acos(x); }
  template <class E> static constexpr auto vjp(E g, E out, E x) { return std::array{-Asin::vjp(g, out, x)[0]}; }
};

struct Atan {
  static constexpr facts info{.name = "atan", .latex = R"(\arctan $0)", .cpu = "atan($0)", .ulp = 2, .cost = 1.5};
  template <class T> static T eval(T x) { using std::atan; return atan(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) {
    // From 1e10 on, 1 + x² is x² in every precision, and dividing twice by x cannot overflow.
    const E is_large = E::template apply<LessEqual>(E::number(x, 1e10), E::template apply<Abs>(x));
    return std::array{g / E::template apply<Where>(is_large, x, 1 + x * x) / E::template apply<Where>(is_large, x, E::number(x, 1))};
  }
};

struct Hypot {
  static constexpr facts info{.name = "hypot", .latex = R"(\sqrt{{$0}^2 + {$1}^2})", .cpu = "hypot($0, $1)", .ulp = 2, .cost = 1,
                              .kink = "0 at (0, 0)", .note = "Neither overflows nor underflows on the way."};
  template <class T> static T eval(T x, T y) { using std::hypot; return hypot(x, y); }
  template <class E> static constexpr auto vjp(E g, E out, E x, E y) {
    // Where |x| is all of the length, x / out is the sign: 0 at (0, 0), and the limit at infinity.
    const auto part = [&](E mine, E other) {
      const E is_all = E::template apply<Abs>(mine) == out && E::template apply<IsFinite>(other);
      return g * E::template apply<Where>(is_all, E::template apply<Sign>(mine), mine / out);
    };
    return std::array{part(x, y), part(y, x)};
  }
};

struct Atan2 {
  static constexpr facts info{.name = "atan2", .latex = R"(\operatorname{atan2}($0, $1))", .cpu = "atan2($0, $1)", .ulp = 2, .cost = 2,
                              .kink = "0 at (0, 0)", .note = "The angle of the point (x, y) is atan2(y, x)."};
  template <class T> static T eval(T y, T x) { using std::atan2; return atan2(y, x); }
  // Divided twice by the length, whose square would overflow or underflow.
  template <class E> static constexpr auto vjp(E g, E, E y, E x) {
    const E length = E::template apply<Hypot>(x, y);
    const auto part = [&](E other) { return E::template apply<Guard>(length != 0, g * (other / length / length)); };
    return std::array{part(x), -part(y)};
  }
};

}  // namespace lossc::op

namespace lossc {

LOSSC_FUNCTION(sin, Sin)
LOSSC_FUNCTION(cos, Cos)
LOSSC_FUNCTION(tan, Tan)
LOSSC_FUNCTION(asin, Asin)
LOSSC_FUNCTION(acos, Acos)
LOSSC_FUNCTION(atan, Atan)
LOSSC_FUNCTION(hypot, Hypot)
LOSSC_FUNCTION(atan2, Atan2)

}  // namespace lossc
