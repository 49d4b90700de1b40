// exp, log and their relatives; every derivative in its own stable form, never from 1 - y or y + 1.
#pragma once
#include <cmath>

#include <lossc/op/select.hpp>

namespace lossc::op {

struct Exp {
  static constexpr facts info{.name = "exp", .latex = "e^{$0}", .cpu = "exp($0)", .domain = {-infinity, 88.7}, .ulp = 1, .cost = 1};
  template <class T> static T eval(T x) { using std::exp; return exp(x); }
  template <class E> static constexpr auto vjp(E g, E out, E) { return std::array{g * out}; }
};

struct Log {
  static constexpr facts info{.name = "log", .latex = R"(\log $0)", .cpu = "log($0)", .domain = {0, infinity}, .ulp = 1, .cost = 1};
  template <class T> static T eval(T x) { using std::log; return log(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g / x}; }
};

struct Log1p {
  static constexpr facts info{.name = "log1p", .latex = R"(\log(1 + $0))", .cpu = "log1p($0)", .domain = {-1, infinity}, .ulp = 1, .cost = 1,
                              .note = "log(1 + x) loses every digit of x below 2^-24."};
  template <class T> static T eval(T x) { using std::log1p; return log1p(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g / (1 + x)}; }
};

struct Expm1 {
  static constexpr facts info{.name = "expm1", .latex = "(e^{$0} - 1)", .cpu = "expm1($0)", .domain = {-infinity, 88.7}, .ulp = 2, .cost = 1,
                              .note = "exp(x) - 1 loses every digit of x below 2^-24."};
  template <class T> static T eval(T x) { using std::expm1; return expm1(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g * E::template apply<Exp>(x)}; }
};

struct Sqrt {
  static constexpr facts info{.name = "sqrt", .latex = R"(\sqrt{$0})", .cpu = "sqrt($0)", .domain = {0, infinity}, .ulp = 1, .cost = 0.3,
                              .kink = "+inf at 0, by the limit"};
  template <class T> static T eval(T x) { using std::sqrt; return sqrt(x); }
  template <class E> static constexpr auto vjp(E g, E out, E) { return std::array{g * 0.5 / out}; }
};

struct Rsqrt {
  static constexpr facts info{.name = "rsqrt", .latex = R"(\frac{1}{\sqrt{$0}})", .cpu = "rsqrt($0)", .domain = {0, infinity}, .ulp = 2, .cost = 0.6};
  template <class T> static T eval(T x) { using std::sqrt; return T(1) / sqrt(x); }
  // Half of out / x may be finite where out / x is not.
  template <class E> static constexpr auto vjp(E g, E out, E x) { return std::array{-(g * (0.5 * out / x))}; }
};

struct Pow {
  static constexpr facts info{.name = "pow", .latex = "{$0}^{$1}", .cpu = "pow($0, $1)", .domain = {0, infinity}, .ulp = 2, .cost = 2.5,
                              .kink = "an exponent of 0 has gradient 0 everywhere, also at base 0"};
  template <class T> static T eval(T x, T y) { using std::pow; return pow(x, y); }
  template <class E> static constexpr auto vjp(E g, E out, E x, E y) {
    return std::array{E::template apply<Guard>(y != 0, g * (y * E::template apply<Pow>(x, y - 1))),
                      E::template apply<Guard>(x != 0, g * (out * E::template apply<Log>(x)))};
  }
};

}  // namespace lossc::op

namespace lossc {

LOSSC_FUNCTION(exp, Exp)
LOSSC_FUNCTION(log, Log)
LOSSC_FUNCTION(log1p, Log1p)
LOSSC_FUNCTION(expm1, Expm1)
LOSSC_FUNCTION(sqrt, Sqrt)
LOSSC_FUNCTION(rsqrt, Rsqrt)
LOSSC_FUNCTION(pow, Pow)
template <term E>
constexpr auto square(const E& x) { return x * x; }

}  // namespace lossc
