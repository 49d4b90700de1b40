// The rewrite rules: each is one equation with its honesty; grouped by what they are for.
#pragma once
#include <lossc/rewrite/rule.hpp>

namespace lossc {

namespace detail {

constexpr rule_set with_holes() {
  rule_set set;
  for (std::string_view name : {"x", "y", "z"}) set.patterns.inputs.push_back({.name = name});
  set.patterns.inputs.push_back({.name = "label", .kind = input_kind::label, .target = 30});
  for (int place = 0; place < hole_count; ++place) (void)set.patterns.input(place);
  return set;
}

// Reductions of patterns run over "some axes"; a label's own axis is that one too.
inline constexpr condition axes_are_the_labels{
    [](const graph& g, const match& m) { return m.axes == g.target_axis(m.bound[3]); }, "the label indexes the axis of the reduction"};
inline constexpr condition y_is_constant_along_the_axes{
    [](const graph& g, const match& m) { return (g[m.bound[1]].axes & m.axes) == 0; }, "the shift is one number per row"};
// A guard of one scalar stays outside: inside it would cost a select per element for nothing. Among
// scalars it costs nothing, and it must: a total of 0 divides what the guard has made 0. Numbers fold.
inline constexpr condition guard_has_axes{
    [](const graph& g, const match& m) {
      return g[m.bound[0]].axes != 0 || (g[m.bound[2]].axes == 0 && !is<op::Number>(g[m.bound[2]]));
    },
    "the guard has axes, or the factor has none"};
inline constexpr condition only_the_inner_has_axes{
    [](const graph& g, const match& m) { return g[m.bound[0]].axes == 0 && g[m.bound[1]].axes != 0; },
    "the outer guard is one scalar"};

// A guard that only says what happens at a zero weight, an empty mean or an ignored row; a guard that
// chooses a branch is part of the formula.
inline constexpr condition guard_is_about_zeros{
    [](const graph& g, const match& m) {
      const node& c = g[m.bound[0]];
      return is<op::NotEqual>(c) || is<op::Valid>(c) || is<op::And>(c) || is<op::Or>(c) || is<op::IsFinite>(c);
    },
    "the guard is about zeros or ignored rows"};

}  // namespace detail

// clang-format off

/// What every graph is brought into: signs outside, guards outside products, stable forms.
constexpr rule_set stable_rules() {
  using enum honesty;
  rule_set set = detail::with_holes();
  graph& p = set.patterns;
  const symbol x{&p, 0}, y{&p, 1}, z{&p, 2}, label{&p, 3};
  const auto zero = symbol::number(x, 0);
  const auto over = []<class Op>(Op, symbol e) { return symbol::along<Op>(e, some_axes); };
  const auto sum_of = [&](symbol e) { return over(op::Sum{}, e); };
  const auto mean_of = [&](symbol e) { return over(op::Mean{}, e); };
  const auto softmax_of = [&](symbol e) { return over(op::Softmax{}, e); };
  const auto log_softmax_of = [&](symbol e) { return over(op::LogSoftmax{}, e); };
  const auto logsumexp_of = [&](symbol e) { return over(op::LogSumExp{}, e); };
  const auto cross_entropy = [](symbol e, symbol l) { return symbol::apply<op::CrossEntropy>(e, l); };
  set.rules = {
    // Signs and units: exact, so that one formula has one form.
    {"unit", "x·1 = x",                        x * 1,                 x,                    exact},
    {"unit", "x / 1 = x",                      x / 1,                 x,                    exact},
    {"sign", "−(−x) = x",                      -(-x),                 x,                    exact},
    {"sign", "(−x)·y = −(x·y)",                (-x) * y,              -(x * y),             exact},
    {"sign", "(−x) / y = −(x / y)",            (-x) / y,              -(x / y),             exact},
    {"sign", "x / (−y) = −(x / y)",            x / (-y),              -(x / y),             exact},
    {"sign", "−x − y = −(x + y)",              (-x) - y,              -(x + y),             exact},
    {"sign", "x + (−y) = x − y",               x + (-y),              x - y,                exact},
    {"sign", "x − (−y) = x + y",               x - (-y),              x + y,                exact},
    {"sign", "a guard passes the sign",        guard(x, -y),          -guard(x, y),         exact},
    {"sign", "a weight passes the sign",       weigh(x, -y),          -weigh(x, y),         exact},
    {"sign", "a sum passes the sign",          sum_of(-x),            -sum_of(x),           exact},
    {"sign", "a mean passes the sign",         mean_of(-x),           -mean_of(x),          exact},
    {"twice", "x + x = 2x",                    x + x,                 2 * x,                exact},
    {"logic", "¬¬c = c",                       !!x,                   x,                    exact},
    {"logic", "one guard is enough",           guard(x, guard(x, y)), guard(x, y),          exact},

    {"logic", "both branches are one",         where(x, y, y),        y,                    exact},
    {"R6", "both sides have one slope",        symbol::apply<op::NearestZero>(x, x), x,      exact},
    {"logic", "one guard for both terms",      guard(x, y) + guard(x, z), guard(x, y + z),   exact},

    // Structural zeros (P2, R1, R2): select after multiplying, so that a dead branch never leaks.
    {"R1", "the guard selects after the product",   guard(x, y) * z,  guard(x, y * z),      structural, detail::guard_has_axes},
    {"R1", "the guard selects after the quotient",  guard(x, y) / z,  guard(x, y / z),      structural, detail::guard_has_axes},
    {"R1", "a guard with axes stands outside one of a scalar", guard(x, guard(y, z)), guard(y, guard(x, z)), structural, detail::only_the_inner_has_axes},
    {"R2", "a weight stands outside a scalar guard", guard(x, weigh(y, z)), weigh(y, guard(x, z)), structural, detail::only_the_inner_has_axes},
    {"R2", "a weighted 0 is 0",                     weigh(x, zero),   zero,                 structural},
    {"R2", "a derivative that is 0 by construction", zero / x,        zero,                 structural},
    {"R2", "the weight selects after the product",  weigh(x, y) * z,  weigh(x, y * z),      structural},
    {"R2", "the weight selects after the quotient", weigh(x, y) / z,  weigh(x, y / z),      structural},

    // exp and log.
    {"R28", "log(exp x) overflows, x does not",           log(exp(x)),              x,                rounds_better},
    {"R20", "log(1 + exp x) overflows; softplus does not", log(1 + exp(x)),         softplus(x),      rounds_better},
    {"R20", "log1p(exp x) overflows; softplus does not",  log1p(exp(x)),            softplus(x),      rounds_better},
    {"R20", "log(1 + x) loses the digits of a small x",   log(1 + x),               log1p(x),         rounds_better},
    {"R20", "log(1 − x) loses the digits of a small x",   log(1 - x),               log1p(-x),        rounds_better},
    {"R33", "exp(x) − 1 loses the digits of a small x",   exp(x) - 1,               expm1(x),         rounds_better},
    {"R46", "1 − exp(x) loses the digits of a small x: 1 − p from the others", 1 - exp(x), -expm1(x), rounds_better},
    {"R20", "x / exp(y) overflows to 0 too early",        x / exp(y),               x * exp(-y),      rounds_differently},
    {"R40", "x·log(x / y) is 0 at x = 0",                 x * log(x / y),           relative_entropy(x, y), rounds_better},

    // The logistic family.
    {"R22", "1 / (1 + exp(−x)) is the sigmoid",           1 / (1 + exp(-x)),        sigmoid(x),       rounds_better},
    {"R22", "1 / (1 + exp x) is a sigmoid",               1 / (1 + exp(x)),         sigmoid(-x),      rounds_better},
    {"R22", "exp x / (1 + exp x) overflows",              exp(x) / (1 + exp(x)),    sigmoid(x),       rounds_better},
    {"R22", "1 − sigmoid(x) is 0 for confident x",        1 - sigmoid(x),           sigmoid(-x),      rounds_better},
    {"R21", "log of a rounded sigmoid",                   log(sigmoid(x)),          -softplus(-x),    rounds_better},
    {"R21", "one form for log sigmoid",                   log_sigmoid(x),           -softplus(-x),    exact},

    // Norms.
    {"R10", "the norm has gradient 0 at 0",               sqrt(sum_of(x * x)),      over(op::Norm{}, x), structural},

    // The softmax family.
    {"R25", "exp / Σ exp overflows",                      exp(x) / sum_of(exp(x)),  softmax_of(x),    rounds_better},
    {"R25", "log Σ exp overflows",                        log(sum_of(exp(x))),      logsumexp_of(x),  rounds_better},
    {"R25", "log of a rounded softmax",                   log(softmax_of(x)),       log_softmax_of(x), rounds_better},
    {"R25", "x − logsumexp(x) cancels",                   x - logsumexp_of(x),      log_softmax_of(x), rounds_better},
    {"R25", "softmax ignores a shift",                    softmax_of(x - y),        softmax_of(x),    rounds_better, detail::y_is_constant_along_the_axes},
    {"R25", "log_softmax ignores a shift",                log_softmax_of(x - y),    log_softmax_of(x), rounds_better, detail::y_is_constant_along_the_axes},

    // Cross-entropy has one form (R44).
    {"R44", "picking from log_softmax",                   at(log_softmax_of(x), label),            -cross_entropy(x, label),      rounds_better, detail::axes_are_the_labels},
    {"R44", "logsumexp(z) − z[y] cancels",                logsumexp_of(x) - at(x, label),          cross_entropy(x, label),       rounds_better, detail::axes_are_the_labels},
    {"R44", "z[y] − logsumexp(z) cancels",                at(x, label) - logsumexp_of(x),          -cross_entropy(x, label),      rounds_better, detail::axes_are_the_labels},
    {"R44", "the probability of the label",               at(softmax_of(x), label),                exp(-cross_entropy(x, label)), rounds_better, detail::axes_are_the_labels},
    {"R44", "the probability of the label, naive",        exp(at(x, label)) / sum_of(exp(x)),      exp(-cross_entropy(x, label)), rounds_better, detail::axes_are_the_labels},
    {"one-hot", "a sum that one entry survives",          sum_of(guard(symbol::apply<op::OneHot>(label), x)), at(x, label),       exact, detail::axes_are_the_labels},

    // No comparison swallows a NaN (P8, R4), and the gradient at the kink is the one of max and min (P4).
    {"R4", "a comparison with NaN chooses the wrong branch; max keeps it", where(y < x, x, y),  max(x, y), structural},
    {"R4", "a comparison with NaN chooses the wrong branch; max keeps it", where(y <= x, x, y), max(x, y), structural},
    {"R4", "a comparison with NaN chooses the wrong branch; min keeps it", where(x < y, x, y),  min(x, y), structural},
    {"R4", "a comparison with NaN chooses the wrong branch; min keeps it", where(x <= y, x, y), min(x, y), structural},
  };
  return set;
}

/// For printing only: the forms of textbooks, shorter and less stable.
constexpr rule_set textbook_rules() {
  using enum honesty;
  rule_set set = detail::with_holes();
  graph& p = set.patterns;
  const symbol x{&p, 0}, y{&p, 1}, z{&p, 2};
  set.rules = {
    {"textbook", "unit",                       x * 1,                                                         x,                    textbook},
    {"textbook", "guards are understood",      guard(x, y),                                                   y,                    textbook, detail::guard_is_about_zeros},
    {"textbook", "the gradient of BCE",        weigh(1 - y, sigmoid(x)) - weigh(y, sigmoid(-x)),              sigmoid(x) - y,       textbook},
    {"textbook", "the gradient of BCE, scaled", weigh(1 - y, z * sigmoid(x)) - weigh(y, z * sigmoid(-x)),     z * (sigmoid(x) - y), textbook},
    {"textbook", "1 − exp",                    -expm1(x),                                                     1 - exp(x),           textbook},
  };
  return set;
}

// clang-format on

}  // namespace lossc
