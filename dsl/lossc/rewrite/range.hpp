// What is known about the sign of a node without evaluating it.
#pragma once
#include <lossc/graph/graph.hpp>

namespace lossc {

/// Whether a node cannot be below 0: by its primitive, by what it is made of, or because it is declared a
/// distribution, a mask or a weight. It may be NaN. `depth` bounds the search, which follows every operand.
constexpr bool is_not_negative(const graph& g, node_id id, int depth = 8) {
  const node& n = g[id];
  const auto of = [&](std::size_t i) { return is_not_negative(g, n.in[i], depth - 1); };
  if (depth == 0) return false;
  if (is<op::Number>(n)) return from_bits(n.payload) >= 0;
  if (is<op::Input>(n)) return g.inputs[n.payload].structural && g.inputs[n.payload].kind != input_kind::label;
  if (is<op::Size>(n) || is<op::ValidCount>(n) || is<op::Position>(n)) return true;
  if (is<op::Exp>(n) || is<op::Sigmoid>(n) || is<op::Softplus>(n) || is<op::Softmax>(n)) return true;
  if (is<op::Abs>(n) || is<op::Sqrt>(n) || is<op::Relu>(n) || is<op::Hypot>(n) || is<op::Norm>(n)) return true;
  if (is<op::Cosh>(n) || is<op::LogCosh>(n) || is<op::Erfc>(n) || is<op::Ndtr>(n) || is<op::Expm1mx>(n)) return true;
  if (is<op::Var>(n) || is<op::Std>(n) || is<op::CrossEntropy>(n)) return true;
  if (is<op::Multiply>(n) && n.in[0] == n.in[1]) return true;
  if (is<op::Add>(n) || is<op::Multiply>(n) || is<op::Divide>(n) || is<op::Weigh>(n)) return of(0) && of(1);
  if (is<op::Sum>(n) || is<op::Mean>(n) || is<op::MaxOver>(n) || is<op::MinOver>(n) || is<op::Prod>(n)) return of(0);
  if (is<op::At>(n) || is<op::StopGradient>(n)) return of(0);
  if (is<op::Maximum>(n)) return of(0) || of(1);
  if (is<op::Minimum>(n)) return of(0) && of(1);
  if (is<op::Guard>(n)) return of(1);
  if (is<op::Where>(n)) return of(1) && of(2);
  return false;
}

}  // namespace lossc
