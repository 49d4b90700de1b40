// What a graph is made of: nodes, axes, inputs, outputs. Plain values, no types of the user's.
#pragma once
#include <array>
#include <vector>

#include <lossc/base/number.hpp>
#include <lossc/op/all.hpp>

namespace lossc {

using node_id = std::int32_t;
inline constexpr node_id no_node = -1;
inline constexpr int max_operands = 3;

struct node {
  opcode code{};
  std::array<node_id, max_operands> in{no_node, no_node, no_node};
  axis_mask axes = 0;
  // Number: bits. Input, ValidCount: place of the input. Reductions and softmax: axes looked along.
  // Size, Position: the axis as a mask. Rename: an axis and its twin.
  std::uint64_t payload = 0;
  friend constexpr bool operator==(const node&, const node&) = default;
};

template <class Op>
constexpr bool is(const node& n) { return n.code == code_of<Op>; }

constexpr int operand_count(const node& n) {
  int count = 0;
  while (count < max_operands && n.in[static_cast<std::size_t>(count)] != no_node) ++count;
  return count;
}

struct axis_info {
  std::string_view name;
  int size = 0;  // 0: given at run time
  int twin_of = -1;  // the axis whose rows these are once more; its size is theirs
  friend constexpr bool operator==(const axis_info&, const axis_info&) = default;
};

/// Twins are as long as the axis whose rows they are.
template <class Sizes>
constexpr void complete_twins(const std::vector<axis_info>& axes, Sizes& sizes) {
  for (std::size_t axis = 0; axis < axes.size(); ++axis)
    if (axes[axis].twin_of >= 0) sizes[axis] = sizes[static_cast<std::size_t>(axes[axis].twin_of)];
}

enum class input_kind : std::uint8_t { tensor, weight, label, mask, parameter, upstream };

struct input_info {
  std::string_view name;
  input_kind kind = input_kind::tensor;
  std::array<std::int8_t, 6> axes{-1, -1, -1, -1, -1, -1};  // outermost first
  std::int8_t target = -1;                                  // the axis a label indexes
  bool differentiable = false;
  bool structural = false;
  bool probability = false;  // NaN outside [0, 1]
  bool required = true;  // a parameter with a default is not
  double default_value = 0;
  parameter_range range = {};
  friend constexpr bool operator==(const input_info&, const input_info&) = default;
};

constexpr int rank(const input_info& input) {
  int r = 0;
  while (r < 6 && input.axes[static_cast<std::size_t>(r)] >= 0) ++r;
  return r;
}

constexpr axis_mask axes_of(const input_info& input) {
  axis_mask mask = 0;
  for (int i = 0; i < rank(input); ++i) mask |= axis_mask{1} << input.axes[static_cast<std::size_t>(i)];
  return mask;
}

/// "result", a further output's name, or "d_" and the input `wrt` for a gradient.
/// Of an output that no caller sees: how many entries of the value it is named after are not finite.
inline constexpr std::int8_t reported = -2;

struct output_info {
  std::string_view name;  // empty for a gradient
  node_id value = no_node;
  std::int8_t wrt = -1;  // the input whose gradient it is; -1: a value; or `reported`
  friend constexpr bool operator==(const output_info&, const output_info&) = default;
};

}  // namespace lossc
