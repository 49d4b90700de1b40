// Reads the text form of a graph: parse(print(g)) == g. Names are views into the text, which must outlive the graph.
#pragma once
#include <charconv>

#include <lossc/graph/graph.hpp>
#include <lossc/graph/print.hpp>

namespace lossc {

namespace detail {

/// Words and signs of one line, from left to right.
struct line_reader {
  std::string_view rest;

  void skip_blanks() {
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  }
  bool done() { return skip_blanks(), rest.empty(); }
  bool take(std::string_view sign) {
    skip_blanks();
    if (rest.substr(0, sign.size()) != sign) return false;
    rest.remove_prefix(sign.size());
    return true;
  }
  std::string_view word() {
    skip_blanks();
    std::size_t n = 0;
    while (n < rest.size() && std::string_view(" ,[]()=").find(rest[n]) == std::string_view::npos) ++n;
    const auto found = rest.substr(0, n);
    rest.remove_prefix(n);
    if (found.empty()) fail("the text of a graph ends too early", rest);
    return found;
  }
  double number() {
    const auto w = word();
    if (w == "inf") return infinity;
    if (w == "-inf") return -infinity;
    double value = 0;
    const auto result = std::from_chars(w.data(), w.data() + w.size(), value);
    if (result.ec != std::errc{} || result.ptr != w.data() + w.size()) fail("the text of a graph has a bad number", w);
    return value;
  }
  node_id node() {
    if (!take("%")) fail("the text of a graph expects a node such as %3", rest);
    return static_cast<node_id>(number());
  }
};

inline int find_axis(const graph& g, std::string_view name) {
  for (std::size_t i = 0; i < g.axes.size(); ++i)
    if (g.axes[i].name == name) return static_cast<int>(i);
  fail("the text of a graph names an unknown axis", name);
}
inline int find_input(const graph& g, std::string_view name) {
  for (std::size_t i = 0; i < g.inputs.size(); ++i)
    if (g.inputs[i].name == name) return static_cast<int>(i);
  fail("the text of a graph names an unknown input", name);
}

inline void parse_input(graph& g, input_kind kind, line_reader& line) {
  input_info input{.name = line.word(), .kind = kind};
  std::size_t r = 0;
  if (!line.take("[")) fail("an input's axes stand in brackets", line.rest);
  while (!line.take("]")) {
    if (r == input.axes.size()) fail("an input has at most six axes", input.name);
    input.axes[r++] = static_cast<std::int8_t>(find_axis(g, line.word()));
    line.take(",");
  }
  if (line.take("of")) input.target = static_cast<std::int8_t>(find_axis(g, line.word()));
  if (line.take("=")) {
    input.required = false;
    input.default_value = line.number();
  }
  line.take("required");
  if (line.take("in")) {
    input.range.least_excluded = line.take("(");
    if (!input.range.least_excluded) line.take("[");
    input.range.least = line.number();
    line.take(",");
    input.range.most = line.number();
    input.range.most_excluded = line.take(")");
    if (!input.range.most_excluded) line.take("]");
    // An infinite end prints as excluded and is not declared.
    if (input.range.least == -infinity) input.range.least_excluded = false;
    if (input.range.most == infinity) input.range.most_excluded = false;
  }
  input.differentiable = line.take("differentiable");
  input.structural = line.take("structural");
  input.probability = line.take("probability");
  g.inputs.push_back(input);
}

inline void parse_node(graph& g, node_id expected, line_reader& line) {
  const auto name = line.word();
  opcode code{};
  bool found = false;
  for (std::size_t i = 0; i < primitive_count; ++i)
    if (facts_table[i].name == name) code = static_cast<opcode>(i), found = true;
  if (!found) fail("the text of a graph names an unknown primitive", name);
  std::array<node_id, max_operands> in{no_node, no_node, no_node};
  for (std::size_t place = 0; line.skip_blanks(), !line.rest.empty() && line.rest.front() == '%';) {
    if (place == in.size()) fail("a primitive has at most three operands", name);
    in[place] = line.node();
    if (in[place] < 0 || in[place] >= g.size()) fail("an operand must come before its user", name);
    ++place;
  }
  int wanted = 0, given = 0;
  with_primitive(code, [&]<class Op>() { wanted = arity_of<Op>; });
  for (node_id operand : in) given += operand != no_node;
  if (given != wanted) fail("a primitive has too few or too many operands", name);
  std::uint64_t payload = 0;
  if (code == code_of<op::Number>) payload = to_bits(line.number());
  else if (code == code_of<op::Input> || code == code_of<op::ValidCount>) payload = static_cast<std::uint64_t>(find_input(g, line.word()));
  if (line.take("over [")) {
    while (!line.take("]")) {
      payload |= std::uint64_t{1} << find_axis(g, line.word());
      line.take(",");
    }
  }
  const node_id id = g.push(code, in, payload);
  if (id != expected) fail("the text of a graph repeats a node or leaves one out", name);
  if (line.take("as ")) g.names[static_cast<std::size_t>(id)] = line.word();
}

}  // namespace detail

inline graph parse(std::string_view text) {
  graph g;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    detail::line_reader line{text.substr(0, end)};
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.done()) continue;
    if (line.rest.front() == '%') {
      const node_id id = line.node();
      if (!line.take("=")) fail("a node's line reads %3 = add %1 %2", line.rest);
      detail::parse_node(g, id, line);
      continue;
    }
    const auto first = line.word();
    if (line.take("=")) {
      const node_id value = line.node();
      if (first.substr(0, 2) == "d_") g.outputs.push_back({{}, value, static_cast<std::int8_t>(detail::find_input(g, first.substr(2)))});
      else g.outputs.push_back({first, value});
    } else if (first == "graph") {
      g.name = line.word();
    } else if (first == "axis") {
      const auto name = line.word();
      int twin_of = -1, size = 0;
      if (!line.done() && !line.take("twin")) size = static_cast<int>(line.number()), line.take("twin");
      if (line.take("of")) twin_of = detail::find_axis(g, line.word());
      g.axes.push_back({name, size, twin_of});
    } else {
      bool known = false;
      for (std::size_t k = 0; k < std::size(kind_names); ++k)
        if (kind_names[k] == first) detail::parse_input(g, static_cast<input_kind>(k), line), known = true;
      if (!known) fail("the text of a graph has a line that begins with an unknown word", first);
    }
  }
  return g;
}

}  // namespace lossc
