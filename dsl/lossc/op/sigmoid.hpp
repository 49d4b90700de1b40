// The logistic family, taken apart over e^{-|x|}, which value and gradient then share.
#pragma once
#include <lossc/op/exponential.hpp>

namespace lossc::op {

struct Tanh {
  static constexpr facts info{.name = "tanh", .latex = R"(\tanh $0)", .cpu = "tanh($0)", .ulp = 2, .cost = 1.5};
  template <class T> static T eval(T x) { using std::tanh; return tanh(x); }
  template <class E> static constexpr auto vjp(E g, E, E x);
};

struct Sigmoid {
  static constexpr facts info{.name = "sigmoid", .latex = R"(\sigma($0))", .ulp = 2.5, .cost = 1};
  template <class T> static T eval(T x) {
    using std::exp;
    return x < T(0) ? exp(x) / (T(1) + exp(x)) : T(1) / (T(1) + exp(-x));
  }
  template <class E> static constexpr E formula(E x) {
    const E e = E::template apply<Exp>(-E::template apply<Abs>(x));
    return E::template apply<Where>(x < 0, e, E::number(x, 1)) / (1 + e);
  }
  template <class E> static constexpr auto vjp(E g, E out, E x) {
    return std::array{g * (out * E::template apply<Sigmoid>(-x))};
  }
};
template <class E> constexpr auto Tanh::vjp(E g, E, E x) {
  return std::array{g * (4 * (E::template apply<Sigmoid>(2 * x) * E::template apply<Sigmoid>(-2 * x)))};
}

struct Softplus {
  static constexpr facts info{.name = "softplus", .latex = R"(\operatorname{softplus}($0))", .ulp = 2, .cost = 2,
                              .note = "max(x, 0) + log1p(exp(-|x|)) cannot overflow."};
  template <class T> static T eval(T x) {
    using std::exp; using std::log1p;
    return x < T(0) ? log1p(exp(x)) : x + log1p(exp(-x));
  }
  template <class E> static constexpr E formula(E x) {
    const E e = E::template apply<Exp>(-E::template apply<Abs>(x));
    return E::template apply<Maximum>(x, E::number(x, 0)) + E::template apply<Log1p>(e);
  }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g * E::template apply<Sigmoid>(x)}; }
};

struct LogSigmoid {
  static constexpr facts info{.name = "log_sigmoid", .latex = R"(\log\sigma($0))", .ulp = 2, .cost = 2};
  template <class T> static T eval(T x) { return -Softplus::eval(-x); }
  template <class E> static constexpr E formula(E x) { return -E::template apply<Softplus>(-x); }
  template <class E> static constexpr auto vjp(E g, E, E x) { return std::array{g * E::template apply<Sigmoid>(-x)}; }
};

}  // namespace lossc::op

namespace lossc {

LOSSC_FUNCTION(tanh, Tanh)
LOSSC_FUNCTION(sigmoid, Sigmoid)
LOSSC_FUNCTION(softplus, Softplus)
LOSSC_FUNCTION(log_sigmoid, LogSigmoid)

}  // namespace lossc
