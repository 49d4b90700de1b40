// What a part of a plan computes: the nodes a sweep or a region needs at each level, in order.
#pragma once
#include <algorithm>

#include <lossc/plan/plan.hpp>

namespace lossc {

/// Nodes needed for `roots` that are computed inside region `r`: operands first. Stops at scalars,
/// columns, row reductions and what is kept.
inline std::vector<node_id> needed_in_region(const kernel_plan& p, const region& r, const std::vector<node_id>& roots) {
  std::vector<char> seen(static_cast<std::size_t>(p.g.size()), 0);
  std::vector<node_id> order;
  const auto visit = [&](auto&& self, node_id id) -> void {
    if (seen[static_cast<std::size_t>(id)]) return;
    seen[static_cast<std::size_t>(id)] = 1;
    const level l = level_of(p, id);
    const bool known = l == level::scalar || (is_reduction(p.g[id])) || std::find(r.kept.begin(), r.kept.end(), id) != r.kept.end();
    // A pick loads one entry of its input; that does not make the input one of a sweep's elements.
    const bool picks = is<op::At>(p.g[id]) && is<op::Input>(p.g[p.g[id].in[0]]);
    if (!known)
      for (std::size_t i = picks ? 1 : 0; i < max_operands; ++i)
        if (p.g[id].in[i] != no_node) self(self, p.g[id].in[i]);
    order.push_back(id);
  };
  for (node_id root : roots) visit(visit, root);
  return order;
}

/// What a sweep accumulates and writes.
inline std::vector<node_id> roots_of(const sweep& s) {
  std::vector<node_id> roots;
  for (const auto& r : s.reductions) roots.push_back(r.operand);
  for (const auto& w : s.writes) roots.push_back(w.value);
  return roots;
}

/// What a region computes once per index.
inline std::vector<node_id> row_roots_of(const region& r) {
  std::vector<node_id> roots;
  for (const auto& j : r.joins) roots.push_back(j.operand);
  for (const auto& w : r.row_writes) roots.push_back(w.value);
  for (const auto& s : r.sweeps)
    for (const auto& w : s.writes)
      if (w.at_label != no_node) roots.push_back(w.at_label);
  for (node_id id : r.keeps) roots.push_back(id);
  return roots;
}

/// Whether a region reads the k-th input that is made in blocks, in sweeps or at a label.
inline bool reads_in_blocks(const kernel_plan& p, const region& r, std::size_t k) {
  auto roots = row_roots_of(r);
  for (const auto& s : r.sweeps)
    for (node_id id : roots_of(s)) roots.push_back(id);
  const auto needed = needed_in_region(p, r, roots);
  return std::any_of(needed.begin(), needed.end(), [&](node_id id) {
    const node& n = is<op::At>(p.g[id]) ? p.g[p.g[id].in[0]] : p.g[id];
    return is<op::Input>(n) && static_cast<int>(n.payload) == p.in_blocks[k];
  });
}

/// Whether it writes that input's gradient.
inline bool writes_gradient_in_blocks(const kernel_plan& p, const region& r, std::size_t k) {
  const auto writes = [&](const sweep& s) {
    return std::any_of(s.writes.begin(), s.writes.end(), [&](const write& w) { return p.g.outputs[static_cast<std::size_t>(w.output)].wrt == p.in_blocks[k]; });
  };
  return std::any_of(r.sweeps.begin(), r.sweeps.end(), writes);
}

}  // namespace lossc
