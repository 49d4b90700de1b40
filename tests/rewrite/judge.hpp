// Judges a rule on points: the same real function, and in float no point worse by more than 1 ULP.
#pragma once
#include "points.hpp"

namespace lossc::test {

struct effort {
  std::int64_t rows;           // points, or rows of classes
  std::size_t decided_exactly;  // of the points where long double is in doubt; the others trust it
};

struct verdict {
  std::int64_t points = 0;
  std::string fault;  // empty if none
};

verdict judge_on_strata(const rule_set& set, const rule& r, const choice& c, effort e);

/// Zeros, ends, infinities and NaN: the value of the mathematics, its limit where it has one, else NaN.
verdict judge_on_specials(const rule_set& set, const rule& r, const choice& c);

/// Whether one branch of a regime split is as good as the split: its number of points, or the fault.
verdict judge_branch(const rule_set& set, const rule& r, const choice& c, effort e, mutation m);

/// The work of a graph on long rows: entries computed, whatever the operation.
std::int64_t work(const graph& g);

}  // namespace lossc::test
