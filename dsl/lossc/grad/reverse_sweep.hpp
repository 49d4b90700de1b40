// The reverse sweep: from one node of a graph towards others, by the primitives' own rules.
#pragma once
#include <lossc/graph/symbol.hpp>

namespace lossc {

namespace detail {

/// Whether each node is a variable or depends on one through operands that have derivatives.
template <class IsVariable>
constexpr std::vector<char> nodes_depending_on(const graph& g, IsVariable&& is_variable) {
  std::vector<char> active(static_cast<std::size_t>(g.size()), false);
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    active[static_cast<std::size_t>(id)] = is_variable(id);
    for (std::size_t i = 0; i < max_operands; ++i)
      if (n.in[i] != no_node && (facts_of(n.code).constant >> i & 1) == 0 && active[static_cast<std::size_t>(n.in[i])])
        active[static_cast<std::size_t>(id)] = true;
  }
  return active;
}

/// The nodes that depend on a differentiable input.
constexpr std::vector<char> active_nodes(const graph& g) {
  return nodes_depending_on(g, [&](node_id id) { return is<op::Input>(g[id]) && g.inputs[g[id].payload].differentiable; });
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

/// The gradient of the sum of `seed` times `result` with respect to every node that `active` marks and the
/// sweep reaches; no_node elsewhere. It may lack axes along which it is constant.
constexpr std::vector<node_id> reverse_sweep(graph& g, node_id result, node_id seed, const std::vector<char>& active) {
  std::vector<node_id> adjoint(active.size(), no_node);
  adjoint[static_cast<std::size_t>(result)] = seed;
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
  return adjoint;
}

}  // namespace lossc
