// What must hold of every graph, as a list of named predicates; run before and after each stage.
#pragma once
#include <lossc/graph/graph.hpp>

namespace lossc {

namespace invariant {

constexpr bool operands_come_first(const graph& g) {
  for (node_id id = 0; id < g.size(); ++id)
    for (node_id in : g[id].in)
      if (in != no_node && (in < 0 || in >= id)) return false;
  return true;
}

constexpr bool outputs_exist(const graph& g) {
  for (const auto& o : g.outputs)
    if (o.value < 0 || o.value >= g.size()) return false;
  return !g.outputs.empty();
}

constexpr bool inputs_are_known(const graph& g) {
  for (const auto& n : g.nodes())
    if ((is<op::Input>(n) || is<op::ValidCount>(n)) && n.payload >= g.inputs.size()) return false;
  return true;
}

constexpr bool axes_are_known(const graph& g) {
  const axis_mask known = g.axes.size() == 32 ? ~axis_mask{0} : (axis_mask{1} << g.axes.size()) - 1;
  for (const auto& n : g.nodes())
    if ((n.axes & ~known) != 0) return false;
  return true;
}

constexpr bool labels_are_only_picked_by(const graph& g) {
  for (const auto& n : g.nodes()) {
    const auto& f = facts_of(n.code);
    for (int i = 0; i < operand_count(n); ++i) {
      const node& operand = g[n.in[static_cast<std::size_t>(i)]];
      if (!is<op::Input>(operand) || g.inputs[operand.payload].kind != input_kind::label) continue;
      const bool allowed = (f.constant >> i & 1) != 0 || is<op::Rename>(n);
      if (!allowed) return false;
    }
  }
  return true;
}

constexpr bool results_are_numbers(const graph& g) {
  for (const auto& o : g.outputs)
    if (facts_of(g[o.value].code).boolean) return false;
  return true;
}

}  // namespace invariant

struct named_invariant {
  std::string_view name;
  bool (*holds)(const graph&);
};

inline constexpr named_invariant graph_invariants[] = {
    {"operands come before their users", invariant::operands_come_first},
    {"outputs exist", invariant::outputs_exist},
    {"inputs are in the signature", invariant::inputs_are_known},
    {"axes are in the graph's list", invariant::axes_are_known},
    {"labels are only picked by or compared", invariant::labels_are_only_picked_by},
    {"results are numbers", invariant::results_are_numbers},
};

/// The name of the first invariant that fails, or empty.
constexpr std::string_view first_violation(const graph& g) {
  for (const auto& i : graph_invariants)
    if (!i.holds(g)) return i.name;
  return {};
}

constexpr const graph& verify(const graph& g) {
  if (const auto violation = first_violation(g); !violation.empty()) fail("a stage produced a graph that violates", violation);
  return g;
}

}  // namespace lossc
