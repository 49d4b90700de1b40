// Zero times infinity and zero by zero, where the limit is known and the text computes NaN (P1).
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc::detail {

// clang-format off

constexpr void add_limit_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0), y = hole(set, 1), z = hole(set, 2);
  const symbol minus_infinity = number(set, -infinity);
  const symbol size = abs(x) + abs(y);
  const symbol total = y + z;
  set.add({
    // A weight of exactly 0 annihilates, in the value and in the gradient: so does a probability of 0.
    {"R40", "p·log p is 0 at p = 0",                     softmax_of(x) * log_softmax_of(x), weigh(softmax_of(x), log_softmax_of(x)), structural},
    {"R40", "exp(x)·x is 0 at −inf",                     exp(x) * x,                        weigh(exp(x), x),                        structural},
    {"R40", "exp(x)·(x − y) is 0 at −inf",               exp(x) * (x - y),                  weigh(exp(x), x - y),                    structural},

    // An entry that is masked out stands at −inf.
    {"R25", "log Σ exp over a mask overflows",           log(sum_of(where(x, exp(y), 0))),  logsumexp_of(where(x, y, minus_infinity)), rounds_better},
    {"R25", "log Σ exp over a guard overflows",          log(sum_of(guard(x, exp(y)))),     logsumexp_of(where(x, y, minus_infinity)), rounds_better},

    // The value that any positive z gives.
    {"R53", "1 − (x + z) / (y + z) is 0 where x, y and z are 0", 1 - (x + z) / total, guard(x + z != 0 || total != 0, 1 - (x + z) / total), structural},
    {"R53", "|x − y| / (|x| + |y|) is 0 at 0",           abs(x - y) / size,                 guard(size != 0, abs(x - y) / size), structural},
  });
}

// clang-format on

}  // namespace lossc::detail
