// Hyperbolic functions, their inverses, and log cosh; tanh stands with the logistic family.
#pragma once
#include <lossc/op/sigmoid.hpp>
#include <lossc/op/special_functions.hpp>
#include <lossc/op/trigonometric.hpp>

namespace lossc::op {

struct Sinh {
  static constexpr facts info{.name = "sinh", .latex = R"(\sinh $0)", .cpu = "sinh($0)", .domain = {-89.4, 89.4}, .ulp = 2, .cost = 1.5};
  template <class T> static T eval(T x) { using std::sinh; return sinh(x); }
  template <class E> static constexpr auto vjp(E g, E, E x);
};

struct Cosh {
  static constexpr facts info{.name = "cosh", .latex = R"(\cosh $0)", .cpu = "cosh($0)", .domain = {-89.4, 89.4}, .ulp = 2, .cost = 1.5};
  template <class T> static T eval(T x) { using std::cosh; return cosh(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g * E::template apply<Sinh>(x)}; }
};
template <class E> constexpr auto Sinh::vjp(E g, E, E x) { return std::array{g * E::template apply<Cosh>(x)}; }

struct Asinh {
  static constexpr facts info{.name = "asinh", .latex = R"(\operatorname{arsinh} $0)", .cpu = "asinh($0)", .ulp = 2, .cost = 1.5};
  template <class T> static T eval(T x) { using std::asinh; return asinh(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g / E::template apply<Hypot>(E::number(x, 1), x)}; }
};

struct Acosh {
  static constexpr facts info{.name = "acosh", .latex = R"(\operatorname{arcosh} $0)", .cpu = "acosh($0)", .domain = {1, infinity}, .ulp = 2, .cost = 1.5,
                              .kink = "+inf at 1, by the limit"};
  template <class T> static T eval(T x) { using std::acosh; return acosh(x); }
  // Two roots, since the product of x - 1 and x + 1 would overflow.
  template <class E> static constexpr auto vjp(E g, E, E x) {
    return std::array{g / (E::template apply<Sqrt>(x - 1) * E::template apply<Sqrt>(x + 1))};
  }
};

struct Atanh {
  static constexpr facts info{.name = "atanh", .latex = R"(\operatorname{artanh} $0)", .cpu = "atanh($0)", .domain = {-1, 1}, .ulp = 2, .cost = 1.5};
  template <class T> static T eval(T x) { using std::atanh; return atanh(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g / ((1 - x) * (1 + x))}; }
};

struct LogCosh {
  static constexpr facts info{.name = "log_cosh", .latex = R"(\log\cosh $0)", .cpu = "log_cosh($0)", .ulp = 2, .cost = 2,
                              .note = "log(cosh(x)) overflows, and |x| - log 2 + log1p(exp(-2|x|)) loses every digit near 0."};
  template <class T> static T eval(T x) { using numeric::log_cosh; return log_cosh(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g * E::template apply<Tanh>(x)}; }
};

}  // namespace lossc::op

namespace lossc {

LOSSC_FUNCTION(sinh, Sinh)
LOSSC_FUNCTION(cosh, Cosh)
LOSSC_FUNCTION(asinh, Asinh)
LOSSC_FUNCTION(acosh, Acosh)
LOSSC_FUNCTION(atanh, Atanh)
LOSSC_FUNCTION(log_cosh, LogCosh)

}  // namespace lossc
