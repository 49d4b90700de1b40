// The verifier names each broken invariant, in graphs that are broken by hand.
#include <lossc/graph/lower.hpp>
#include <lossc/graph/verify.hpp>

using namespace lossc;

/// x over [rows], label t over [rows] of classes, result = x.
constexpr graph right() {
  graph g;
  g.name = "right";
  g.axes = {{"rows"}, {"classes"}};
  g.inputs = {
      {.name = "x", .axes = {0, 1, -1, -1, -1, -1}},
      {.name = "t", .kind = input_kind::label, .axes = {0, -1, -1, -1, -1, -1}, .target = 1}};
  g.outputs = {{"result", g.input(0)}};
  return g;
}
constexpr std::array<node_id, max_operands> none{no_node, no_node, no_node};

static_assert(first_violation(right()).empty());
static_assert([] { return verify(right()).size() == 1; }());

static_assert([] {
  graph g = right();
  g.outputs[0].value = 5;
  return first_violation(g);
}() == "outputs exist");
static_assert([] {
  graph g = right();
  g.outputs.clear();
  return first_violation(g);
}() == "outputs exist");
static_assert([] {
  graph g = right();
  g.inputs.pop_back();
  graph h = right();
  h.push(code_of<op::ValidCount>, none, 1);
  h.inputs.pop_back();
  return first_violation(h);
}() == "inputs are in the signature");
static_assert([] {
  graph g = right();
  g.push(code_of<op::Position>, none, 4);
  return first_violation(g);
}() == "axes are in the graph's list");
static_assert([] {
  graph g = right();
  const node_id t = g.input(1);
  g.push(code_of<op::Multiply>, {0, t, no_node});
  return first_violation(g);
}() == "labels are only picked by or compared");
static_assert([] {
  graph g = right();
  g.push(code_of<op::At>, {0, g.input(1), no_node});
  return first_violation(g);
}()
                  .empty());
static_assert([] {
  graph g = right();
  g.outputs[0].value = g.push(code_of<op::Less>, {0, 0, no_node});
  return first_violation(g);
}() == "results are numbers");
