// resolve_derivatives(graph) → graph: derivatives inside a formula become formulas, innermost first.
#pragma once
#include <lossc/grad/reverse_sweep.hpp>
#include <lossc/rewrite/cancel.hpp>

namespace lossc {

namespace detail {

constexpr bool is_derivative(const node& n) { return facts_of(n.code).shape == shape::derivative; }

constexpr bool has_derivatives(const graph& g) {
  for (const auto& n : g.nodes())
    if (is_derivative(n)) return true;
  return false;
}

/// A further input of a graph that a derivative is computed in, standing for a node of another graph.
constexpr node_id add_stand_in(graph& g, axis_mask axes) {
  input_info input{.name = "stand_in"};
  std::size_t rank = 0;
  for (std::size_t axis = 0; axis < g.axes.size(); ++axis)
    if (axes >> axis & 1) {
      if (rank == input.axes.size()) fail("a derivative is taken with respect to a value of more than six axes", g.name);
      input.axes[rank++] = static_cast<std::int8_t>(axis);
    }
  g.inputs.push_back(input);
  return g.input(static_cast<int>(g.inputs.size()) - 1);
}

constexpr node_id adjoint_of(graph& g, node_id result, node_id seed, node_id variable) {
  const auto active = nodes_depending_on(g, [&](node_id id) { return id == variable; });
  const node_id adjoint = reverse_sweep(g, result, seed, active)[static_cast<std::size_t>(variable)];
  return adjoint == no_node ? g.number(0) : adjoint;
}

/// What a derivative node of `g` stands for. The differentiated formula is stabilised first, with the
/// variable as an input: a rule must not look through it, or nothing would be left to differentiate by.
constexpr node_id derivative_in(graph& g, const node& n, const rule_set& rules, bool strict) {
  const auto [of, by, along] = n.in;
  graph cut = g.with_same_signature();
  const auto place = static_cast<int>(cut.inputs.size());
  const node_id variable_before = add_stand_in(cut, g[by].axes);
  add_stand_in(cut, g[along].axes);
  add_stand_in(cut, g[of].axes);
  cut.outputs.push_back({"result", copy_into(cut, g, of, {{by, variable_before}})});
  cut = rewrite(cut, rules, strict).result;

  const node_id result = cut.outputs[0].value;
  const node_id variable = cut.input(place), given = cut.input(place + 1), seed = cut.input(place + 2);
  node_id made = no_node;
  if (is<op::Gradient>(n)) {
    made = adjoint_of(cut, result, given, variable);
  } else {
    // Jᵀ·seed is linear in the seed; its own gradient along v is J·v, whatever the seed is.
    const symbol gradient{&cut, adjoint_of(cut, result, seed, variable)}, direction{&cut, given};
    made = adjoint_of(cut, sum(gradient * direction, g[by].axes).id, cut.number(1), seed);
  }
  cut.outputs[0].value = made;
  cut = rewrite(cut, rules, strict).result;
  return copy_into(g, cut, cut.outputs[0].value, {{cut.input(place), by}, {cut.input(place + 1), along}});
}

/// A value that does not vary along some of `axes`, as one that has them.
constexpr node_id with_axes(graph& g, node_id id, axis_mask axes) {
  symbol value{&g, id};
  for (axis_mask axis = 1; axis != 0; axis <<= 1)
    if (axes & ~value.axes() & axis) {
      const symbol position{&g, g.push(code_of<op::Position>, {no_node, no_node, no_node}, axis)};
      value = guard(symbol::number(value, 0) <= position, value);
    }
  return value.id;
}

}  // namespace detail

/// Replaces every derivative node by the derivative itself. A derivative may lack axes along which it is
/// constant; the result of the graph keeps all of its own.
constexpr graph resolve_derivatives(const graph& g, const rule_set& rules, bool strict) {
  if (!detail::has_derivatives(g)) return g;
  graph out = g.with_same_signature();
  std::vector<node_id> map(static_cast<std::size_t>(g.size()), no_node);
  const auto formulas = detail::formulas_of_rates(g);
  for (node_id id = 0; id < g.size(); ++id) {
    node n = g[id];
    for (auto& operand : n.in)
      if (operand != no_node) operand = map[static_cast<std::size_t>(operand)];
    node_id made = detail::is_derivative(n) ? detail::derivative_in(out, n, rules, strict) : out.push(n.code, n.in, n.payload);
    if (formulas[static_cast<std::size_t>(id)] && !strict) made = detail::without_common_factors(out, made, rules);
    map[static_cast<std::size_t>(id)] = made;
    auto& name = out.names[static_cast<std::size_t>(made)];
    if (name.empty()) name = g.names[static_cast<std::size_t>(id)];
  }
  for (const auto& o : g.outputs)
    out.outputs.push_back({o.name, detail::with_axes(out, map[static_cast<std::size_t>(o.value)], g[o.value].axes), o.wrt});
  return without_dead_nodes(out);
}

constexpr graph resolve_derivatives(const graph& g) {
  if (!detail::has_derivatives(g)) return g;
  return resolve_derivatives(g, stable_rules(), /*strict=*/false);
}

}  // namespace lossc
