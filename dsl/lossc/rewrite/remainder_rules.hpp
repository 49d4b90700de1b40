// What exp and log are beyond their linear term: every spelling of it cancels near 0.
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc::detail {

// clang-format off

constexpr void add_remainder_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0);
  // Below 1/2 nothing cancels, and x − 1 rounds x away.
  const symbol log_beyond = where(x < 0.5, (x - 1) - log(x), -log1pmx(x - 1));
  set.add({
    {"R33", "exp(x) − 1 − x is x²/2 near 0",         expm1(x) - x,         expm1mx(x),   rounds_better},
    {"R33", "exp(x) − x − 1 is x²/2 near 0",         (exp(x) - x) - 1,     expm1mx(x),   rounds_better},
    {"R33", "exp(x) − (1 + x) is x²/2 near 0",       exp(x) - (1 + x),     expm1mx(x),   rounds_better},
    {"R33", "x − (exp(x) − 1) is −x²/2 near 0",      x - expm1(x),         -expm1mx(x),  rounds_better},
    {"R33", "1 + x − exp(x) is −x²/2 near 0",        (1 + x) - exp(x),     -expm1mx(x),  rounds_better},
    {"R33", "exp(−x) − 1 + x is x²/2 near 0",        x + expm1(-x),        expm1mx(-x),  rounds_better},
    {"R33", "exp(−x) + x − 1 is x²/2 near 0",        (x + exp(-x)) - 1,    expm1mx(-x),  rounds_better},
    {"R33", "log(1 + x) − x is −x²/2 near 0",        log1p(x) - x,         log1pmx(x),   rounds_better},
    {"R33", "x − log(1 + x) is x²/2 near 0",         x - log1p(x),         -log1pmx(x),  rounds_better},
    {"R33", "log(1 − x) + x is −x²/2 near 0",        x + log1p(-x),        log1pmx(-x),  rounds_better},
    {"R33", "x − 1 − log x is (x − 1)²/2 near 1",    (x - 1) - log(x),     log_beyond,   rounds_better},
    {"R33", "x − log(x) − 1 is (x − 1)²/2 near 1",   (x - log(x)) - 1,     log_beyond,   rounds_better},
  });
}

// clang-format on

}  // namespace lossc::detail
