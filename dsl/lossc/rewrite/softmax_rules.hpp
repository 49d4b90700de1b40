// The softmax family, and cross-entropy, which has one form (R44).
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc::detail {

inline constexpr condition axes_are_the_labels{
    [](const graph& g, const match& m) { return m.axes == g.target_axis(m.bound[3]); }, "the label indexes the axis of the reduction"};

// clang-format off

constexpr void add_softmax_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0), label = hole(set, 3);
  const symbol top = max_of(x), one_hot = symbol::apply<op::OneHot>(label);
  set.add({
    {"R25", "exp / Σ exp overflows",                      exp(x) / sum_of(exp(x)),  softmax_of(x),    rounds_better},
    {"R25", "log Σ exp overflows",                        log(sum_of(exp(x))),      logsumexp_of(x),  rounds_better},
    {"R25", "log of a rounded softmax",                   log(softmax_of(x)),       log_softmax_of(x), rounds_better},
    {"R25", "exp of a log_softmax",                       exp(log_softmax_of(x)),   softmax_of(x),    rounds_better},
    {"R25", "x − logsumexp(x) cancels",                   x - logsumexp_of(x),      log_softmax_of(x), rounds_better},
    {"R25", "softmax ignores a shift",                    softmax_of(x - top),      softmax_of(x),    rounds_better},
    {"R25", "log_softmax ignores a shift",                log_softmax_of(x - top),  log_softmax_of(x), rounds_better},
    {"R25", "softmax ignores a shift",                    softmax_of(x - stop_gradient(top)),     softmax_of(x),     rounds_better},
    {"R25", "log_softmax ignores a shift",                log_softmax_of(x - stop_gradient(top)), log_softmax_of(x), rounds_better},
    {"R25", "logsumexp takes its shift back",             top + logsumexp_of(x - top), logsumexp_of(x), rounds_better},
    {"R25", "logsumexp takes its shift back",             stop_gradient(top) + logsumexp_of(x - stop_gradient(top)), logsumexp_of(x), rounds_better},

    {"R44", "picking from log_softmax",                   at(log_softmax_of(x), label),            -cross_entropy(x, label),      rounds_better, axes_are_the_labels},
    {"R44", "logsumexp(z) − z[y] cancels",                logsumexp_of(x) - at(x, label),          cross_entropy(x, label),       rounds_better, axes_are_the_labels},
    {"R44", "z[y] − logsumexp(z) cancels",                at(x, label) - logsumexp_of(x),          -cross_entropy(x, label),      rounds_better, axes_are_the_labels},
    {"R44", "the probability of the label",               at(softmax_of(x), label),                exp(-cross_entropy(x, label)), rounds_better, axes_are_the_labels},
    {"R44", "the probability of the label, naive",        exp(at(x, label)) / sum_of(exp(x)),      exp(-cross_entropy(x, label)), rounds_better, axes_are_the_labels},
    {"one-hot", "a sum that one entry survives",          sum_of(guard(one_hot, x)), at(x, label),       exact, axes_are_the_labels},
  });
}

// clang-format on

}  // namespace lossc::detail
