// Derives the slots of a kernel from its gradient plan.
#include <lossc/emit/signature.hpp>

#include <lossc/emit/region_scope.hpp>
#include <lossc/graph/print.hpp>

namespace lossc {

namespace {

/// A gradient may replace its input if, from the write on, the plan does not read that input again.
bool may_replace(const kernel_plan& p, std::size_t output) {
  const int wrt = p.g.outputs[output].wrt;
  int write_region = -1, write_sweep = -1;
  for (std::size_t r = 0; r < p.regions.size(); ++r) {
    for (std::size_t s = 0; s < p.regions[r].sweeps.size(); ++s)
      for (const auto& w : p.regions[r].sweeps[s].writes)
        if (w.output == static_cast<int>(output)) write_region = static_cast<int>(r), write_sweep = static_cast<int>(s);
    for (const auto& w : p.regions[r].row_writes)
      if (w.output == static_cast<int>(output)) write_region = static_cast<int>(r), write_sweep = static_cast<int>(p.regions[r].sweeps.size());
  }
  if (write_region < 0) return false;
  const auto reads = [&](const std::vector<node_id>& nodes) {
    return std::any_of(nodes.begin(), nodes.end(), [&](node_id id) { return is<op::Input>(p.g[id]) && static_cast<int>(p.g[id].payload) == wrt; });
  };
  for (std::size_t r = static_cast<std::size_t>(write_region); r < p.regions.size(); ++r) {
    const region_scope scope(p, p.regions[r]);
    if (static_cast<int>(r) == write_region) {
      for (std::size_t s = static_cast<std::size_t>(write_sweep) + 1; s < scope.elements.size(); ++s)
        if (reads(scope.elements[s])) return false;
      continue;
    }
    if (reads(scope.rows)) return false;
    for (const auto& list : scope.elements)
      if (reads(list)) return false;
    for (const auto& [id, stage] : scope.stage)
      if (is<op::At>(p.g[id]) && static_cast<int>(p.g[p.g[id].in[0]].payload) == wrt) return false;
  }
  return true;
}

}  // namespace

std::vector<slot> slots_of(const compiled& c) {
  const kernel_plan& p = c.gradient_plan;
  // Rows of the last axis may lie apart where that axis alone is swept or flattened.
  const auto strided = [&](const std::vector<int>& axes) {
    if (axes.size() < 2) return false;
    axis_mask inner = 0;
    for (int axis : axes) inner |= (axis_mask{1} << axis) & p.inner;
    return p.inner == 0 || inner == (axis_mask{1} << axes.back());
  };
  std::vector<slot> slots;
  for (std::size_t i = 0; i < p.g.inputs.size(); ++i) {
    const auto& input = p.g.inputs[i];
    if (is_made_in_blocks(p, static_cast<int>(i))) continue;  // no argument: made and read in blocks
    slot s;
    s.name = std::string(input.name);
    s.input = static_cast<int>(i);
    for (int r = 0; r < rank(input); ++r) s.axes.push_back(input.axes[static_cast<std::size_t>(r)]);
    s.target = input.target;
    s.required = input.kind == input_kind::parameter && input.required;
    s.default_value = input.default_value;
    s.range = input.range;
    s.strided = strided(s.axes) && input.kind != input_kind::label && input.kind != input_kind::upstream;
    switch (input.kind) {
      case input_kind::mask: s.role = slot_role::mask; break;
      case input_kind::parameter: s.role = slot_role::parameter; break;
      case input_kind::upstream: s.role = slot_role::upstream; break;
      case input_kind::label: s.role = slot_role::label_int32; break;
      default: s.role = slot_role::tensor;
    }
    slots.push_back(s);
    if (s.role == slot_role::label_int32) {
      s.role = slot_role::label_int64;
      s.name += "_int64";
      slots.push_back(s);
    }
  }
  const std::size_t inputs = slots.size();
  for (std::size_t o = 0; o < p.g.outputs.size(); ++o) {
    const auto& output = p.g.outputs[o];
    if (output.wrt == reported || is_made_in_blocks(p, output.wrt)) continue;
    slot s;
    s.name = print_output_name(p.g, output);
    s.role = output.wrt >= 0 ? slot_role::gradient : slot_role::result;
    if (output.wrt >= 0) {
      for (std::size_t i = 0; i < inputs; ++i)
        if (slots[i].input == output.wrt && slots[i].role != slot_role::label_int64) s.of = static_cast<int>(i);
      s.input = output.wrt;
      s.axes = slots[static_cast<std::size_t>(s.of)].axes;
      s.in_place = may_replace(p, o);
    } else {
      for (std::size_t axis = 0; axis < p.g.axes.size(); ++axis)
        if (p.g[p.outputs[o].value].axes >> axis & 1) s.axes.push_back(static_cast<int>(axis));
    }
    s.strided = strided(s.axes);
    slots.push_back(s);
  }
  return slots;
}

std::vector<bool> axes_that_may_be_empty(const compiled& c) {
  // A mean or sum over nothing is 0 (P9); a maximum, a softmax, a norm or a pick is undefined.
  std::vector<bool> may(c.written.axes.size(), true);
  const auto forbid = [&](axis_mask mask) {
    for (std::size_t axis = 0; axis < may.size(); ++axis)
      if (mask >> axis & 1 && c.written.axes[axis].twin_of < 0) may[axis] = false;  // where a twin is empty no row asks for it
  };
  for (const auto& g : {c.written, c.stable})
    for (const auto& n : g.nodes()) {
      const auto along = static_cast<axis_mask>(n.payload);
      if (is<op::MaxOver>(n) || is<op::MinOver>(n) || is<op::LogSumExp>(n) || is<op::Softmax>(n) || is<op::LogSoftmax>(n) || is<op::Norm>(n) || is<op::Normalize>(n)) forbid(along);
    }
  for (const auto& input : c.written.inputs)
    if (input.target >= 0) forbid(axis_mask{1} << input.target);
  // Inner axes of rows are features and classes.
  forbid(c.gradient_plan.inner);
  if (c.pairs != nullptr) {
    forbid(axis_mask{1} << c.pairs->parts.column);
    for (const auto& operand : c.pairs->parts.operands) forbid(axis_mask{1} << operand.axes[1]);
  }
  if (c.tables != nullptr)
    for (const auto& t : c.tables->parts.rows) forbid(axis_mask{1} << c.written.inputs[static_cast<std::size_t>(t.table)].axes[1]);
  return may;
}

}  // namespace lossc
