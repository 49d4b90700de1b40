// Which axes may be parallel: each input must lie in memory as parallel axes outside, inner axes inside.
#pragma once
#include <lossc/plan/plan.hpp>

namespace lossc {

/// The outermost parallel axis, if some input, output or reduction has it without the other parallel ones; else 0.
inline axis_mask group_of(const graph& g, axis_mask parallel) {
  axis_mask outermost = 0;
  bool alone = false;
  const auto look = [&](axis_mask axes) { alone = alone || ((axes & parallel) != 0 && (axes & parallel) == outermost && outermost != parallel); };
  for (const auto& input : g.inputs)
    if ((axes_of(input) & parallel) == parallel && rank(input) > 0) outermost = axis_mask{1} << input.axes[0];
  if ((outermost & parallel) == 0) return 0;
  for (const auto& input : g.inputs) look(axes_of(input));
  for (const auto& n : g.nodes())
    if (is_reduction(n)) look(n.axes);
  for (std::size_t o = 0; o < g.outputs.size(); ++o) look(axes_of_output(g, static_cast<int>(o)));
  return alone ? outermost : 0;
}

/// Whether inputs, reductions and labels fit a split into parallel and inner axes.
inline bool fits_layout(const graph& g, axis_mask parallel, axis_mask inner, axis_mask group) {
  // What has an axis of a part has all of them; of the parallel ones it may have the outermost alone, and then no inner one.
  const auto all_or_none = [&](axis_mask axes, axis_mask part) {
    if (part == parallel && group != 0 && (axes & part) == group) return (axes & inner) == 0;
    return (axes & part) == 0 || (axes & part) == part;
  };
  std::vector<int> order;  // of the axes in memory, taken from the first input that has them all
  for (const auto& input : g.inputs) {
    const axis_mask axes = axes_of(input);
    if (!all_or_none(axes, parallel) || !all_or_none(axes, inner)) return false;
    bool inside = false;
    for (int i = 0; i < rank(input); ++i) {
      const bool is_inner = inner >> input.axes[static_cast<std::size_t>(i)] & 1;
      if (inside && !is_inner) return false;
      inside = is_inner;
      for (int j = i + 1; j < rank(input); ++j) {
        // Two inputs with the same axes must list them in the same order.
        const int a = input.axes[static_cast<std::size_t>(i)], b = input.axes[static_cast<std::size_t>(j)];
        for (const auto& other : g.inputs) {
          int place_a = -1, place_b = -1;
          for (int k = 0; k < rank(other); ++k) {
            if (other.axes[static_cast<std::size_t>(k)] == a) place_a = k;
            if (other.axes[static_cast<std::size_t>(k)] == b) place_b = k;
          }
          if (place_a >= 0 && place_b >= 0 && place_b < place_a) return false;
        }
      }
    }
    if (input.kind == input_kind::label && axes != parallel) return false;
    if (input.target >= 0 && inner != (axis_mask{1} << input.target)) return false;
  }
  for (const auto& n : g.nodes()) {
    const auto along = static_cast<axis_mask>(n.payload);
    // A reduction over the parallel axes but the outermost leaves a value per group.
    const bool within_groups = group != 0 && (along & parallel) == (parallel & ~group);
    if (is_reduction(n) && ((!all_or_none(along, parallel) && !within_groups) || !all_or_none(along, inner))) return false;
    if (is_reduction(n) && group != 0 && (along & parallel) == group && g[n.in[0]].axes != group) return false;
    if (is_reduction(n) && (n.axes & inner) != 0 && (n.axes & parallel) != 0 && (n.axes & parallel) != parallel) return false;
    if (is<op::Position>(n) && along != parallel && along != inner) return false;
  }
  for (std::size_t o = 0; o < g.outputs.size(); ++o) {
    const axis_mask axes = axes_of_output(g, static_cast<int>(o));
    if (!all_or_none(axes, parallel) || !all_or_none(axes, inner)) return false;
  }
  return true;
}

/// A reduction over inner and parallel axes becomes two: within a row, then over rows.
inline graph split_reductions(const graph& g, axis_mask parallel, axis_mask inner) {
  graph out = g.with_same_signature();
  std::vector<node_id> map(static_cast<std::size_t>(g.size()), no_node);
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    auto in = n.in;
    for (auto& operand : in)
      if (operand != no_node) operand = map[static_cast<std::size_t>(operand)];
    const auto along = static_cast<axis_mask>(n.payload);
    node_id made = no_node;
    if (is_reduction(n) && (along & parallel) != 0 && (along & inner) != 0) {
      const node_id row = out.push(n.code, in, along & inner);
      made = out.push(n.code, {row, no_node, no_node}, along & parallel);
    } else {
      made = out.push(n.code, in, n.payload);
    }
    map[static_cast<std::size_t>(id)] = made;
    if (out.names[static_cast<std::size_t>(made)].empty()) out.names[static_cast<std::size_t>(made)] = g.names[static_cast<std::size_t>(id)];
  }
  for (const auto& o : g.outputs) out.outputs.push_back({o.name, map[static_cast<std::size_t>(o.value)], o.wrt});
  return out;
}

}  // namespace lossc
