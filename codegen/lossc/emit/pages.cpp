// By-products: the loss and its gradients in LaTeX, and a graph in DOT.
#include <fmt/format.h>

#include <lossc/emit/kernel.hpp>
#include <lossc/graph/formula.hpp>

namespace lossc {

std::string emit_latex(const compiled& c) {
  static const rule_set textbook = textbook_rules();
  const graph readable = rewrite(c.rewritten, textbook).result;
  std::string text;
  for (const auto& o : readable.outputs) {
    const std::string left = o.wrt < 0 ? "L" : fmt::format("\\frac{{\\partial L}}{{\\partial \\mathrm{{{}}}}}", readable.inputs[static_cast<std::size_t>(o.wrt)].name);
    text += fmt::format("{} = {}\n", left, latex(readable, o.value));
  }
  return text;
}

std::string emit_dot(const graph& g) {
  std::string text = fmt::format("digraph {} {{\n  node [shape=box, fontname=monospace];\n", g.name);
  for (node_id id = 0; id < g.size(); ++id) {
    const auto line = print_node(g, id);
    text += fmt::format("  n{} [label=\"{}\\n{}\"];\n", id, line.substr(line.find("= ") + 2), print_axes(g, g[id].axes));
    for (node_id in : g[id].in)
      if (in != no_node) text += fmt::format("  n{} -> n{};\n", in, id);
  }
  for (const auto& o : g.outputs) text += fmt::format("  {0} [shape=oval];\n  n{1} -> {0};\n", print_output_name(g, o), o.value);
  return text + "}\n";
}

}  // namespace lossc
