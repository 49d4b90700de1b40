// The error function and the normal distribution in their tails (R30).
#pragma once
#include <lossc/rewrite/pattern.hpp>

namespace lossc::detail {

// clang-format off

constexpr void add_special_rules(rule_set& set) {
  using enum honesty;
  const symbol x = hole(set, 0);
  const symbol root = sqrt(number(set, 2));
  set.add({
    {"R30", "1 − erf(x) is 0 from x = 4 on",              1 - erf(x),                     erfc(x),        rounds_better},
    {"R30", "1 + erf(x) is 0 from x = −4 on",             1 + erf(x),                     erfc(-x),       rounds_better},
    {"R30", "erf(x) − 1 is 0 from x = 4 on",              erf(x) - 1,                     -erfc(x),       rounds_better},
    {"R30", "1 − erfc(x) loses the digits of a small x",  1 - erfc(x),                    erf(x),         rounds_better},
    {"R30", "the rounding of x / √2 costs x² ulp",        0.5 * erfc(x / root),           ndtr(-x),       rounds_better},
    {"R30", "the rounding of x / √2 costs x² ulp",        erfc(x / root) / 2,             ndtr(-x),       rounds_better},
    {"R30", "the rounding of −x / √2 costs x² ulp",       0.5 * erfc(-(x / root)),        ndtr(x),        rounds_better},
    {"R30", "the rounding of −x / √2 costs x² ulp",       erfc(-(x / root)) / 2,          ndtr(x),        rounds_better},
    {"R30", "1 − Φ(x) is 0 in the upper tail",            1 - ndtr(x),                    ndtr(-x),       rounds_better},
    {"R30", "log Φ(x) is −inf below −14",                 log(ndtr(x)),                   log_ndtr(x),    rounds_better},
    {"R30", "log erfc(x) is −inf from x = 10 on",         log(erfc(x)),                   where(x < 1, log(erfc(x)), log(number(set, 2)) + log_ndtr(-(root * x))), rounds_better},
    {"R30", "x·Φ(x) has one form",                        x * ndtr(x),                    gelu(x),        rounds_better},
  });
}

// clang-format on

}  // namespace lossc::detail
