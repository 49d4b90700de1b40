// Lowering: equal nodes are one node, each distinct type is visited once, names and axes survive.
#include <lossc/graph/equal.hpp>
#include <lossc/graph/lower.hpp>
#include <lossc/graph/verify.hpp>

using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {
} batch;
inline constexpr struct classes final : axis<"classes", 10> {
} classes;

// exp(x) stands here three times and is one node.
constexpr auto shared = loss<"shared">(inputs(tensor<"x">(batch)),
                                       [](auto x) { return sum(exp(x) * exp(x) + exp(x)); });
static_assert(lower(shared).size() == 5);  // x, exp, ·, +, Σ
static_assert(first_violation(lower(shared)).empty());
static_assert(lower(shared) == lower(shared));

// Pushing an equal node finds it; another payload or operand is another node.
static_assert([] {
  graph g;
  const node_id one = g.number(1), two = g.number(2);
  const node_id sum = g.push(code_of<op::Add>, {one, two, no_node});
  return g.number(1) == one && g.push(code_of<op::Add>, {one, two, no_node}) == sum &&
         g.push(code_of<op::Add>, {two, one, no_node}) != sum && g.number(3) != one &&
         g.size() == 5;
}());

// Twelve levels of f(x) = x·e^x + x: 4096 paths, 3 nodes a level.
template <int Levels, class X> constexpr auto tower(X x) {
  if constexpr (Levels == 0)
    return x;
  else
    return tower<Levels - 1>(x * exp(x) + x);
}
constexpr auto deep =
    loss<"deep">(inputs(tensor<"x">(batch)), [](auto x) { return sum(tower<12>(x)); });
static_assert(lower(deep).size() == 1 + 3 * 12 + 1);

// Axes come in the order of the inputs, with their fixed sizes; an input's axes are in its own
// order.
constexpr auto wide =
    loss<"wide">(inputs(tensor<"x">(classes, batch), label<"t">(batch, classes), param<"s">(0.5_c)),
                 [](auto x, auto t, auto s) { return mean(name<"picked">(at(x, t)) * s); });
static_assert([] {
  const graph g = lower(wide);
  const auto& [x, t, s] = std::array{g.inputs[0], g.inputs[1], g.inputs[2]};
  return g.axes == std::vector<axis_info>{{"classes", 10}, {"batch", 0}} && x.axes[0] == 0 &&
         x.axes[1] == 1 && rank(x) == 2 && t.kind == input_kind::label && t.axes[0] == 1 &&
         rank(t) == 1 && t.target == 0 && !t.differentiable && s.kind == input_kind::parameter &&
         s.default_value == 0.5 && !s.required;
}());

// A name survives lowering, at the node it names.
static_assert([] {
  const graph g = lower(wide);
  for (node_id id = 0; id < g.size(); ++id)
    if (g.names[static_cast<std::size_t>(id)] == "picked")
      return is<op::At>(g[id]) && g[id].axes == 2;
  return false;
}());

// same_formula looks through node numbers, not through formulas.
static_assert([] {
  constexpr auto x = tensor<"x">(batch);
  const graph a = lower_over(shared, exp(x) + x), b = lower_over(shared, x * x),
              c = lower_over(shared, x + exp(x));
  return same_formula(a, a.outputs[0].value, lower_over(shared, exp(x) + x), a.outputs[0].value) &&
         !same_formula(a, a.outputs[0].value, b, b.outputs[0].value) &&
         !same_formula(a, a.outputs[0].value, c, c.outputs[0].value);
}());

// Dead nodes go, and nothing else.
static_assert([] {
  graph g = lower(shared);
  const node_id before = g.size();
  g.number(17);
  return without_dead_nodes(g).size() == before && without_dead_nodes(g) == lower(shared);
}());
