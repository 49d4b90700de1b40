// Steps: floor, round, and the power of two that scales a number; none has a slope.
#pragma once
#include <lossc/op/select.hpp>

namespace lossc::op {

struct Floor {
  static constexpr facts info{.name = "floor", .latex = R"(\left\lfloor $0 \right\rfloor)", .cpu = "floor($0)", .ulp = 0, .kink = "0 everywhere"};
  template <class T> static T eval(T x) { using std::floor; return floor(x); }
  template <class E> static constexpr auto vjp(E g, E, E) { return std::array{E::number(g, 0)}; }
};

struct Round {
  static constexpr facts info{.name = "round", .latex = R"(\operatorname{round}($0))", .cpu = "round($0)", .ulp = 0, .kink = "0 everywhere",
                              .note = "Ties go to the even neighbour, as IEEE 754 rounds."};
  template <class T> static T eval(T x) { using std::nearbyint; return nearbyint(x); }
  template <class E> static constexpr auto vjp(E g, E, E) { return std::array{E::number(g, 0)}; }
};

struct BinaryScale {
  static constexpr facts info{.name = "binary_scale", .latex = R"(2^{\left\lfloor\log_2\left|$0\right|\right\rfloor})", .cpu = "binary_scale($0)", .ulp = 0,
                              .kink = "0 everywhere",
                              .note = "The power of two in x, by which a row is scaled without rounding; its inverse is finite. 1 for 0, ±inf and NaN."};
  template <class T> static T eval(T x) {
    using std::ilogb; using std::ldexp;
    if (x == T(0) || !(x - x == T(0))) return T(1);
    T scale = ldexp(T(1), ilogb(x));
    while (!(T(1) / scale - T(1) / scale == T(0))) scale = scale + scale;  // the inverse is infinite
    return scale;
  }
  template <class E> static constexpr auto vjp(E g, E, E) { return std::array{E::number(g, 0)}; }
};

}  // namespace lossc::op

namespace lossc {

LOSSC_FUNCTION(floor, Floor)
LOSSC_FUNCTION(round, Round)
LOSSC_FUNCTION(binary_scale, BinaryScale)

}  // namespace lossc
