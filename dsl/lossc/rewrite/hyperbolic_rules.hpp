// Hyperbolic functions: named where they are spelled with exponentials, and stable where they saturate.
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc::detail {

// clang-format off

constexpr void add_hyperbolic_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0);
  set.add({
    {"R24", "(exp x + exp(−x)) / 2 overflows before cosh",  0.5 * (exp(x) + exp(-x)),            cosh(x),          rounds_better},
    {"R24", "(exp x + exp(−x)) / 2 overflows before cosh",  (exp(x) + exp(-x)) / 2,              cosh(x),          rounds_better},
    {"R24", "(exp x − exp(−x)) / 2 cancels near 0",         0.5 * (exp(x) - exp(-x)),            sinh(x),          rounds_better},
    {"R24", "(exp x − exp(−x)) / 2 cancels near 0",         (exp(x) - exp(-x)) / 2,              sinh(x),          rounds_better},
    {"R24", "a quotient of exponentials overflows",         (exp(x) - exp(-x)) / (exp(x) + exp(-x)), tanh(x),      rounds_better},
    {"R24", "2σ(x) − 1 cancels near 0",                     2 * sigmoid(x) - 1,                  tanh(0.5 * x),    rounds_better},
    {"R24", "log(cosh x) overflows, and is x²/2 near 0",    log(cosh(x)),                        log_cosh(x),      rounds_better},
    {"R24", "x + softplus(−2x) − log 2 cancels near 0",     (x + softplus(-(2 * x))) - log(number(set, 2)), log_cosh(x), rounds_better},
    {"R23", "1 − tanh² is 0 where tanh saturates",          1 - tanh(x) * tanh(x),               4 * (sigmoid(2 * x) * sigmoid(-(2 * x))), rounds_better},
    {"R24", "log(1 − tanh²) is −inf where tanh saturates",  log(4 * (sigmoid(2 * x) * sigmoid(-(2 * x)))), -(2 * log_cosh(x)), rounds_better},
    {"R28", "atanh(tanh x) is infinite where tanh saturates", atanh(tanh(x)),                    x,                rounds_better},
    {"R28", "asinh(sinh x) overflows",                      asinh(sinh(x)),                      x,                rounds_better},
    {"R28", "acosh(cosh x) overflows",                      acosh(cosh(x)),                      abs(x),           rounds_better},
    {"R17", "acosh(1 + x) loses the digits of a small x",   acosh(1 + x),                        where(0 <= x && x < 1, log1p(x + sqrt(x * (x + 2))), acosh(1 + x)), rounds_better},
  });
}

// clang-format on

}  // namespace lossc::detail
