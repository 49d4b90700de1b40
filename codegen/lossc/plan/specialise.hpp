// One-hot selects leave the sweep: a value is split into what holds everywhere and what holds at the label.
#pragma once
#include <lossc/plan/plan.hpp>

namespace lossc {

/// The one-hot indicator that `id` selects by, if there is exactly one.
inline node_id one_hot_in(const graph& g, node_id id) {
  std::vector<char> seen(static_cast<std::size_t>(g.size()), 0);
  std::vector<node_id> open{id};
  node_id found = no_node;
  while (!open.empty()) {
    const node_id at = open.back();
    open.pop_back();
    if (seen[static_cast<std::size_t>(at)]) continue;
    seen[static_cast<std::size_t>(at)] = 1;
    if (is<op::OneHot>(g[at])) {
      if (found != no_node && found != at) return no_node;
      found = at;
    }
    if (is_reduction(g[at])) continue;  // a reduced one-hot is not a select of this value
    for (node_id in : g[at].in)
      if (in != no_node) open.push_back(in);
  }
  return found;
}

namespace detail {

struct specialiser {
  graph& g;
  node_id indicator;
  bool value;        // what the indicator is taken to be
  node_id label;     // inputs along its axis are picked by it; no_node: they stay
  axis_mask target;  // the axis the label indexes
  std::vector<node_id> memo;

  node_id run(node_id id) {
    if (static_cast<std::size_t>(id) < memo.size() && memo[static_cast<std::size_t>(id)] != no_node) return memo[static_cast<std::size_t>(id)];
    const node_id made = build(id);
    if (static_cast<std::size_t>(id) < memo.size()) memo[static_cast<std::size_t>(id)] = made;
    return made;
  }

  node_id build(node_id id) {
    const node n = g[id];
    const bool picks = label != no_node && (n.axes & target) != 0;
    if (is<op::Input>(n)) return picks ? g.push(code_of<op::At>, {id, label, no_node}) : id;
    if (is<op::Position>(n)) return picks ? no_node : id;
    if (facts_of(n.code).shape != shape::elementwise) return id;
    const auto decides = [&](std::size_t place, bool& truth) {
      if (n.in[place] != indicator) return is_negated(n.in[place], truth);
      truth = value;
      return true;
    };
    bool truth = false;
    if (is<op::Where>(n) && decides(0, truth)) return run(n.in[truth ? 1 : 2]);
    if (is<op::Guard>(n) && decides(0, truth)) return truth ? run(n.in[1]) : g.number(0);
    auto in = n.in;
    for (auto& operand : in)
      if (operand != no_node) operand = run(operand);
    // A product or guard of a zero that the indicator made is that zero: it is structural.
    const auto zero = [&](std::size_t place) { return in[place] != no_node && in[place] != n.in[place] && g.is_number(in[place], 0); };
    if (is<op::Multiply>(n) && (zero(0) || zero(1))) return g.number(0);
    if (is<op::Divide>(n) && zero(0)) return g.number(0);
    if ((is<op::Guard>(n) && zero(1)) || (is<op::Negate>(n) && zero(0))) return g.number(0);
    if ((is<op::Add>(n) || is<op::Subtract>(n)) && zero(1)) return in[0];
    if (is<op::Add>(n) && zero(0)) return in[1];
    return g.push(n.code, in, n.payload);
  }

  bool is_negated(node_id id, bool& truth) const {
    if (!is<op::Not>(g[id]) || g[id].in[0] != indicator) return false;
    truth = !value;
    return true;
  }
};

}  // namespace detail

/// `id` with the indicator decided; with a label, everything along its axis is picked at the label.
inline node_id specialise(graph& g, node_id id, node_id indicator, bool value) {
  const node_id label = g[indicator].in[0];
  detail::specialiser s{g, indicator, value, value ? label : no_node, g.target_axis(label), {}};
  s.memo.assign(static_cast<std::size_t>(g.size()), no_node);
  return s.run(id);
}

/// How an output along `inner` is written: split at a label where that is possible.
inline write split_at_label(graph& g, int output, axis_mask inner) {
  const node_id value = g.outputs[static_cast<std::size_t>(output)].value;
  const node_id indicator = one_hot_in(g, value);
  if (indicator == no_node || (g[value].axes & inner) == 0) return {output, value, no_node, no_node};
  const node_id label = g[indicator].in[0];
  if (g.target_axis(label) != inner) return {output, value, no_node, no_node};
  const node_id everywhere = specialise(g, value, indicator, false);
  const node_id at_label = specialise(g, value, indicator, true);
  if (at_label == no_node || (g[at_label].axes & inner) != 0) return {output, value, no_node, no_node};
  return {output, everywhere, label, at_label};
}

}  // namespace lossc
