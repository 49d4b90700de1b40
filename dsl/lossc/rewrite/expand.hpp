// expand(graph) → graph: primitives with a formula are taken apart, so that the planner sees only what it can emit.
#pragma once
#include <lossc/rewrite/rewrite.hpp>

namespace lossc {

namespace detail {

template <class Op>
constexpr node_id expand_with(graph& g, const node& n, std::array<node_id, max_operands> in) {
  const symbol a{&g, in[0]}, b{&g, in[1]};
  const auto axes = static_cast<axis_mask>(n.payload);
  if constexpr (requires { Op::formula(a, axes); }) return Op::formula(a, axes).id;
  else if constexpr (requires { Op::formula(a, b); }) return Op::formula(a, b).id;
  else if constexpr (requires { Op::formula(a); }) return Op::formula(a).id;
  else return g.push(n.code, in, n.payload);
}

constexpr graph expand_once(const graph& g, bool& changed) {
  graph out = g.with_same_signature();
  std::vector<node_id> map(static_cast<std::size_t>(g.size()), no_node);
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    auto in = n.in;
    for (auto& operand : in)
      if (operand != no_node) operand = map[static_cast<std::size_t>(operand)];
    node_id made = no_node;
    with_primitive(n.code, [&]<class Op>() { made = expand_with<Op>(out, n, in); });
    changed = changed || out[made].code != n.code;
    map[static_cast<std::size_t>(id)] = made;
    if (!g.names[static_cast<std::size_t>(id)].empty()) out.names[static_cast<std::size_t>(made)] = g.names[static_cast<std::size_t>(id)];
  }
  for (const auto& o : g.outputs) out.outputs.push_back({o.name, map[static_cast<std::size_t>(o.value)], o.wrt});
  return out;
}

constexpr rule_set expansion_rules() {
  using enum honesty;
  rule_set set = with_holes();
  graph& p = set.patterns;
  const symbol x{&p, 0}, y{&p, 1};
  // clang-format off
  set.rules = {
    {"sign", "|−x| = |x|: both signs of a logistic share one exp", abs(-x),               abs(x),       exact},
    {"sign", "−x < 0 = 0 < x",                                     (-x) < 0,              symbol::number(x, 0) < x, exact},
    {"logic", "one guard is enough",                               guard(x, guard(x, y)), guard(x, y),  exact},
    {"unit", "x·1 = x",                                            x * 1,                 x,            exact},
    {"stop_gradient", "the value passes",                          stop_gradient(x),      x,            exact},
  };
  // clang-format on
  return set;
}

}  // namespace detail

constexpr graph expand(const graph& g) {
  graph out = without_dead_nodes(g);
  for (bool changed = true; changed;) {
    changed = false;
    out = detail::expand_once(out, changed);
  }
  return rewrite(out, detail::expansion_rules(), /*strict=*/true).result;
}

}  // namespace lossc
