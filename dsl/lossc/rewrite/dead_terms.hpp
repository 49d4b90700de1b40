// Terms that are 0 by construction where a guard fails or a weight is 0, and what could revive them.
#pragma once
#include <lossc/graph/graph.hpp>

namespace lossc::detail {

/// Whether a node can be 0 by construction: a guarded or weighted term, a sum of such terms, or a choice with one.
constexpr bool may_be_dead(const graph& g, node_id id) {
  const node& n = g[id];
  const auto operand = [&](std::size_t i) { return may_be_dead(g, n.in[i]); };
  if (is<op::Guard>(n) || is<op::Weigh>(n)) return true;
  if (is<op::Negate>(n)) return operand(0);
  if (is<op::Add>(n) || is<op::Subtract>(n)) return operand(0) && operand(1);
  if (is<op::NearestZero>(n)) return operand(0) || operand(1);
  return is<op::Where>(n) && (operand(1) || operand(2));
}

/// Whether a node is finite whatever the inputs are, infinite ones included. `false` where it is not obvious.
constexpr bool is_bounded(const graph& g, node_id id) {
  const node& n = g[id];
  if (facts_of(n.code).boolean || is<op::Number>(n) || is<op::Size>(n) || is<op::Sigmoid>(n) || is<op::Tanh>(n) ||
      is<op::Sign>(n) || is<op::Softmax>(n) || is<op::CrossEntropyGradient>(n))
    return true;
  if (is<op::Guard>(n)) return is_bounded(g, n.in[1]);
  if (is<op::Where>(n)) return is_bounded(g, n.in[1]) && is_bounded(g, n.in[2]);
  if (is<op::Negate>(n)) return is_bounded(g, n.in[0]);
  return (is<op::Add>(n) || is<op::Subtract>(n) || is<op::Multiply>(n)) && is_bounded(g, n.in[0]) && is_bounded(g, n.in[1]);
}

}  // namespace lossc::detail
