// Makes a part: axes and inputs that its nodes use, then the nodes, moved to them.
#include <lossc/plan/graph_part.hpp>

#include <algorithm>

#include <lossc/graph/symbol.hpp>

namespace lossc {

namespace {

bool names_input(const node& n) { return is<op::Input>(n) || is<op::ValidCount>(n); }
bool has_axes_in_payload(const node& n) {
  const auto s = facts_of(n.code).shape;
  return s == shape::reduction || s == shape::along || is<op::Size>(n) || is<op::Position>(n);
}

}  // namespace

part_maker::part_maker(const graph& whole, const std::vector<int>& first_axes, twins kept) : whole_(whole), twins_(kept), map_(static_cast<std::size_t>(whole.size()), no_node) {
  part_.g.name = whole.name;
  for (int axis : first_axes) axes_.push_back(here(axis));
}

graph_part part_maker::make(const std::vector<output_info>& outputs) {
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
    int& twin_of = part_.g.axes.back().twin_of;
    const auto original = std::find(axes_.begin(), axes_.end(), twin_of);
    twin_of = original == axes_.end() ? -1 : static_cast<int>(original - axes_.begin());
  }
  for (std::uint64_t place : used) add_input(whole_.inputs[place], static_cast<int>(place));
  for (auto& c : cuts_)
    if (needed_.count(c.id) != 0) c.place = add_input(c.input, c.number);
  for (node_id id : needed_) copy(id);
  for (const auto& o : outputs) part_.g.outputs.push_back({o.name, map_[static_cast<std::size_t>(o.value)], o.wrt});
  return part_;
}

int part_maker::place_of_cut(node_id id) const { return needed_.count(id) != 0 ? static_cast<int>(cut_at(id)->place) : -1; }

const part_maker::cut_node* part_maker::cut_at(node_id id) const {
  for (const auto& c : cuts_)
    if (c.id == id) return &c;
  return nullptr;
}

int part_maker::here(int axis) const {
  const int original = whole_.axes[static_cast<std::size_t>(axis)].twin_of;
  return twins_ == twins::folded && original >= 0 ? original : axis;
}

void part_maker::use_axes(axis_mask mask) {
  const axis_mask all = mask;
  for (; mask != 0; mask &= mask - 1) {
    const int axis = here(axis_in(mask));
    if (axis != axis_in(mask) && (all & mask_of(axis)) != 0)
      fail("a side of dot(x, y, axis) has an axis and its twin: rename(x, axis, twin) gives x one of them", whole_.axes[static_cast<std::size_t>(axis)].name);
    if (std::find(axes_.begin(), axes_.end(), axis) == axes_.end()) axes_.push_back(axis);
  }
}

void part_maker::need(node_id id) {
  if (!needed_.insert(id).second || cut_at(id) != nullptr) return;
  for (node_id in : whole_[id].in)
    if (in != no_node) need(in);
}

int part_maker::place_of(int axis) const { return static_cast<int>(std::find(axes_.begin(), axes_.end(), here(axis)) - axes_.begin()); }
axis_mask part_maker::moved(axis_mask mask) const {
  axis_mask made = 0;
  for (; mask != 0; mask &= mask - 1) made |= mask_of(place_of(axis_in(mask)));
  return made;
}

std::uint64_t part_maker::add_input(input_info input, int number) {
  for (auto& axis : input.axes)
    if (axis >= 0) axis = static_cast<std::int8_t>(place_of(axis));
  if (numbers_.count(static_cast<std::uint64_t>(number)) != 0) input.kind = input_kind::tensor, input.target = -1;
  if (input.target >= 0) input.target = static_cast<std::int8_t>(place_of(input.target));
  for (const auto& known : part_.g.inputs)
    if (known.name == input.name) fail("beside what this loss is cut into, that is the name of a part's input: call the input something else", input.name);
  part_.g.inputs.push_back(input);
  part_.inputs.push_back(number);
  return part_.inputs.size() - 1;
}

std::uint64_t part_maker::input_place(int number) const {
  return static_cast<std::uint64_t>(std::find(part_.inputs.begin(), part_.inputs.end(), number) - part_.inputs.begin());
}

node_id part_maker::count_of(std::uint64_t labels) {
  const symbol label{&part_.g, part_.g.input(static_cast<int>(labels))}, one = symbol::number(label, 1), zero = symbol::number(label, 0);
  return sum(where(is_finite(label), one, zero), label.axes()).id;
}

void part_maker::copy(node_id id) {
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

}  // namespace lossc
