// Writes a plan in the planner's vocabulary: region, sweep, then, join, keep, table, finish.
#include <lossc/plan/print.hpp>

#include <fmt/format.h>

#include <lossc/graph/formula.hpp>
#include <lossc/plan/need.hpp>

namespace lossc {

namespace {

std::string axes_text(const graph& g, axis_mask mask) {
  const auto text = print_axes(g, mask);
  return text.size() == 2 ? "nothing" : text.substr(1, text.size() - 2);
}

struct plan_printer {
  const kernel_plan& p;
  std::string text;

  std::string name_of(node_id id) const {
    const auto name = p.g.names[static_cast<std::size_t>(id)];
    return name.empty() ? fmt::format("%{}", id) : std::string(name);
  }
  std::string value_of(node_id id) const {
    const auto whole = formula(p.g, id);
    return whole.size() <= 110 ? whole : fmt::format("%{}", id);
  }
  void line(int depth, std::string_view head, std::string_view rest) {
    text += std::string(static_cast<std::size_t>(2 * depth), ' ') + fmt::format("{:<{}}{}\n", head, 18 - 2 * depth, rest);
  }
  std::string inputs_read(const region& r, const sweep& s) const {
    std::string list;
    for (node_id id : needed_in_region(p, r, roots_of(s))) {
      const bool along_inner = (p.g[id].axes & p.inner) != 0 || p.inner == 0;
      if (is<op::Input>(p.g[id]) && along_inner && p.g[id].axes != 0) list += " " + std::string(p.g.inputs[p.g[id].payload].name);
    }
    return list;
  }
  void write_region(const region& r) {
    line(0, "region " + r.name, "parallel " + axes_text(p.g, p.parallel));
    for (node_id id : r.kept) line(1, "kept", value_of(id));
    for (const auto& s : r.sweeps) {
      std::string outputs;
      for (const auto& w : s.writes) outputs += " " + print_output_name(p.g, p.g.outputs[static_cast<std::size_t>(w.output)]);
      const auto head = p.inner == 0 ? std::string("each") : "sweep " + axes_text(p.g, p.inner);
      line(1, head, "read" + inputs_read(r, s) + (outputs.empty() ? "" : "   write" + outputs));
      for (const auto& red : s.reductions) {
        const char* how = red.join == monoid::sum ? "+=" : red.join == monoid::max ? "max=" : "min=";
        line(2, red.place == place::column ? "column" : "", fmt::format("{} {} {}", name_of(red.node), how, value_of(red.operand)));
      }
      for (const auto& w : s.writes) {
        const auto output = print_output_name(p.g, p.g.outputs[static_cast<std::size_t>(w.output)]);
        line(2, "", fmt::format("{} = {}", output, value_of(w.value)));
        if (w.at_label != no_node) line(1, "then", fmt::format("{}[{}] = {}", output, formula(p.g, w.label), value_of(w.at_label)));
      }
    }
    for (const auto& j : r.joins) {
      if (j.place == place::table) line(1, "then", fmt::format("table {}[{}] += {}", name_of(j.node), formula(p.g, j.label), value_of(j.operand)));
      else line(1, "then", fmt::format("join {} {} {}", name_of(j.node), j.join == monoid::sum ? "+=" : j.join == monoid::max ? "max=" : "min=", value_of(j.operand)));
    }
    for (const auto& w : r.row_writes) line(1, "then", fmt::format("{} = {}", print_output_name(p.g, p.g.outputs[static_cast<std::size_t>(w.output)]), value_of(w.value)));
    for (node_id id : r.keeps) line(1, "keep", value_of(id));
  }
};

}  // namespace

std::string print_cost(const kernel_plan& p) {
  return fmt::format("{:.1f} reads ({:.1f} cached), {:.1f} writes, {:.3g} exp per element", p.cost.reads, p.cost.cached, p.cost.writes, p.cost.exps);
}

std::string print(const kernel_plan& p) {
  plan_printer printer{p, {}};
  for (const auto& r : p.regions) printer.write_region(r);
  for (const auto& w : p.outputs)
    if (!is_written_in_region(p, w))
      printer.line(0, "finish", fmt::format("{} = {}", print_output_name(p.g, p.g.outputs[static_cast<std::size_t>(w.output)]), printer.value_of(w.value)));
  printer.line(0, "cost", print_cost(p));
  return printer.text;
}

}  // namespace lossc
