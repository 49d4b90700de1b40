// Matching a pattern against a node, and building its replacement.
#pragma once
#include <lossc/rewrite/rule.hpp>

namespace lossc {

constexpr bool is_commutative(opcode code) {
  return code == code_of<op::Add> || code == code_of<op::Multiply> || code == code_of<op::Equal>;
}

/// Binds holes so that `pattern` equals `id`; operands of commutative primitives match in either order.
constexpr bool matches(const graph& patterns, node_id pattern, const graph& g, node_id id, match& m) {
  const node& p = patterns[pattern];
  const node& n = g[id];
  if (is<op::Input>(p)) {
    auto& hole = m.bound[p.payload];
    if (hole == no_node) {
      const bool wants_label = patterns.inputs[p.payload].kind == input_kind::label;
      const bool is_label = is<op::Input>(n) && g.inputs[n.payload].kind == input_kind::label;
      if (wants_label != is_label) return false;
      hole = id;
    }
    return hole == id;
  }
  if (p.code != n.code) return false;
  if (is<op::Number>(p)) return p.payload == n.payload;
  if (p.payload == some_axes) {
    const auto axes = static_cast<axis_mask>(n.payload);
    if (m.axes == 0) m.axes = axes;
    if (m.axes != axes) return false;
  } else if (p.payload != n.payload) {
    return false;
  }
  const auto operands_match = [&](bool swapped, match& attempt) {
    for (std::size_t i = 0; i < max_operands; ++i) {
      const std::size_t other = swapped && i < 2 ? 1 - i : i;
      if ((p.in[i] == no_node) != (n.in[other] == no_node)) return false;
      if (p.in[i] != no_node && !matches(patterns, p.in[i], g, n.in[other], attempt)) return false;
    }
    return true;
  };
  match attempt = m;
  if (operands_match(false, attempt)) {
    m = attempt;
    return true;
  }
  if (!is_commutative(p.code)) return false;
  attempt = m;
  if (!operands_match(true, attempt)) return false;
  m = attempt;
  return true;
}

}  // namespace lossc
