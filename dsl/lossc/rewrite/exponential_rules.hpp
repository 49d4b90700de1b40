// exp and log: they undo each other, and neither overflows on the way nor loses digits beside 1.
#pragma once
#include <lossc/rewrite/pattern.hpp>
#include <lossc/rewrite/range.hpp>

namespace lossc::detail {

inline constexpr condition x_is_not_negative{[](const graph& g, const match& m) { return is_not_negative(g, m.bound[0]); },
                                             "x cannot be negative; of other x the NaN is kept"};

// clang-format off

constexpr void add_exponential_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0), y = hole(set, 1);
  set.add({
    {"R28", "log(exp x) overflows, x does not",            log(exp(x)),        x,            rounds_better},
    {"R28", "exp(log x) rounds twice",                     exp(log(x)),        x,            rounds_better, x_is_not_negative},
    {"R28", "log1p(expm1 x) overflows, x does not",        log1p(expm1(x)),    x,            rounds_better},
    {"R28", "expm1(log1p x) rounds twice",                 expm1(log1p(x)),    x,            rounds_better, x_is_not_negative},
    {"R20", "log(1 + exp x) overflows; softplus does not", log(1 + exp(x)),    softplus(x),  rounds_better},
    {"R20", "log1p(exp x) overflows; softplus does not",   log1p(exp(x)),      softplus(x),  rounds_better},
    {"R20", "log(1 + x) loses the digits of a small x",    log(1 + x),         log1p(x),     rounds_better},
    {"R20", "log(1 − x) loses the digits of a small x",    log(1 - x),         log1p(-x),    rounds_better},
    {"R20", "1 / exp(x) is 0 or infinite before it must",  1 / exp(x),         exp(-x),      rounds_better},
    {"R33", "exp(x) − 1 loses the digits of a small x",    exp(x) - 1,         expm1(x),     rounds_better},
    {"R46", "1 − exp(x) loses the digits of a small x: 1 − p from the others", 1 - exp(x), -expm1(x), rounds_better},
    {"R46", "1 − (1 − x) loses the digits of a small x",   1 - (1 - x),        x,            rounds_better},

    // Differences of exponentials. Where both are the same infinity, x − y is NaN and their difference 0.
    {"R25", "log(exp x + exp y) overflows",                log(exp(x) + exp(y)), logaddexp(x, y), rounds_better},
    {"R27", "log(1 − exp(−x)) loses the digits of a small x",  log(-expm1(x)),  log1mexp(-x), rounds_better},
    {"R27", "log1p(−exp(−x)) loses the digits of a small x",   log1p(-exp(x)),  log1mexp(-x), rounds_better},
    {"R27", "log(exp(x) − 1) overflows",                   log(expm1(x)),      x + log1mexp(x), rounds_better},
    {"R27", "log(exp x − exp y) overflows",                log(exp(x) - exp(y)), x + log1mexp(where(x == y, number(set, 0), x - y)), rounds_better},
  });
}

// clang-format on

}  // namespace lossc::detail
