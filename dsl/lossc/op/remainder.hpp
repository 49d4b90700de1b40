// What exp and log are beyond their linear term, without subtracting it.
#pragma once
#include <lossc/op/exponential.hpp>
#include <lossc/op/special_functions.hpp>

namespace lossc::op {

struct Expm1mx {
  static constexpr facts info{.name = "expm1mx", .latex = "(e^{$0} - 1 - $0)", .cpu = "expm1mx($0)", .domain = {-infinity, 88.7}, .ulp = 2, .cost = 1.5,
                              .note = "exp(x) - 1 - x is x²/2 near 0, which the subtractions lose."};
  template <class T> static T eval(T x) { using numeric::expm1mx; return expm1mx(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g * E::template apply<Expm1>(x)}; }
};

struct Log1pmx {
  static constexpr facts info{.name = "log1pmx", .latex = R"((\log(1 + $0) - $0))", .cpu = "log1pmx($0)", .domain = {-1, infinity}, .ulp = 2, .cost = 1.5,
                              .note = "log(1 + x) - x is -x²/2 near 0, which the subtraction loses."};
  template <class T> static T eval(T x) { using numeric::log1pmx; return log1pmx(x); }
  // Of infinity the second form is 1.
  template <class E> static constexpr auto vjp(E g, E, E x) {
    return std::array{-(g * E::template apply<Where>(x < 1, x / (1 + x), 1 / (1 + 1 / x)))};
  }
};

}  // namespace lossc::op

namespace lossc {

LOSSC_FUNCTION(expm1mx, Expm1mx)
LOSSC_FUNCTION(log1pmx, Log1pmx)

}  // namespace lossc
