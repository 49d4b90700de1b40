// The bell curve, the error function, the normal distribution, and gelu.
#pragma once
#include <lossc/op/difference.hpp>
#include <lossc/op/rounding.hpp>
#include <lossc/op/special_functions.hpp>

namespace lossc {

namespace op {

struct ExpMinusSquare {
  static constexpr facts info{.name = "exp_minus_square", .latex = "e^{-{$0}^2}", .cpu = "exp_minus_square($0)", .ulp = 1, .cost = 1,
                              .note = "In exp(-x * x) the rounding of x * x costs 46 ulp at the end of f32."};
  template <class T> static T eval(T x) { using numeric::exp_minus_square; return exp_minus_square(x); }
  template <class E> static constexpr auto vjp(E g, E out, E x) { return std::array{guard(out != 0, g * (-2 * (x * out)))}; }
};

/// The normal density, with an exact square: x = head + tail, head of few bits, tail small.
template <class E>
constexpr E normal_density(E x) {
  const E size = min(abs(x), 256);  // e^{-2^15} is 0 in every precision
  const E head = 0.015625 * round(64 * size);
  const E half = exp_difference(-0.5 * (head * head), 0.5 * ((size - head) * (size + head)));
  return 0.3989422804014327 * half;  // 1/√(2π)
}

struct Erf {
  static constexpr facts info{.name = "erf", .latex = R"(\operatorname{erf}($0))", .cpu = "erf($0)", .ulp = 2, .cost = 1.5};
  template <class T> static T eval(T x) { using std::erf; return erf(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g * (1.1283791670955126 * E::template apply<ExpMinusSquare>(x))}; }  // 2/√π
};

struct Erfc {
  static constexpr facts info{.name = "erfc", .latex = R"(\operatorname{erfc}($0))", .cpu = "erfc($0)", .ulp = 2, .cost = 2,
                              .note = "1 - erf(x) is 0 from x = 4 on."};
  template <class T> static T eval(T x) { using std::erfc; return erfc(x); }
  template <class E> static constexpr auto vjp(E g, E out, E x) { return std::array{-Erf::vjp(g, out, x)[0]}; }
};

struct ErfcxDerivative;

struct Erfcx {
  static constexpr facts info{.name = "erfcx", .latex = R"(e^{$0^2}\operatorname{erfc}($0))", .cpu = "erfcx($0)", .domain = {-9.3, infinity}, .ulp = 2, .cost = 2};
  template <class T> static T eval(T x) { using numeric::erfcx; return erfcx(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g * E::template apply<ErfcxDerivative>(x)}; }
};

struct ErfcxDerivative {
  static constexpr facts info{.name = "erfcx_derivative", .latex = R"(\operatorname{erfcx}'($0))", .cpu = "erfcx_derivative($0)", .domain = {-9.2, infinity}, .ulp = 2, .cost = 2,
                              .note = "2x·erfcx(x) - 2/√π loses every digit from x = 3000 on. The gradient is good to an ulp of its two terms."};
  template <class T> static T eval(T x) { using numeric::erfcx_derivative; return erfcx_derivative(x); }
  // From 2^13 on the series of erfcx in 1/x says the same as -2 out / x, which stands it that out has few bits where it is subnormal.
  template <class E> static constexpr auto vjp(E g, E out, E x) {
    return std::array{guard(out != 0, g * E::template apply<Where>(x < 8192, 2 * (E::template apply<Erfcx>(x) + x * out), -2 * (out / x)))};
  }
};

struct Ndtr {
  static constexpr facts info{.name = "ndtr", .latex = R"(\Phi($0))", .cpu = "ndtr($0)", .ulp = 2, .cost = 2,
                              .note = "The normal distribution function, with all digits in the lower tail."};
  template <class T> static T eval(T x) { using numeric::ndtr; return ndtr(x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g * normal_density(x)}; }
};

struct LogNdtr {
  static constexpr facts info{.name = "log_ndtr", .latex = R"(\log\Phi($0))", .cpu = "log_ndtr($0)", .ulp = 2, .cost = 3,
                              .note = "log(ndtr(x)) is -inf below -14, where this is -x²/2 and more."};
  template <class T> static T eval(T x) { using numeric::log_ndtr; return log_ndtr(x); }
  // φ/Φ; below 0 both are scaled by e^{x²/2}, above 0 that would overflow.
  template <class E> static constexpr auto vjp(E g, E, E x) {
    // From -2^13 down it is -x, and erfcx ends in numbers of few bits.
    const E below = E::template apply<Where>(x < -8192, -x, 0.7978845608028654 / E::template apply<Erfcx>(-0.7071067811865476 * x));  // √(2/π), √½
    const E above = normal_density(x) / E::template apply<Ndtr>(x);
    return std::array{g * E::template apply<Where>(E::template apply<Less>(E::number(x, 0), x), above, below)};
  }
};

struct Gelu {
  static constexpr facts info{.name = "gelu", .latex = R"($0 \cdot \Phi($0))", .ulp = 8, .cost = 2,
                              .note = "x times the normal distribution function, not its tanh approximation; the error is largest below -13, where its distribution function is subnormal. The gradient is good to an ulp of its two terms."};
  template <class T> static T eval(T x) { return x == T(-infinity) ? T(0) : x * Ndtr::eval(x); }
  template <class E> static constexpr E formula(E x) { return E::template apply<Guard>(x != -infinity, x * E::template apply<Ndtr>(x)); }
  template <class E> static constexpr auto vjp(E g, E, E x) {
    // Beyond ±256 the second term is 0, also at infinity.
    const E near = E::template apply<Clamp>(x, E::number(x, -256), E::number(x, 256));
    return std::array{g * (E::template apply<Ndtr>(x) + near * normal_density(x))};
  }
};

}  // namespace op

LOSSC_FUNCTION(exp_minus_square, ExpMinusSquare)
LOSSC_FUNCTION(erf, Erf)
LOSSC_FUNCTION(erfc, Erfc)
LOSSC_FUNCTION(erfcx, Erfcx)
LOSSC_FUNCTION(erfcx_derivative, ErfcxDerivative)
LOSSC_FUNCTION(ndtr, Ndtr)
LOSSC_FUNCTION(log_ndtr, LogNdtr)
LOSSC_FUNCTION(gelu, Gelu)

}  // namespace lossc
