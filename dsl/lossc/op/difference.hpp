// Functions of a difference of logarithms, in which neither overflow nor the rounding of the difference counts.
#pragma once
#include <lossc/op/exponential.hpp>
#include <lossc/op/special_functions.hpp>

namespace lossc::op {

struct ExpDifference {
  static constexpr facts info{.name = "exp_difference", .latex = "e^{$0 - $1}", .cpu = "exp_difference($0, $1)", .ulp = 2, .cost = 1,
                              .note = "The rounding error of x - y is put back: at 80 nats it is worth 64 ulp."};
  template <class T> static T eval(T x, T y) { using numeric::exp_difference; return exp_difference(x, y); }
  template <class E> static constexpr auto vjp(E g, E out, E, E) { return std::array{g * out, -(g * out)}; }
};

struct SigmoidDifference {
  static constexpr facts info{.name = "sigmoid_difference", .latex = R"(\sigma($0 - $1))", .ulp = 4, .cost = 1,
                              .note = "e^x / (e^x + e^y): the share of x; half where both are the same infinity."};
  template <class T> static T eval(T x, T y) {
    const T tail = x == y ? T(1) : ExpDifference::eval(x < y ? x : y, x < y ? y : x);
    return (x < y ? tail : T(1)) / (T(1) + tail);
  }
  template <class E> static constexpr E formula(E x, E y) {
    const E one = E::number(x, 1);
    const E apart = E::template apply<ExpDifference>(E::template apply<Minimum>(x, y), E::template apply<Maximum>(x, y));
    const E tail = E::template apply<Where>(x == y, one, apart);
    return E::template apply<Where>(x < y, tail, one) / (1 + tail);
  }
  template <class E> static constexpr auto vjp(E g, E out, E x, E y) {
    const E slope = g * (out * E::template apply<SigmoidDifference>(y, x));
    return std::array{slope, -slope};
  }
};

struct Logaddexp {
  static constexpr facts info{.name = "logaddexp", .latex = R"(\log(e^{$0} + e^{$1}))", .ulp = 4, .cost = 2,
                              .note = "Two entries without support, both -inf: -inf, and no gradient."};
  template <class T> static T eval(T x, T y) {
    using std::log1p;
    const T larger = Maximum::eval(x, y);
    return larger + log1p(x == y ? T(1) : ExpDifference::eval(Minimum::eval(x, y), larger));
  }
  template <class E> static constexpr E formula(E x, E y) {
    const E larger = E::template apply<Maximum>(x, y);
    const E apart = E::template apply<ExpDifference>(E::template apply<Minimum>(x, y), larger);
    return larger + E::template apply<Log1p>(E::template apply<Where>(x == y, E::number(x, 1), apart));
  }
  template <class E> static constexpr auto vjp(E g, E out, E x, E y) {
    return std::array{E::template apply<Guard>(out != -infinity, g * E::template apply<SigmoidDifference>(x, y)),
                      E::template apply<Guard>(out != -infinity, g * E::template apply<SigmoidDifference>(y, x))};
  }
};

struct Log1mexp {
  static constexpr facts info{.name = "log1mexp", .latex = R"(\log(1 - e^{-$0}))", .cpu = "log1mexp($0)", .domain = {0, infinity}, .ulp = 2, .cost = 2,
                              .note = "log(1 - e^-x) loses every digit of a small x; log(-expm1(-x)) those of a large one."};
  template <class T> static T eval(T x) { using numeric::log1mexp; return log1mexp(x); }
  // 1 / expm1(x) is 0 where expm1 overflows, before the quotient does.
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{-(g * (E::template apply<Exp>(-x) / E::template apply<Expm1>(-x)))}; }
};

}  // namespace lossc::op

namespace lossc {

LOSSC_FUNCTION(exp_difference, ExpDifference)
LOSSC_FUNCTION(sigmoid_difference, SigmoidDifference)
LOSSC_FUNCTION(logaddexp, Logaddexp)
LOSSC_FUNCTION(log1mexp, Log1mexp)

}  // namespace lossc
