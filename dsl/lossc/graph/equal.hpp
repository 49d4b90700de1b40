// Whether two graphs compute the same formula, node by node; both must have one signature.
#pragma once
#include <lossc/graph/graph.hpp>

namespace lossc {

/// A node of one graph and what stands for it in another.
struct replacement {
  node_id old = no_node;
  node_id with = no_node;
};

/// Copies what `id` needs from one graph into another, with some nodes replaced. Inputs that are needed and
/// not replaced have the same places in both signatures, axes the same bits.
constexpr node_id copy_into(graph& to, const graph& from, node_id id, const std::vector<replacement>& replaced = {}) {
  std::vector<node_id> map(static_cast<std::size_t>(from.size()), no_node);
  for (const auto& r : replaced) map[static_cast<std::size_t>(r.old)] = r.with;
  std::vector<char> needed(static_cast<std::size_t>(from.size()), false);
  needed[static_cast<std::size_t>(id)] = true;
  for (node_id i = id; i >= 0; --i)
    if (needed[static_cast<std::size_t>(i)] && map[static_cast<std::size_t>(i)] == no_node)
      for (node_id in : from[i].in)
        if (in != no_node) needed[static_cast<std::size_t>(in)] = true;
  for (node_id i = 0; i <= id; ++i) {
    if (!needed[static_cast<std::size_t>(i)] || map[static_cast<std::size_t>(i)] != no_node) continue;
    auto in = from[i].in;
    for (auto& operand : in)
      if (operand != no_node) operand = map[static_cast<std::size_t>(operand)];
    const node_id copied = to.push(from[i].code, in, from[i].payload);
    map[static_cast<std::size_t>(i)] = copied;
    auto& name = to.names[static_cast<std::size_t>(copied)];
    if (name.empty()) name = from.names[static_cast<std::size_t>(i)];
  }
  return map[static_cast<std::size_t>(id)];
}

/// The graph with only the nodes that its outputs need.
constexpr graph without_dead_nodes(const graph& g) {
  graph kept = g.with_same_signature();
  for (const auto& o : g.outputs) kept.outputs.push_back({o.name, copy_into(kept, g, o.value), o.wrt});
  return kept;
}

/// Both values built in one graph are one node exactly if they are the same formula.
constexpr bool same_formula(const graph& a, node_id in_a, const graph& b, node_id in_b) {
  graph joint = a.with_same_signature();
  return copy_into(joint, a, in_a) == copy_into(joint, b, in_b);
}

constexpr bool operator==(const graph& a, const graph& b) {
  if (a.name != b.name || a.axes != b.axes || a.inputs != b.inputs || a.outputs != b.outputs) return false;
  return a.nodes() == b.nodes();
}

}  // namespace lossc
