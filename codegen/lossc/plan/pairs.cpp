// Finds the sums over products of what has one axis of a pair and what has the other, and cuts there.
#include <lossc/plan/pairs.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <set>

#include <lossc/graph/equal.hpp>

namespace lossc {

namespace {

constexpr std::array<std::string_view, 4> product_names = {"products", "products_2", "products_3", "products_4"};
constexpr std::array<std::string_view, 4> renamed_names = {"of_column", "of_column_2", "of_column_3", "of_column_4"};

/// Σ over one axis of x · y, where x has an axis that y lacks and y one that x lacks: nothing that sweeps can fuse.
struct found_product {
  node_id node, left, right;
  axis_mask depth, row, column;
};

std::vector<found_product> products_of(const graph& g) {
  std::vector<found_product> found;
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    if (!is<op::Sum>(n) || !is<op::Multiply>(g[n.in[0]])) continue;
    auto [left, right, unused] = g[n.in[0]].in;
    const auto depth = static_cast<axis_mask>(n.payload);
    axis_mask row = g[left].axes & ~g[right].axes, column = g[right].axes & ~g[left].axes;
    if (row == 0 || column == 0) continue;
    const bool is_product = std::popcount(depth) == 1 && std::popcount(row) == 1 && std::popcount(column) == 1 &&
                            (g[left].axes & g[right].axes) == depth;
    if (!is_product) continue;
    if (row > column) std::swap(left, right), std::swap(row, column);
    found.push_back({id, left, right, depth, row, column});
  }
  return found;
}

/// Labels that nothing is picked by: as numbers they can be compared in rows and columns alike.
std::set<std::uint64_t> compared_labels(const graph& g) {
  std::set<std::uint64_t> compared;
  const auto label_of = [&](node_id id) { return id != no_node && is<op::Input>(g[id]) && g.inputs[g[id].payload].kind == input_kind::label; };
  for (const auto& n : g.nodes())
    if ((is<op::Equal>(n) || is<op::NotEqual>(n) || is<op::Rename>(n)))
      for (node_id in : n.in)
        if (label_of(in)) compared.insert(g[in].payload);
  for (const auto& n : g.nodes())
    if (!is<op::Equal>(n) && !is<op::NotEqual>(n) && !is<op::Rename>(n) && !is<op::Valid>(n))
      for (node_id in : n.in)
        if (label_of(in)) compared.erase(g[in].payload);
  return compared;
}

/// The place of an operand among the parts, which is there once, also where it meets its twin.
int operand_place(const graph& g, pair_parts& parts, node_id operand, axis_mask side, axis_mask depth) {
  auto part = part_maker(g, {axis_in(side), axis_in(depth)}, twins::folded).make({{"result", operand, -1}});
  const auto at = std::find_if(parts.operands.begin(), parts.operands.end(),
                               [&](const graph_part& known) { return known.g == part.g && known.inputs == part.inputs && known.axes == part.axes; });
  if (at != parts.operands.end()) return static_cast<int>(at - parts.operands.begin());
  parts.operands.push_back(std::move(part));
  return static_cast<int>(parts.operands.size()) - 1;
}

/// Labels, masks and constants of the rows are read once more as those of the columns.
void cut_renamed_inputs(part_maker& core, const graph& g) {
  std::size_t known = 0;
  for (node_id id = 0; id < g.size(); ++id) {
    if (!is<op::Rename>(g[id]) || !is<op::Input>(g[g[id].in[0]])) continue;
    const auto place = g[g[id].in[0]].payload;
    input_info input = g.inputs[place];
    if (input.differentiable) continue;
    if (known == renamed_names.size()) fail("a loss on all pairs renames at most four labels, masks and constants", g.name);
    input.name = renamed_names[known++];
    const auto both = static_cast<axis_mask>(g[id].payload);
    for (auto& axis : input.axes)
      if (axis >= 0 && (mask_of(axis) & both) != 0) axis = static_cast<std::int8_t>(axis_in(both ^ mask_of(axis)));
    core.cut(id, input, static_cast<int>(place));
  }
}

}  // namespace

int input_as_it_is(const graph_part& operand) {
  const graph& g = operand.g;
  const node& result = g[g.outputs[0].value];
  if (!is<op::Input>(result)) return -1;
  const auto& input = g.inputs[result.payload];
  const bool in_order = input.kind == input_kind::tensor && rank(input) == 2 && input.axes[0] == 0;
  return in_order ? operand.inputs[result.payload] : -1;
}

std::optional<pair_parts> take_pairs_apart(const graph& stable) {
  const auto found = products_of(stable);
  if (found.empty()) return std::nullopt;
  if (found.size() > product_names.size()) fail("a loss on all pairs has at most four products of matrices", stable.name);
  pair_parts parts;
  parts.row = axis_in(found[0].row);
  parts.column = axis_in(found[0].column);
  part_maker core(stable, {parts.row, parts.column}, twins::apart);
  core.make_numbers(compared_labels(stable));
  cut_renamed_inputs(core, stable);
  for (std::size_t k = 0; k < found.size(); ++k) {
    const auto& p = found[k];
    if (p.row != found[0].row || p.column != found[0].column)
      fail("all products of a loss on all pairs are over the same two axes of rows", stable.name);
    const int left = operand_place(stable, parts, p.left, p.row, p.depth);
    const int right = operand_place(stable, parts, p.right, p.column, p.depth);
    parts.products.push_back({left, right});
    input_info input{.name = product_names[k], .differentiable = true};
    input.axes[0] = static_cast<std::int8_t>(parts.row);
    input.axes[1] = static_cast<std::int8_t>(parts.column);
    core.cut(p.node, input, static_cast<int>(stable.inputs.size() + k));
  }
  parts.core = core.make(stable.outputs);
  return parts;
}

}  // namespace lossc
