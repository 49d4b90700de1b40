// Writes a plan in the planner's vocabulary: region, sweep, then, join, keep, table, finish.
#include <lossc/plan/print.hpp>

#include <fmt/format.h>

#include <lossc/plan/names.hpp>

namespace lossc {

namespace {

std::string_view sign_of(monoid m) { return m == monoid::sum ? "+=" : m == monoid::product ? "*=" : m == monoid::max ? "max=" : "min="; }

struct plan_printer {
  const kernel_plan& p;
  plan_names names{p};
  std::string text;
  std::set<node_id> scalars;  // that have had their line

  void line(int indent, std::string_view head, std::string_view rest) {
    const std::string start = std::string(static_cast<std::size_t>(indent), ' ') + std::string(head);
    text += fmt::format("{:<{}}{}{}\n", start, head.empty() && indent == 4 ? 4 : 18, start.size() < 18 ? "" : "   ", rest);
  }
  std::string output_name(const write& w) const { return print_output_name(p.g, p.g.outputs[static_cast<std::size_t>(w.output)]); }
  std::string axes_text(axis_mask mask) const {
    const auto list = print_axes(p.g, mask);
    return list.substr(1, list.size() - 2);
  }

  /// Lines for the named nodes of one rank that `roots` need and that are not `done`: operands first.
  /// Between regions, columns count as scalars: what reduces them there is small.
  template <class Line>
  void define(const region* r, const std::vector<node_id>& roots, int rank, std::set<node_id>& done, Line&& write_line) {
    std::set<std::pair<node_id, bool>> seen;
    const auto visit = [&](auto&& self, node_id id, bool between) -> void {
      const bool is_kept = r != nullptr && std::find(r->kept.begin(), r->kept.end(), id) != r->kept.end();
      const bool is_accumulated = is_reduction(p.g[id]) && (is_join(p, id) || (level_of(p, id) == level::row && !is_of_group(p, id)));
      if (done.count(id) || is_kept || is_accumulated || !seen.insert({id, between}).second) return;
      between = between || is_reduction(p.g[id]);
      for (node_id in : p.g[id].in)
        if (in != no_node) self(self, in, between);
      const int mine = between && level_of(p, id) == level::column ? 0 : rank_of(p, id);
      if (mine != rank || names.name(id).empty()) return;
      done.insert(id);
      write_line(names.name(id) + " = " + names.definition(id));
    };
    for (node_id id : roots) visit(visit, id, r == nullptr);
  }
  void define_scalars(const region* r, const std::vector<node_id>& roots, std::string_view& head) {
    define(r, roots, 0, scalars, [&](const std::string& formula) {
      line(0, head, formula);
      head = "";
    });
  }
  /// What is computed once per index, after a sweep; without inner axes that is all there is.
  void then(const region& r, const std::vector<node_id>& roots, std::set<node_id>& rows, const std::vector<std::string>& lines) {
    std::string_view head = p.inner == 0 ? "" : "then";
    const auto put = [&](const std::string& formula) {
      line(p.inner == 0 ? 4 : 2, head, formula);
      head = "";
    };
    define(&r, roots, 1, rows, put);
    for (const auto& formula : lines) put(formula);
  }

  std::string reads_and_writes(const region& r, const std::vector<node_id>& roots, const std::vector<write>& writes, std::set<node_id>& read) const {
    std::string first, again, written;
    for (node_id id : needed_in_region(p, r, roots)) {
      const axis_mask counted = p.inner == 0 ? p.parallel : p.inner;
      if (is<op::Input>(p.g[id]) && (p.g[id].axes & counted) != 0) (read.insert(id).second ? first : again) += " " + names.text(id);
    }
    for (const auto& w : writes) written += " " + output_name(w);
    std::string list = first.empty() ? "" : "   read" + first;
    if (!again.empty()) list += "   read" + again + " (cached)";
    if (!written.empty()) list += "   write" + written;
    return list;
  }

  void write_sweep(const region& r, const sweep& s, std::set<node_id>& rows, std::set<node_id>& read) {
    then(r, roots_of(s), rows, {});
    const auto list = reads_and_writes(r, roots_of(s), s.writes, read);
    line(2, "sweep " + axes_text(p.inner), list.empty() ? list : list.substr(3));
    std::set<node_id> entries;
    define(&r, roots_of(s), 2, entries, [&](const std::string& formula) { line(4, "", formula); });
    for (const auto& red : s.reductions)
      line(4, "", fmt::format("{}{} {} {}", red.place == place::column ? "column " : "", names.name(red.node), sign_of(red.join), names.text(red.operand)));
    for (const auto& w : s.writes) line(4, "", output_name(w) + " = " + names.text(w.value));
    for (const auto& w : s.writes)
      if (w.at_label != no_node) then(r, {w.at_label}, rows, {fmt::format("{}[{}] = {}", output_name(w), names.text(w.label), names.text(w.at_label))});
  }

  void write_region(const region& r) {
    std::vector<node_id> roots = row_roots_of(r);
    for (const auto& s : r.sweeps)
      for (node_id id : roots_of(s)) roots.push_back(id);
    std::string_view head = &r == &p.regions[0] ? "before" : "finish";
    define_scalars(&r, roots, head);
    std::set<node_id> rows, read;
    std::string rest = "parallel " + axes_text(p.parallel);
    for (node_id id : r.kept) rest += "   kept " + names.name(id);
    if (p.inner == 0) rest += reads_and_writes(r, roots, r.row_writes, read);
    line(0, "region " + r.name, rest);
    for (const auto& s : r.sweeps) write_sweep(r, s, rows, read);
    std::vector<std::string> lines;
    for (const auto& j : r.joins) {
      const std::string entry = j.place == place::table ? "[" + names.text(j.label) + "]" : "";
      lines.push_back(fmt::format("{}{}{} {} {}", j.place == place::group ? "group " : entry.empty() ? "" : "table ", names.name(j.node), entry, sign_of(j.join), names.text(j.operand)));
    }
    for (const auto& w : r.row_writes) lines.push_back(output_name(w) + " = " + names.text(w.value));
    then(r, row_roots_of(r), rows, lines);
    for (node_id id : r.keeps) line(2, "keep", names.name(id));
  }

  void write_finish() {
    std::string_view head = "finish";
    for (const auto& w : p.outputs) {
      if (is_written_in_region(p, w)) continue;
      define_scalars(nullptr, {w.value}, head);
      const bool of_report = p.g.outputs[static_cast<std::size_t>(w.output)].wrt == reported;
      line(0, head, (of_report ? "not finite" : output_name(w)) + " = " + names.text(w.value));
      head = "";
    }
  }
};

}  // namespace

std::string print_cost(const kernel_plan& p) {
  return fmt::format("{:.1f} reads ({:.1f} cached), {:.1f} writes, {:.3g} exp per element", p.cost.reads, p.cost.cached, p.cost.writes, p.cost.exps);
}

std::string print(const kernel_plan& p) {
  plan_printer printer{.p = p, .text = {}, .scalars = {}};
  for (const auto& r : p.regions) printer.write_region(r);
  printer.write_finish();
  printer.line(0, "cost", print_cost(p));
  return printer.text;
}

}  // namespace lossc
