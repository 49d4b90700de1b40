// Common factors of rates cancel, as static assertions; nobody else's do.
#include <lossc/graph/lower.hpp>
#include <lossc/rewrite/derivatives.hpp>

using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {
} batch;
inline constexpr struct feature final : axis<"feature"> {
} feature;

template <class Body> constexpr auto of_time(Body body) {
  return loss<"of_time">(
      inputs(tensor<"x">(batch, feature), tensor<"t">(batch), param<"bias">(0_c)),
      [body](auto x, auto t, auto bias) { return body(x, t, bias); });
}
template <class Loss> constexpr graph resolved(const Loss& loss, bool strict = false) {
  const rule_set rules = stable_rules();
  return rewrite(resolve_derivatives(lower(loss), rules, strict), rules, strict).result;
}
template <class A, class B> constexpr bool one_form(const A& a, const B& b) {
  const graph x = resolved(of_time(a)), y = resolved(of_time(b));
  return same_formula(x, x.outputs[0].value, y, y.outputs[0].value);
}
template <class Body> constexpr bool divides(const Body& body, bool strict = false) {
  const graph g = resolved(of_time(body), strict);
  for (const node& n : g.nodes())
    if (is<op::Divide>(n)) return true;
  return false;
}

// A factor that a rate has in common with what it is multiplied by.
static_assert(!divides([](auto, auto t, auto) { return d(log(t), t) * t; }));
static_assert(!divides([](auto, auto t, auto) { return t * d(exp(t), t) / t; }));
static_assert(one_form([](auto, auto t, auto) { return d(t * t * t, t) / t; }, [](auto, auto t, auto) { return t * 3_c; }));
static_assert(one_form([](auto x, auto t, auto) { return sum(x * (square(sin(t)) + d(sin(t), t) * cos(t))); },
                       [](auto x, auto, auto) { return sum(x); }));
static_assert(!divides([](auto, auto t, auto) { return d(sin(t), t) / cos(t); }));

// The weight of a velocity under rectified flow: neither log, nor sigmoid, nor a division by t or 1 − t is left.
constexpr auto velocity_weight = [](auto, auto t, auto bias) {
  auto alpha = 1_c - t;
  auto log_snr = 2_c * (log(alpha) - log(t));
  auto factor = (d(alpha, t) * t - d(t, t) * alpha) / t;
  return -d(log_snr, t) * sigmoid(log_snr - bias) * exp(bias) / square(factor);
};
constexpr auto closed_form = [](auto, auto t, auto bias) {
  return 2_c * (t * (1_c - t)) / (t * t + (1_c - t) * (1_c - t) * exp(-bias));
};
static_assert(one_form(velocity_weight, closed_form));
static_assert(!one_form(velocity_weight, [](auto, auto t, auto bias) { return 2_c * t / (t * t + (1_c - t) * (1_c - t) * exp(-bias)); }));
// Strictly, it stays as it is.
static_assert(divides([](auto, auto t, auto) { return d(log(t), t) * t; }, /*strict=*/true));

// What holds no rate is the user's: x / x is NaN at 0. So is a factor that varies otherwise than time does.
static_assert(divides([](auto x, auto, auto) { return x / x; }));
static_assert(divides([](auto, auto t, auto) { return t / t; }));
static_assert(divides([](auto x, auto t, auto) { return x / x * d(exp(t), t); }));
static_assert(divides([](auto x, auto t, auto) { return sum(x, feature) / sum(x, feature) * d(exp(t), t); }));
static_assert(divides([](auto x, auto t, auto) { return grad(sum(x * x), x) / x * t; }));
// Nor is a root taken of a square that may be one of a negative number.
static_assert(one_form([](auto, auto t, auto) { return d(exp(t), t) * sqrt(t * t); }, [](auto, auto t, auto) { return sqrt(t * t) * exp(t); }));
