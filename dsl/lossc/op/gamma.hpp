// The logarithm of the gamma function and its derivatives.
#pragma once
#include <lossc/op/exponential.hpp>
#include <lossc/op/special_functions.hpp>

namespace lossc::op {

struct Trigamma {
  static constexpr facts info{.name = "trigamma", .latex = R"(\psi'($0))", .cpu = "trigamma($0)", .domain = {0, infinity}, .ulp = 2, .cost = 3,
                              .note = "The gradient is NaN below 0."};
  template <class T> static T eval(T x) { using numeric::trigamma; return trigamma(x); }
  // ψ''(x) = -2 Σ 1/(x + k)³: sixteen terms, and Euler and Maclaurin's series from x + 16 on.
  template <class E> static constexpr auto vjp(E g, E, E x) {
    const auto cube = [](E t) { return 1 / (t * t * t); };
    E near = cube(x);
    for (int k = 1; k < 16; ++k) near = near + cube(x + k);
    const E far = x + 16, inverse = 1 / far, s = inverse * inverse;  // the square of far would overflow
    const E series = 1 + s * (0.5 - s * (1.0 / 6 - s * (1.0 / 6 - s * (0.3 - s * (5.0 / 6 - s * (691.0 / 210))))));
    const E slope = -(2 * near + (s * series + s / far));
    return std::array{g * E::template apply<Where>(x < 0, E::number(x, std::numeric_limits<double>::quiet_NaN()), slope)};
  }
};

struct Digamma {
  static constexpr facts info{.name = "digamma", .latex = R"(\psi($0))", .cpu = "digamma($0)", .domain = {0, infinity}, .ulp = 2, .cost = 3};
  template <class T> static T eval(T x) { using numeric::digamma; return digamma(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g * E::template apply<Trigamma>(x)}; }
};

struct Lgamma {
  static constexpr facts info{.name = "lgamma", .latex = R"(\log\Gamma($0))", .cpu = "lgamma($0)", .domain = {0, infinity}, .ulp = 2, .cost = 3};
  template <class T> static T eval(T x) { using std::lgamma; return lgamma(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g * E::template apply<Digamma>(x)}; }
};

}  // namespace lossc::op

namespace lossc {

LOSSC_FUNCTION(lgamma, Lgamma)
LOSSC_FUNCTION(digamma, Digamma)
LOSSC_FUNCTION(trigamma, Trigamma)

}  // namespace lossc
