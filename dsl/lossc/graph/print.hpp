// The text form of a graph: one line per axis, input, node and output; parse.hpp reads it back.
#pragma once
#include <charconv>
#include <string>

#include <lossc/graph/graph.hpp>

namespace lossc {

inline constexpr std::string_view kind_names[] = {"tensor", "weight", "label", "mask", "param", "upstream"};

/// The shortest decimal that reads back as the same double.
inline std::string print_number(double value) {
  if (value == infinity) return "inf";
  if (value == -infinity) return "-inf";
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

inline std::string print_axes(const graph& g, axis_mask mask) {
  std::string text;
  for (std::size_t axis = 0; axis < g.axes.size(); ++axis)
    if (mask >> axis & 1) text += (text.empty() ? "" : ", ") + std::string(g.axes[axis].name);
  return "[" + text + "]";
}

/// "[0, 1)"; an infinite end is outside.
inline std::string print_range(const parameter_range& r) {
  return (r.least_excluded || r.least == -infinity ? "(" : "[") + print_number(r.least) + ", " + print_number(r.most) +
         (r.most_excluded || r.most == infinity ? ")" : "]");
}

inline std::string print_input(const graph& g, const input_info& input) {
  std::string text(kind_names[static_cast<std::size_t>(input.kind)]);
  text += " " + std::string(input.name) + " [";
  for (int i = 0; i < rank(input); ++i)
    text += (i == 0 ? "" : ", ") + std::string(g.axes[static_cast<std::size_t>(input.axes[static_cast<std::size_t>(i)])].name);
  text += "]";
  if (input.target >= 0) text += " of " + std::string(g.axes[static_cast<std::size_t>(input.target)].name);
  if (!input.required || input.kind == input_kind::parameter) text += input.required ? " required" : " = " + print_number(input.default_value);
  if (!input.range.is_whole()) text += " in " + print_range(input.range);
  if (input.differentiable) text += " differentiable";
  if (input.structural) text += " structural";
  if (input.probability) text += " probability";
  return text;
}

inline std::string print_node(const graph& g, node_id id) {
  const node& n = g[id];
  std::string text = "%" + std::to_string(id) + " = " + std::string(facts_of(n.code).name);
  for (int i = 0; i < operand_count(n); ++i) text += " %" + std::to_string(n.in[static_cast<std::size_t>(i)]);
  if (is<op::Number>(n)) text += " " + print_number(from_bits(n.payload));
  else if (is<op::Input>(n) || is<op::ValidCount>(n)) text += " " + std::string(g.inputs[n.payload].name);
  else if (n.payload != 0) text += " over " + print_axes(g, static_cast<axis_mask>(n.payload));
  const auto name = g.names[static_cast<std::size_t>(id)];
  if (!name.empty()) text += " as " + std::string(name);
  return text;
}

inline std::string print_output_name(const graph& g, const output_info& output) {
  return output.wrt < 0 ? std::string(output.name) : "d_" + std::string(g.inputs[static_cast<std::size_t>(output.wrt)].name);
}

inline std::string print(const graph& g) {
  std::string text = "graph " + std::string(g.name) + "\n";
  for (const auto& axis : g.axes)
    text += "axis " + std::string(axis.name) + (axis.size > 0 ? " " + std::to_string(axis.size) : "") +
            (axis.twin_of >= 0 ? " twin of " + std::string(g.axes[static_cast<std::size_t>(axis.twin_of)].name) : "") + "\n";
  for (const auto& input : g.inputs) text += print_input(g, input) + "\n";
  for (node_id id = 0; id < g.size(); ++id) text += print_node(g, id) + "\n";
  for (const auto& output : g.outputs) text += print_output_name(g, output) + " = %" + std::to_string(output.value) + "\n";
  return text;
}

}  // namespace lossc
