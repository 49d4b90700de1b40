// Finds the sums over products of what has one axis of a pair and what has the other, and cuts there.
#include <lossc/plan/pairs.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <set>

#include <lossc/graph/equal.hpp>
#include <lossc/graph/symbol.hpp>

namespace lossc {

namespace {

constexpr std::array<std::string_view, 4> product_names = {"products", "products_2", "products_3", "products_4"};
constexpr std::array<std::string_view, 4> renamed_names = {"of_column", "of_column_2", "of_column_3", "of_column_4"};

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

/// A side of a product has rows, whether it is the left or the right one: there a twin is its axis. The core has both.
enum class twins : std::uint8_t { apart, folded };

/// Copies what `outputs` need into a graph whose axes begin with `first_axes` and are those it uses.
class part_maker {
 public:
  part_maker(const graph& whole, const std::vector<int>& first_axes, twins kept) : whole_(whole), twins_(kept), map_(static_cast<std::size_t>(whole.size()), no_node) {
    part_.g.name = whole.name;
    for (int axis : first_axes) axes_.push_back(here(axis));
  }

  /// These labels become numbers, of which an ignored one is no number.
  void make_numbers(std::set<std::uint64_t> labels) { numbers_ = std::move(labels); }

  /// This node of the whole becomes an input.
  void cut(node_id id, const input_info& input, int number) { cuts_.push_back({id, input, number, 0}); }

  graph_part make(const std::vector<output_info>& outputs) {
    for (const auto& o : outputs) need(o.value);
    std::set<std::uint64_t> used;  // inputs of the whole, in its order
    for (node_id id : needed_) {
      const node& n = whole_[id];
      use_axes(n.axes);
      if (cut_at(id) != nullptr) continue;
      if (has_axes_in_payload(n)) use_axes(static_cast<axis_mask>(n.payload));
      if (names_input(n)) used.insert(n.payload);
    }
    for (std::uint64_t place : used)
      if (const int target = whole_.inputs[place].target; target >= 0 && numbers_.count(place) == 0) use_axes(mask_of(target));
    part_.axes = axes_;
    for (int axis : axes_) {
      part_.g.axes.push_back(whole_.axes[static_cast<std::size_t>(axis)]);
      part_.g.axes.back().twin_of = -1;  // sizes come from the whole's call
    }
    for (std::uint64_t place : used) add_input(whole_.inputs[place], static_cast<int>(place));
    for (auto& c : cuts_)
      if (needed_.count(c.id) != 0) c.place = add_input(c.input, c.number);
    for (node_id id : needed_) copy(id);
    for (const auto& o : outputs) part_.g.outputs.push_back({o.name, map_[static_cast<std::size_t>(o.value)], o.wrt});
    return part_;
  }

 private:
  struct cut_node {
    node_id id;
    input_info input;
    int number;
    std::uint64_t place;  // among the part's inputs
  };
  const graph& whole_;
  const twins twins_;
  graph_part part_;
  std::vector<int> axes_;
  std::vector<node_id> map_;
  std::vector<cut_node> cuts_;
  std::set<std::uint64_t> numbers_;
  std::set<node_id> needed_;  // in the whole's order: operands first

  const cut_node* cut_at(node_id id) const {
    for (const auto& c : cuts_)
      if (c.id == id) return &c;
    return nullptr;
  }
  int here(int axis) const {
    const int original = whole_.axes[static_cast<std::size_t>(axis)].twin_of;
    return twins_ == twins::folded && original >= 0 ? original : axis;
  }
  void use_axes(axis_mask mask) {
    const axis_mask all = mask;
    for (; mask != 0; mask &= mask - 1) {
      const int axis = here(axis_in(mask));
      if (axis != axis_in(mask) && (all & mask_of(axis)) != 0)
        fail("a side of dot(x, y, axis) has an axis and its twin: rename(x, axis, twin) gives x one of them", whole_.axes[static_cast<std::size_t>(axis)].name);
      if (std::find(axes_.begin(), axes_.end(), axis) == axes_.end()) axes_.push_back(axis);
    }
  }
  static bool names_input(const node& n) { return is<op::Input>(n) || is<op::ValidCount>(n); }
  static bool has_axes_in_payload(const node& n) {
    const auto s = facts_of(n.code).shape;
    return s == shape::reduction || s == shape::along || is<op::Size>(n) || is<op::Position>(n);
  }
  void need(node_id id) {
    if (!needed_.insert(id).second || cut_at(id) != nullptr) return;
    for (node_id in : whole_[id].in)
      if (in != no_node) need(in);
  }
  int place_of(int axis) const { return static_cast<int>(std::find(axes_.begin(), axes_.end(), here(axis)) - axes_.begin()); }
  axis_mask moved(axis_mask mask) const {
    axis_mask made = 0;
    for (; mask != 0; mask &= mask - 1) made |= mask_of(place_of(axis_in(mask)));
    return made;
  }
  std::uint64_t add_input(input_info input, int number) {
    for (auto& axis : input.axes)
      if (axis >= 0) axis = static_cast<std::int8_t>(place_of(axis));
    if (numbers_.count(static_cast<std::uint64_t>(number)) != 0) input.kind = input_kind::tensor, input.target = -1;
    if (input.target >= 0) input.target = static_cast<std::int8_t>(place_of(input.target));
    part_.g.inputs.push_back(input);
    part_.inputs.push_back(number);
    return part_.inputs.size() - 1;
  }
  std::uint64_t input_place(int number) const {
    return static_cast<std::uint64_t>(std::find(part_.inputs.begin(), part_.inputs.end(), number) - part_.inputs.begin());
  }
  node_id count_of(std::uint64_t labels) {
    const symbol label{&part_.g, part_.g.input(static_cast<int>(labels))}, one = symbol::number(label, 1), zero = symbol::number(label, 0);
    return sum(where(is_finite(label), one, zero), label.axes()).id;
  }
  void copy(node_id id) {
    const node& n = whole_[id];
    auto payload = n.payload;
    auto in = n.in;
    auto code = n.code;
    if (const auto* c = cut_at(id)) {
      code = code_of<op::Input>, in = {no_node, no_node, no_node}, payload = c->place;
    } else if (is<op::Rename>(n)) {
      if (twins_ == twins::apart)
        fail("rename(x, axis, twin): outside of dot(x, y, axis), x is an input without gradient: a label, a mask or a constant", whole_.name);
      map_[static_cast<std::size_t>(id)] = map_[static_cast<std::size_t>(in[0])];
      return;
    } else {
      if (names_input(n)) payload = input_place(static_cast<int>(n.payload));
      if (has_axes_in_payload(n)) payload = moved(static_cast<axis_mask>(payload));
      for (auto& operand : in)
        if (operand != no_node) operand = map_[static_cast<std::size_t>(operand)];
    }
    if (is<op::Valid>(n) && part_.g.inputs[part_.g[in[0]].payload].kind == input_kind::tensor) code = code_of<op::IsFinite>;
    const bool counts_numbers = is<op::ValidCount>(n) && numbers_.count(n.payload) != 0;
    const node_id made = map_[static_cast<std::size_t>(id)] = counts_numbers ? count_of(input_place(static_cast<int>(n.payload))) : part_.g.push(code, in, payload);
    auto& name = part_.g.names[static_cast<std::size_t>(made)];
    if (name.empty()) name = whole_.names[static_cast<std::size_t>(id)];
  }
};

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
    if (input.differentiable || known == renamed_names.size()) continue;
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
  for (const auto& input : stable.inputs)
    for (const auto& taken : {product_names, renamed_names})
      if (std::find(taken.begin(), taken.end(), input.name) != taken.end())
        fail("in a loss on all pairs this is the name of a product of rows: call the input something else", input.name);
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
