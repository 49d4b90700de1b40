// How patterns are written: holes for anything, and reductions over "some axes", one set of them per rule.
#pragma once
#include <lossc/rewrite/rule.hpp>

namespace lossc::detail {

constexpr rule_set with_holes() {
  rule_set set;
  for (std::string_view name : {"x", "y", "z"}) set.patterns.inputs.push_back({.name = name});
  set.patterns.inputs.push_back({.name = "label", .kind = input_kind::label, .target = 30});
  set.patterns.inputs.push_back({.name = "w"});
  for (int place = 0; place < hole_count; ++place) (void)set.patterns.input(place);
  return set;
}

/// x, y, z and w are the holes 0, 1, 2 and 4; the label is hole 3.
constexpr symbol hole(rule_set& set, node_id place) { return {&set.patterns, place}; }
constexpr symbol number(rule_set& set, double value) { return {&set.patterns, set.patterns.number(value)}; }

constexpr symbol sum_of(symbol e) { return symbol::along<op::Sum>(e, some_axes); }
constexpr symbol mean_of(symbol e) { return symbol::along<op::Mean>(e, some_axes); }
constexpr symbol max_of(symbol e) { return symbol::along<op::MaxOver>(e, some_axes); }
constexpr symbol var_of(symbol e) { return symbol::along<op::Var>(e, some_axes); }
constexpr symbol std_of(symbol e) { return symbol::along<op::Std>(e, some_axes); }
constexpr symbol norm_of(symbol e) { return symbol::along<op::Norm>(e, some_axes); }
constexpr symbol softmax_of(symbol e) { return symbol::along<op::Softmax>(e, some_axes); }
constexpr symbol log_softmax_of(symbol e) { return symbol::along<op::LogSoftmax>(e, some_axes); }
constexpr symbol logsumexp_of(symbol e) { return symbol::along<op::LogSumExp>(e, some_axes); }
constexpr symbol cross_entropy(symbol e, symbol label) { return symbol::apply<op::CrossEntropy>(e, label); }

}  // namespace lossc::detail
