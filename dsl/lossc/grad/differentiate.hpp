// differentiate(graph) → graph: reverse mode over the primitives' own rules, seeded by an upstream gradient.
#pragma once
#include <lossc/graph/symbol.hpp>

namespace lossc {

namespace detail {

/// Whether each node depends on a differentiable input through operands that have derivatives.
constexpr std::vector<char> active_nodes(const graph& g) {
  std::vector<char> active(static_cast<std::size_t>(g.size()), false);
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    if (is<op::Input>(n)) active[static_cast<std::size_t>(id)] = g.inputs[n.payload].differentiable;
    for (std::size_t i = 0; i < max_operands; ++i)
      if (n.in[i] != no_node && (facts_of(n.code).constant >> i & 1) == 0 && active[static_cast<std::size_t>(n.in[i])])
        active[static_cast<std::size_t>(id)] = true;
  }
  return active;
}

template <class Op>
constexpr std::vector<symbol> operand_gradients(symbol upstream, symbol out) {
  const node n = out.self();
  const auto operand = [&](std::size_t i) { return symbol{out.home, n.in[i]}; };
  const auto listed = [](auto gradients) { return std::vector<symbol>(gradients.begin(), gradients.end()); };
  const auto axes = static_cast<axis_mask>(n.payload);
  if constexpr (requires { Op::vjp(upstream, out, operand(0), axes); }) return listed(Op::vjp(upstream, out, operand(0), axes));
  else if constexpr (requires { Op::vjp(upstream, out, operand(0)); }) return listed(Op::vjp(upstream, out, operand(0)));
  else if constexpr (requires { Op::vjp(upstream, out, operand(0), operand(0)); })
    return listed(Op::vjp(upstream, out, operand(0), operand(1)));
  else if constexpr (requires { Op::vjp(upstream, out, operand(0), operand(0), operand(0)); })
    return listed(Op::vjp(upstream, out, operand(0), operand(1), operand(2)));
  else fail("this primitive has no derivative", Op::info.name);
}

/// Sums a contribution over the axes that the operand does not have. An axis that the contribution
/// lacks too counts as often as it is long: Sum multiplies by its size.
constexpr symbol onto_operand(symbol contribution, axis_mask node_axes, axis_mask operand_axes) {
  const axis_mask extra = (node_axes | contribution.axes()) & ~operand_axes;
  return extra == 0 ? contribution : sum(contribution, extra);
}

}  // namespace detail

/// Adds a gradient output for every differentiable input, in the order of the signature. The new
/// input "d_result" is the upstream gradient; it has the axes of the result.
constexpr graph differentiate(const graph& primal) {
  graph g = primal;
  const node_id result = g.outputs[0].value;
  input_info upstream{.name = "d_result", .kind = input_kind::upstream, .required = false, .default_value = 1};
  std::size_t rank = 0;
  for (std::size_t axis = 0; axis < g.axes.size(); ++axis)
    if (g[result].axes >> axis & 1) upstream.axes[rank++] = static_cast<std::int8_t>(axis);
  g.inputs.push_back(upstream);

  const auto active = detail::active_nodes(primal);
  std::vector<node_id> adjoint(static_cast<std::size_t>(primal.size()), no_node);
  adjoint[static_cast<std::size_t>(result)] = g.input(static_cast<int>(g.inputs.size()) - 1);

  for (node_id id = result; id >= 0; --id) {
    if (adjoint[static_cast<std::size_t>(id)] == no_node || !active[static_cast<std::size_t>(id)]) continue;
    const node n = g[id];
    if (facts_of(n.code).shape == shape::leaf) continue;
    std::vector<symbol> contributions;
    with_primitive(n.code, [&]<class Op>() {
      if constexpr (Op::info.shape != shape::leaf)
        contributions = detail::operand_gradients<Op>({&g, adjoint[static_cast<std::size_t>(id)]}, {&g, id});
    });
    for (std::size_t i = 0; i < contributions.size(); ++i) {
      const node_id operand = n.in[i];
      if ((facts_of(n.code).constant >> i & 1) != 0 || !active[static_cast<std::size_t>(operand)]) continue;
      const symbol part = detail::onto_operand(contributions[i], n.axes | g[operand].axes, g[operand].axes);
      auto& total = adjoint[static_cast<std::size_t>(operand)];
      total = total == no_node ? part.id : (symbol{&g, total} + part).id;
    }
  }

  for (std::size_t place = 0; place < primal.inputs.size(); ++place) {
    if (!primal.inputs[place].differentiable) continue;
    const node_id input = g.input(static_cast<int>(place));
    node_id gradient = input < primal.size() ? adjoint[static_cast<std::size_t>(input)] : no_node;
    if (gradient == no_node) gradient = g.number(0);
    g.outputs.push_back({{}, gradient, static_cast<std::int8_t>(place)});
  }
  return g;
}

}  // namespace lossc
