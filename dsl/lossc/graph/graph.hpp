// The graph: a flat list of nodes in which equal nodes are one node, operands always before their users.
#pragma once
#include <vector>

#include <lossc/base/fail.hpp>
#include <lossc/graph/node.hpp>

namespace lossc {

/// The axes of what has an axis and its twin exchanged: one becomes the other.
constexpr axis_mask exchanged(axis_mask axes, axis_mask twins) {
  const bool keeps = (axes & twins) == 0 || (axes & twins) == twins;
  return keeps ? axes : axes ^ twins;
}

class graph {
 public:
  std::string_view name;
  std::vector<axis_info> axes;
  std::vector<input_info> inputs;
  std::vector<output_info> outputs;
  std::vector<std::string_view> names;  // per node; empty where the user gave none

  constexpr const std::vector<node>& nodes() const { return nodes_; }
  constexpr const node& operator[](node_id id) const { return nodes_[static_cast<std::size_t>(id)]; }
  constexpr node_id size() const { return static_cast<node_id>(nodes_.size()); }

  /// Adds a node or finds the equal one. The axes are derived here and nowhere else.
  constexpr node_id push(opcode code, std::array<node_id, max_operands> in, std::uint64_t payload = 0) {
    node n{code, in, 0, payload};
    n.axes = axes_of_result(n);
    if (2 * (nodes_.size() + 1) > table_.size()) grow();
    std::size_t slot = hash(n) & (table_.size() - 1);
    for (; table_[slot] != no_node; slot = (slot + 1) & (table_.size() - 1))
      if ((*this)[table_[slot]] == n) return table_[slot];
    table_[slot] = size();
    nodes_.push_back(n);
    names.push_back({});
    return size() - 1;
  }

  constexpr node_id number(double value) { return push(code_of<op::Number>, {no_node, no_node, no_node}, to_bits(value)); }
  constexpr node_id input(int place) {
    return push(code_of<op::Input>, {no_node, no_node, no_node}, static_cast<std::uint64_t>(place));
  }

  /// An empty graph over the same axes and inputs: what a pass writes into.
  constexpr graph with_same_signature() const {
    graph g;
    g.name = name;
    g.axes = axes;
    g.inputs = inputs;
    return g;
  }

  /// The axis a label node indexes; labels are inputs.
  constexpr axis_mask target_axis(node_id label) const {
    const node& n = (*this)[label];
    if (!is<op::Input>(n) || inputs[n.payload].target < 0) fail("a label of the graph is not a label input");
    return axis_mask{1} << inputs[n.payload].target;
  }

  constexpr bool is_number(node_id id, double value) const {
    return is<op::Number>((*this)[id]) && (*this)[id].payload == to_bits(value);
  }

  constexpr const output_info* find_output(std::string_view output) const {
    for (const auto& o : outputs)
      if (o.wrt < 0 && o.name == output) return &o;
    return nullptr;
  }
  constexpr const output_info* find_gradient(int place) const {
    for (const auto& o : outputs)
      if (o.wrt == place) return &o;
    return nullptr;
  }

 private:
  std::vector<node> nodes_;
  std::vector<node_id> table_;  // open addressing; a linear search would exhaust clang's constexpr steps

  static constexpr std::size_t hash(const node& n) {
    std::uint64_t h = static_cast<std::uint64_t>(n.code) * 0x9E3779B97F4A7C15u ^ n.payload * 0xC2B2AE3D27D4EB4Fu;
    for (node_id id : n.in) h = (h ^ static_cast<std::uint64_t>(id + 1)) * 0x9E3779B97F4A7C15u;
    return static_cast<std::size_t>(h ^ (h >> 29));
  }

  constexpr void grow() {
    const std::size_t wanted = table_.empty() ? 32 : 2 * table_.size();
    table_ = std::vector<node_id>(wanted, no_node);
    for (node_id id = 0; id < size(); ++id) {
      std::size_t slot = hash((*this)[id]) & (wanted - 1);
      while (table_[slot] != no_node) slot = (slot + 1) & (wanted - 1);
      table_[slot] = id;
    }
  }

  constexpr axis_mask axes_of_result(const node& n) const {
    const auto looked_along = static_cast<axis_mask>(n.payload);
    switch (facts_of(n.code).shape) {
      case shape::leaf:
        if (is<op::Input>(n)) return axes_of(inputs[static_cast<std::size_t>(n.payload)]);
        return is<op::Position>(n) ? looked_along : 0;
      case shape::elementwise: {
        axis_mask mask = 0;
        for (node_id id : n.in)
          if (id != no_node) mask |= (*this)[id].axes;
        return mask;
      }
      case shape::reduction: return (*this)[n.in[0]].axes & ~looked_along;
      case shape::along: return (*this)[n.in[0]].axes | looked_along;
      case shape::rename: return exchanged((*this)[n.in[0]].axes, looked_along);
      case shape::pick: return ((*this)[n.in[0]].axes & ~target_axis(n.in[1])) | (*this)[n.in[1]].axes;
      case shape::indicator: {
        axis_mask mask = 0;
        node_id label = no_node;
        for (node_id id : n.in)
          if (id != no_node) mask |= (*this)[label = id].axes;
        return mask | target_axis(label);
      }
      case shape::derivative: return (*this)[is<op::Gradient>(n) ? n.in[1] : n.in[0]].axes;
    }
    return 0;
  }
};

}  // namespace lossc
