// Rewrites that must not happen: each changes a value somewhere, a NaN, a sign or the last digits.
#include <lossc/graph/lower.hpp>
#include <lossc/rewrite/meaning.hpp>
#include <lossc/rewrite/rewrite.hpp>

using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {
} batch;

constexpr auto numbers = inputs(tensor<"x">(batch), tensor<"y">(batch), tensor<"z">(batch));

/// Whether a formula is its own normal form.
template <class Formula> constexpr bool stays(const Formula& formula) {
  const graph g = with_declared_meaning(lower(loss<"formula">(numbers, formula)));
  const graph h = rewrite(g, stable_rules()).result;
  return same_formula(g, g.outputs[0].value, h, h.outputs[0].value);
}

// NaN and infinity: inf - inf, 0 * inf and 0 / 0 are no numbers, and no rule makes one of them.
static_assert(stays([](auto x, auto, auto) { return x - x; }));
static_assert(stays([](auto x, auto, auto) { return 0_c * x; }));
static_assert(stays([](auto x, auto, auto) { return x / x; }));
static_assert(stays([](auto x, auto, auto) { return 0_c / x; }));
// The sign of a zero.
static_assert(stays([](auto x, auto, auto) { return x + 0_c; }));
static_assert(stays([](auto x, auto, auto) { return 0_c - x; }));
// Reassociation and distribution.
static_assert(stays([](auto x, auto y, auto z) { return x + (y + z); }));
static_assert(stays([](auto x, auto y, auto z) { return (x + y) + z; }));
static_assert(stays([](auto x, auto y, auto z) { return x * (y * z); }));
static_assert(stays([](auto x, auto y, auto z) { return (x * y) * z; }));
static_assert(stays([](auto x, auto y, auto z) { return x * (y + z); }));
static_assert(stays([](auto x, auto y, auto z) { return x * y + x * z; }));
static_assert(stays([](auto x, auto y, auto) { return (x - y) + y; }));
static_assert(stays([](auto x, auto, auto) { return 3_c * (5_c * x); }));
// One rounding instead of another.
static_assert(stays([](auto x, auto y, auto) { return x / y; }));
static_assert(stays([](auto x, auto, auto) { return x / 3_c; }));
static_assert(stays([](auto x, auto y, auto) { return log(x * y); }));
static_assert(stays([](auto x, auto y, auto) { return sqrt(x * y); }));
static_assert(stays([](auto x, auto y, auto z) { return pow(x * y, z); }));
static_assert(stays([](auto x, auto, auto) { return x * x * x; }));
static_assert(stays([](auto x, auto y, auto z) { return x * y + z; }));

// A formula that does change is seen.
static_assert(!stays([](auto x, auto, auto) { return log(1_c + x); }));
