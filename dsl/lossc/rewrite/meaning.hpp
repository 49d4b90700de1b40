// What declarations mean, made explicit before anything else: structural zeros and ignored labels.
#pragma once
#include <lossc/graph/symbol.hpp>

namespace lossc {

namespace detail {

struct structural_facts {
  bool zero_annihilates = false;  // a weight, a mask, a target distribution, or a product of them
  bool distribution = false;      // p, whose 1 − p is structural too
  bool total = false;             // a sum of structural terms: a mean's denominator
};

constexpr structural_facts structural(const graph& g, const node& n, const std::vector<structural_facts>& known) {
  const auto of = [&](std::size_t i) { return known[static_cast<std::size_t>(n.in[i])]; };
  if (is<op::Input>(n)) {
    const auto& input = g.inputs[n.payload];
    return {input.structural, input.structural && input.kind != input_kind::weight, false};
  }
  if (is<op::At>(n)) return of(0);
  if (is<op::Subtract>(n) && g.is_number(n.in[0], 1) && of(1).distribution) return {true, true, false};
  if (is<op::Multiply>(n) && of(0).zero_annihilates && of(1).zero_annihilates) return {true, false, false};
  if ((is<op::Sum>(n) || is<op::Mean>(n)) && of(0).zero_annihilates) return {false, false, true};
  if (is<op::StopGradient>(n) || is<op::Rename>(n)) return of(0);
  return {};
}

}  // namespace detail

/// Products with a structural factor become `weigh`, quotients by a total of weights become guarded:
/// a mean over weights that sum to 0 is 0 with gradient 0 (P2, P9).
constexpr graph make_zeros_structural(const graph& g) {
  graph out = g.with_same_signature();
  std::vector<node_id> map(static_cast<std::size_t>(g.size()), no_node);
  std::vector<detail::structural_facts> known;
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    known.push_back(detail::structural(g, n, known));
    auto in = n.in;
    for (auto& operand : in)
      if (operand != no_node) operand = map[static_cast<std::size_t>(operand)];
    const auto of = [&](std::size_t i) { return known[static_cast<std::size_t>(n.in[i])]; };
    node_id made = no_node;
    if (is<op::Multiply>(n) && of(0).zero_annihilates != of(1).zero_annihilates) {
      if (of(1).zero_annihilates) std::swap(in[0], in[1]);
      made = out.push(code_of<op::Weigh>, in);
    } else {
      made = out.push(n.code, in, n.payload);
      if (is<op::Divide>(n) && of(1).total) {
        const symbol quotient{&out, made}, total{&out, in[1]};
        made = guard(total != 0, quotient).id;
      }
    }
    map[static_cast<std::size_t>(id)] = made;
    out.names[static_cast<std::size_t>(made)] = g.names[static_cast<std::size_t>(id)];
  }
  for (const auto& o : g.outputs) out.outputs.push_back({o.name, map[static_cast<std::size_t>(o.value)], o.wrt});
  return out;
}

/// Rows whose label is ignore_index become inert: reductions over the label's axes skip them, means
/// count only the others (P8).
constexpr graph make_ignored_rows_inert(const graph& g) {
  graph out = g.with_same_signature();
  std::vector<node_id> map(static_cast<std::size_t>(g.size()), no_node);
  std::vector<std::vector<node_id>> labels(static_cast<std::size_t>(g.size()));  // not yet reduced away
  const auto inert = [&](node_id value, const std::vector<node_id>& of) {
    for (node_id label : of)
      value = guard(symbol::apply<op::Valid>({&out, map[static_cast<std::size_t>(label)]}), symbol{&out, value}).id;
    return value;
  };
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    auto in = n.in;
    auto& mine = labels[static_cast<std::size_t>(id)];
    for (auto& operand : in) {
      if (operand == no_node) continue;
      for (node_id label : labels[static_cast<std::size_t>(operand)]) {
        bool listed = false;
        for (node_id l : mine) listed = listed || l == label;
        if (!listed) mine.push_back(label);
      }
      operand = map[static_cast<std::size_t>(operand)];
    }
    if (is<op::Input>(n) && g.inputs[n.payload].kind == input_kind::label) mine.push_back(id);
    if (is<op::Rename>(n) && !mine.empty()) {
      if (mine != std::vector<node_id>{n.in[0]}) fail("rename(x, axis, twin): x depends on a label: rename the label and the tensors, then compute", g.name);
      mine = {id};
    }
    node_id made = no_node;
    const auto axes = static_cast<axis_mask>(n.payload);
    std::vector<node_id> reduced;
    if (facts_of(n.code).shape == shape::reduction)
      for (node_id label : mine)
        if ((g[label].axes & axes) != 0) reduced.push_back(label);
    if (!reduced.empty() && (is<op::Sum>(n) || is<op::Mean>(n))) {
      const symbol terms{&out, inert(in[0], reduced)};
      symbol value = sum(terms, axes);
      if (is<op::Mean>(n)) {
        const node_id label = reduced[0];
        symbol count{};
        if (reduced.size() == 1 && (g[label].axes & ~axes) == 0 && is<op::Input>(g[label])) {
          const symbol valid{&out, out.push(code_of<op::ValidCount>, {no_node, no_node, no_node}, g[label].payload)};
          count = (axes & ~g[label].axes) == 0 ? valid : valid * symbol::count(valid, axes & ~g[label].axes);
        } else {
          count = sum(symbol{&out, inert(out.number(1), reduced)}, axes);
        }
        value = guard(count != 0, value / count);
      }
      made = value.id;
      // What is left has been summed over entries that count; no later reduction asks for them again.
      std::vector<node_id> left;
      for (node_id label : mine)
        if ((g[label].axes & axes) == 0) left.push_back(label);
      mine = left;
    } else if (is<op::Gradient>(n)) {
      // The gradient is one of a sum, and that skips ignored rows as any sum does.
      in[0] = inert(in[0], labels[static_cast<std::size_t>(n.in[0])]);
      mine = labels[static_cast<std::size_t>(n.in[1])];
      made = out.push(n.code, in, n.payload);
    } else {
      made = out.push(n.code, in, n.payload);
    }
    map[static_cast<std::size_t>(id)] = made;
    out.names[static_cast<std::size_t>(made)] = g.names[static_cast<std::size_t>(id)];
  }
  for (const auto& o : g.outputs)
    out.outputs.push_back({o.name, inert(map[static_cast<std::size_t>(o.value)], labels[static_cast<std::size_t>(o.value)]), o.wrt});
  return out;
}

/// Entries of probabilities outside [0, 1] are NaN, whatever a formula would make of them: log(1.2) is a number.
constexpr graph make_domains_explicit(const graph& g) {
  graph out = g.with_same_signature();
  std::vector<node_id> map(static_cast<std::size_t>(g.size()), no_node);
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    auto in = n.in;
    for (auto& operand : in)
      if (operand != no_node) operand = map[static_cast<std::size_t>(operand)];
    node_id made = out.push(n.code, in, n.payload);
    if (is<op::Input>(n) && g.inputs[n.payload].probability) {
      const symbol p{&out, made}, not_a_number = symbol::number(p, infinity) - symbol::number(p, infinity);
      made = (p + guard(p < 0 || 1 < p, not_a_number)).id;
    }
    map[static_cast<std::size_t>(id)] = made;
    auto& name = out.names[static_cast<std::size_t>(made)];
    if (name.empty()) name = g.names[static_cast<std::size_t>(id)];
  }
  for (const auto& o : g.outputs) out.outputs.push_back({o.name, map[static_cast<std::size_t>(o.value)], o.wrt});
  return out;
}

/// What the user's declarations say, in the graph itself. Part of the meaning, also when strict.
constexpr graph with_declared_meaning(const graph& g) {
  return make_ignored_rows_inert(make_zeros_structural(make_domains_explicit(g)));
}

}  // namespace lossc
