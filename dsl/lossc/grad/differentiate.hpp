// differentiate(graph) → graph: gradients of the result for every differentiable input, seeded by an upstream gradient.
#pragma once
#include <lossc/grad/reverse_sweep.hpp>

namespace lossc {

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

  const node_id seed = g.input(static_cast<int>(g.inputs.size()) - 1);
  const auto adjoint = reverse_sweep(g, result, seed, detail::active_nodes(primal));

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
