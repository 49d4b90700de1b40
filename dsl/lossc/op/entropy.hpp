// Terms of entropies and divergences, 0 where the probability in front of the logarithm is 0.
#pragma once
#include <lossc/op/exponential.hpp>

namespace lossc::op {

struct RelativeEntropy {
  static constexpr facts info{.name = "relative_entropy", .latex = R"($0 \log\frac{$0}{$1})", .domain = {0, infinity}, .cost = 1,
                              .note = "x log(x / y), 0 at x = 0: every term of a Kullback-Leibler divergence."};
  template <class T> static T eval(T x, T y) { using std::log; return x == T(0) ? T(0) : x * log(x / y); }
  template <class E> static constexpr E formula(E x, E y) {
    return E::template apply<Guard>(x != 0, x * E::template apply<Log>(x / y));
  }
  template <class E> static constexpr auto vjp(E g, E, E x, E y) {
    return std::array{g * (E::template apply<Log>(x / y) + 1), E::template apply<Guard>(x != 0, -(g * (x / y)))};
  }
};

struct Xlogy {
  static constexpr facts info{.name = "xlogy", .latex = R"($0 \log $1)", .domain = {0, infinity}, .cost = 1,
                              .kink = "-inf for x at y = 0, by the limit", .note = "x log(y), 0 at x = 0."};
  template <class T> static T eval(T x, T y) { using std::log; return x == T(0) ? T(0) : x * log(y); }
  template <class E> static constexpr E formula(E x, E y) { return E::template apply<Guard>(x != 0, x * E::template apply<Log>(y)); }
  template <class E> static constexpr auto vjp(E g, E, E x, E y) {
    return std::array{g * E::template apply<Log>(y), E::template apply<Guard>(x != 0, g * (x / y))};
  }
};

struct Xlog1py {
  static constexpr facts info{.name = "xlog1py", .latex = R"($0 \log(1 + $1))", .domain = {-1, infinity}, .cost = 1,
                              .kink = "-inf for x at y = -1, by the limit", .note = "x log1p(y), 0 at x = 0."};
  template <class T> static T eval(T x, T y) { using std::log1p; return x == T(0) ? T(0) : x * log1p(y); }
  template <class E> static constexpr E formula(E x, E y) { return E::template apply<Guard>(x != 0, x * E::template apply<Log1p>(y)); }
  template <class E> static constexpr auto vjp(E g, E, E x, E y) {
    return std::array{g * E::template apply<Log1p>(y), E::template apply<Guard>(x != 0, g * (x / (1 + y)))};
  }
};

}  // namespace lossc::op

namespace lossc {

LOSSC_FUNCTION(relative_entropy, RelativeEntropy)
LOSSC_FUNCTION(xlogy, Xlogy)
LOSSC_FUNCTION(xlog1py, Xlog1py)

}  // namespace lossc
