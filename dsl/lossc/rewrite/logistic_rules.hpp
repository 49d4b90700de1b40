// The logistic family: one sigmoid, one softplus, and what they undo.
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc::detail {

// clang-format off

constexpr void add_logistic_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0), y = hole(set, 1);
  set.add({
    {"R22", "1 / (1 + exp(−x)) is the sigmoid",           1 / (1 + exp(-x)),        sigmoid(x),       rounds_better},
    {"R22", "1 / (1 + exp x) is a sigmoid",               1 / (1 + exp(x)),         sigmoid(-x),      rounds_better},
    {"R22", "exp x / (1 + exp x) overflows",              exp(x) / (1 + exp(x)),    sigmoid(x),       rounds_better},
    {"R22", "1 − sigmoid(x) is 0 for confident x",        1 - sigmoid(x),           sigmoid(-x),      rounds_better},
    {"R22", "the odds of a sigmoid are exp x",            sigmoid(x) / sigmoid(-x), exp(x),           rounds_better},
    {"R22", "exp(x)·(1 − sigmoid(x)) overflows",          exp(x) * sigmoid(-x),     sigmoid(x),       rounds_better},
    {"R21", "log of a rounded sigmoid",                   log(sigmoid(x)),          -softplus(-x),    rounds_better},
    {"R21", "one form for log sigmoid",                   log_sigmoid(x),           -softplus(-x),    exact},
    {"R28", "the log-odds of a sigmoid are x",            softplus(x) - softplus(-x), x,              rounds_better},
    {"R28", "the log-odds of a sigmoid are x",            softplus(-x) - softplus(x), -x,             rounds_better},
    {"R29", "sigmoid(x) − sigmoid(y) is 0 where both are confident", log(sigmoid(x) - sigmoid(y)),
     log1mexp(where(x == y, number(set, 0), x - y)) - (softplus(-x) + softplus(y)), rounds_better},
  });
}

// clang-format on

}  // namespace lossc::detail
