// Finds the sums over products of what has one axis of a pair and what has the other, and cuts there.
#include <lossc/plan/pairs.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <set>


namespace lossc {

namespace {

constexpr std::array<std::string_view, 4> product_names = {"products", "products_2", "products_3", "products_4"};

int axis_in(axis_mask one) { return std::countr_zero(one); }
axis_mask mask_of(int axis) { return axis_mask{1} << axis; }

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

/// Copies what `outputs` need into a graph whose axes begin with `first_axes` and are those it uses.
class part_maker {
 public:
  part_maker(const graph& whole, std::vector<int> first_axes) : whole_(whole), axes_(std::move(first_axes)), map_(static_cast<std::size_t>(whole.size()), no_node) {
    part_.g.name = whole.name;
  }

  /// This node of the whole becomes an input.
  void cut(node_id id, const input_info& input, int number) { cuts_.push_back({id, input, number}); }

  graph_part make(const std::vector<output_info>& outputs) {
    for (const auto& o : outputs) need(o.value);
    std::set<std::uint64_t> used;  // inputs of the whole, in its order
    for (node_id id : needed_) {
      const node& n = whole_[id];
      use_axes(n.axes);
      if (is_cut(id)) continue;
      if (has_axes_in_payload(n)) use_axes(static_cast<axis_mask>(n.payload));
      if (names_input(n)) used.insert(n.payload);
    }
    for (std::uint64_t place : used)
      if (const int target = whole_.inputs[place].target; target >= 0) use_axes(mask_of(target));
    part_.axes = axes_;
    for (int axis : axes_) part_.g.axes.push_back(whole_.axes[static_cast<std::size_t>(axis)]);
    for (std::uint64_t place : used) add_input(whole_.inputs[place], static_cast<int>(place));
    for (const auto& c : cuts_)
      if (needed_.count(c.id) != 0) add_input(c.input, c.number);
    for (node_id id : needed_) copy(id);
    for (const auto& o : outputs) part_.g.outputs.push_back({o.name, map_[static_cast<std::size_t>(o.value)], o.wrt});
    return part_;
  }

 private:
  struct cut_node {
    node_id id;
    input_info input;
    int number;
  };
  const graph& whole_;
  graph_part part_;
  std::vector<int> axes_;
  std::vector<node_id> map_;
  std::vector<cut_node> cuts_;
  std::set<node_id> needed_;  // in the whole's order: operands first

  const cut_node* cut_at(node_id id) const {
    for (const auto& c : cuts_)
      if (c.id == id) return &c;
    return nullptr;
  }
  bool is_cut(node_id id) const { return cut_at(id) != nullptr; }
  void use_axes(axis_mask mask) {
    for (; mask != 0; mask &= mask - 1)
      if (std::find(axes_.begin(), axes_.end(), axis_in(mask)) == axes_.end()) axes_.push_back(axis_in(mask));
  }
  static bool names_input(const node& n) { return is<op::Input>(n) || is<op::ValidCount>(n); }
  static bool has_axes_in_payload(const node& n) {
    const auto s = facts_of(n.code).shape;
    return s == shape::reduction || s == shape::along || is<op::Size>(n) || is<op::Position>(n);
  }
  void need(node_id id) {
    if (!needed_.insert(id).second || is_cut(id)) return;
    for (node_id in : whole_[id].in)
      if (in != no_node) need(in);
  }
  int place_of(int axis) const { return static_cast<int>(std::find(axes_.begin(), axes_.end(), axis) - axes_.begin()); }
  axis_mask moved(axis_mask mask) const {
    axis_mask made = 0;
    for (; mask != 0; mask &= mask - 1) made |= mask_of(place_of(axis_in(mask)));
    return made;
  }
  void add_input(input_info input, int number) {
    for (auto& axis : input.axes)
      if (axis >= 0) axis = static_cast<std::int8_t>(place_of(axis));
    if (input.target >= 0) input.target = static_cast<std::int8_t>(place_of(input.target));
    part_.g.inputs.push_back(input);
    part_.inputs.push_back(number);
  }
  std::uint64_t input_place(int number) const {
    return static_cast<std::uint64_t>(std::find(part_.inputs.begin(), part_.inputs.end(), number) - part_.inputs.begin());
  }
  void copy(node_id id) {
    const node& n = whole_[id];
    auto payload = n.payload;
    auto in = n.in;
    auto code = n.code;
    if (const auto* c = cut_at(id)) {
      code = code_of<op::Input>, in = {no_node, no_node, no_node}, payload = input_place(c->number);
    } else {
      if (names_input(n)) payload = input_place(static_cast<int>(n.payload));
      if (has_axes_in_payload(n)) payload = moved(static_cast<axis_mask>(payload));
      for (auto& operand : in)
        if (operand != no_node) operand = map_[static_cast<std::size_t>(operand)];
    }
    const node_id made = map_[static_cast<std::size_t>(id)] = part_.g.push(code, in, payload);
    auto& name = part_.g.names[static_cast<std::size_t>(made)];
    if (name.empty()) name = whole_.names[static_cast<std::size_t>(id)];
  }
};

/// The place of an operand among the parts, which is there once.
int operand_place(const graph& g, pair_parts& parts, std::vector<node_id>& known, node_id operand, axis_mask side, axis_mask depth) {
  const auto at = std::find(known.begin(), known.end(), operand);
  if (at != known.end()) return static_cast<int>(at - known.begin());
  known.push_back(operand);
  parts.operands.push_back(part_maker(g, {axis_in(side), axis_in(depth)}).make({{"result", operand, -1}}));
  return static_cast<int>(known.size()) - 1;
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
  for (const auto& input : stable.inputs)
    if (std::find(product_names.begin(), product_names.end(), input.name) != product_names.end())
      fail("in a loss on all pairs this is the name of a product of rows: call the input something else", input.name);
  pair_parts parts;
  parts.row = axis_in(found[0].row);
  parts.column = axis_in(found[0].column);
  std::vector<node_id> known;
  part_maker core(stable, {parts.row, parts.column});
  for (std::size_t k = 0; k < found.size(); ++k) {
    const auto& p = found[k];
    if (p.row != found[0].row || p.column != found[0].column)
      fail("all products of a loss on all pairs are over the same two axes of rows", stable.name);
    const int left = operand_place(stable, parts, known, p.left, p.row, p.depth);
    const int right = operand_place(stable, parts, known, p.right, p.column, p.depth);
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
