// Terms of entropies and divergences, 0 where the probability in front of the logarithm is 0.
#pragma once
#include <lossc/op/exponential.hpp>

namespace lossc::op {

struct LogRatio {
  static constexpr facts info{.name = "log_ratio", .latex = R"(\log\frac{$0}{$1})", .domain = {0, infinity}, .ulp = 4, .cost = 3,
                              .note = "log(x / y) loses the digits of nearly equal numbers, and all where the quotient leaves the range: "
                                      "log1p of the relative difference keeps them, and log x - log y."};
  template <class T> static T eval(T x, T y) {
    using std::log; using std::log1p;
    const T ratio = x / y;
    if (T(0.5) < ratio && ratio < T(2)) return log1p((x - y) / y);
    const bool leaves_range = ratio == T(0) || ratio - ratio != T(0);
    return leaves_range && ratio == ratio ? log(Abs::eval(x)) - log(Abs::eval(y)) : log(ratio);
  }
  template <class E> static constexpr E formula(E x, E y) {
    const E ratio = x / y, zero = E::number(x, 0);
    const E is_near = E::template apply<And>(E::template apply<Less>(E::number(x, 0.5), ratio), E::template apply<Less>(ratio, E::number(x, 2)));
    const E relative = E::template apply<Log1p>((x - y) / y);
    // Where the quotient is subnormal, 0 or infinite it is taken apart; where it is negative log says so.
    const E is_small = E::template apply<And>(!E::template apply<Less>(ratio, zero), E::template apply<Less>(ratio, E::number(x, 0x1p-126)));
    const E in_parts = E::template apply<Or>(is_small, ratio == E::number(x, infinity));
    const E logarithm = E::template apply<Log>(E::template apply<Where>(in_parts, E::template apply<Abs>(x), ratio));
    const E rest = E::template apply<Where>(in_parts, E::template apply<Log>(E::template apply<Abs>(y)), zero);
    return E::template apply<Where>(is_near, relative, logarithm - rest);
  }
  template <class E> static constexpr auto vjp(E g, E, E x, E y) { return std::array{g / x, -(g / y)}; }
};

struct RelativeEntropy {
  static constexpr facts info{.name = "relative_entropy", .latex = R"($0 \log\frac{$0}{$1})", .domain = {0, infinity}, .ulp = 4, .cost = 1,
                              .kink = "-inf for x at 0, by the limit; 0 at (0, 0)",
                              .note = "x log(x / y), 0 at x = 0: every term of a Kullback-Leibler divergence."};
  template <class T> static T eval(T x, T y) { return x == T(0) ? T(0) : x * LogRatio::eval(x, y); }
  template <class E> static constexpr E formula(E x, E y) {
    return E::template apply<Guard>(x != 0, x * E::template apply<LogRatio>(x, y));
  }
  template <class E> static constexpr auto vjp(E g, E, E x, E y) {
    return std::array{E::template apply<Guard>(x != 0 || y != 0, g * (E::template apply<LogRatio>(x, y) + 1)), E::template apply<Guard>(x != 0, -(g * (x / y)))};
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

LOSSC_FUNCTION(log_ratio, LogRatio)
LOSSC_FUNCTION(relative_entropy, RelativeEntropy)
LOSSC_FUNCTION(xlogy, Xlogy)
LOSSC_FUNCTION(xlog1py, Xlog1py)

}  // namespace lossc
