// Writes a plan in the planner's vocabulary: region, sweep, then, join, keep, table, finish.
#include <lossc/plan/print.hpp>

#include <fmt/format.h>

#include <deque>
#include <set>

#include <lossc/graph/formula.hpp>
#include <lossc/plan/need.hpp>

namespace lossc {

namespace {

std::size_t at(node_id id) { return static_cast<std::size_t>(id); }

/// Names for the nodes that deserve a line of their own: what is reduced, kept, named by the user,
/// or referred to twice; and the formulas of all nodes in terms of these names.
class plan_names {
 public:
  explicit plan_names(const kernel_plan& p) : p_(p), shown_(p.g.with_same_signature()), name_(at(p.g.size())), place_(at(p.g.size()), no_node) {
    for (const auto& input : p.g.inputs) taken_.insert(std::string(input.name));
    std::vector<node_id> roots;
    const auto add = [&](const std::vector<node_id>& more) { roots.insert(roots.end(), more.begin(), more.end()); };
    std::set<node_id> forced;
    for (const auto& r : p.regions) {
      for (const auto& s : r.sweeps) add(roots_of(s));
      add(row_roots_of(r));
      forced.insert(r.keeps.begin(), r.keeps.end());
    }
    for (const auto& w : p.outputs) roots.push_back(w.value);
    std::vector<int> uses(at(p.g.size()), 0);
    std::vector<char> live(at(p.g.size()), 0), hoisted(at(p.g.size()), 0);
    for (node_id id : roots) live[at(id)] = 1, ++uses[at(id)];
    for (node_id id = p.g.size() - 1; id >= 0; --id) {
      if (!live[at(id)]) continue;
      for (node_id in : p.g[id].in) {
        if (in == no_node) continue;
        // What a join accumulates is a root already; it counts once.
        if (!live[at(in)] || !is_reduction(p.g[id])) ++uses[at(in)];
        live[at(in)] = 1;
        hoisted[at(in)] |= rank_of(in) < rank_of(id);
      }
    }
    for (node_id id = 0; id < p.g.size(); ++id) {
      if (!live[at(id)]) continue;
      define(id);
      for (node_id longest = id; definition(id).size() > 96 && longest != no_node;) {
        longest = no_node;
        for (node_id in : p.g[id].in)
          if (in != no_node && can_be_named(in) && (longest == no_node || definition(in).size() > definition(longest).size())) longest = in;
        if (longest != no_node) give_name(longest), define(id);
      }
      const bool wanted = uses[at(id)] > 1 || hoisted[at(id)];
      if (can_be_named(id) && (is_reduction(p.g[id]) || !p.g.names[at(id)].empty() || forced.count(id) || (wanted && definition(id).size() > 16))) give_name(id);
    }
  }

  /// Empty where the node is written out wherever it is used.
  const std::string& name(node_id id) const { return name_[at(id)]; }
  /// The node's own formula.
  std::string definition(node_id id) const { return bare(formula(shown_, made_.at(at(id)))); }
  /// Its name, or its formula.
  std::string text(node_id id) const { return name(id).empty() ? definition(id) : name(id); }

 private:
  const kernel_plan& p_;
  graph shown_;                     // named nodes are inputs of this graph
  std::deque<std::string> stored_;  // what its names are views of
  std::vector<std::string> name_;
  std::vector<node_id> place_;      // of a named node as an input of shown_
  std::vector<node_id> made_ = std::vector<node_id>(name_.size(), no_node);
  std::set<std::string> taken_;

  int rank_of(node_id id) const {
    const level l = level_of(p_, id);
    return l == level::scalar ? 0 : l == level::row ? 1 : 2;
  }
  bool can_be_named(node_id id) const { return name_[at(id)].empty() && facts_of(p_.g[id].code).shape != shape::leaf && !is<op::Valid>(p_.g[id]); }
  void define(node_id id) {
    auto in = p_.g[id].in;
    for (auto& operand : in)
      if (operand != no_node) operand = place_[at(operand)] != no_node ? place_[at(operand)] : made_[at(operand)];
    made_[at(id)] = shown_.push(p_.g[id].code, in, p_.g[id].payload);
  }
  void give_name(node_id id) {
    const std::string wanted(p_.g.names[at(id)].empty() ? facts_of(p_.g[id].code).name : p_.g.names[at(id)]);
    std::string name = wanted;
    for (int i = p_.g.names[at(id)].empty() ? 1 : 2; name == wanted ? p_.g.names[at(id)].empty() || taken_.count(name) : taken_.count(name); ++i)
      name = fmt::format("{}_{}", wanted, i);
    taken_.insert(name);
    name_[at(id)] = name;
    input_info input{.name = stored_.emplace_back(name)};
    std::size_t r = 0;
    for (std::size_t axis = 0; axis < p_.g.axes.size() && r < input.axes.size(); ++axis)
      if (p_.g[id].axes >> axis & 1) input.axes[r++] = static_cast<std::int8_t>(axis);
    shown_.inputs.push_back(input);
    place_[at(id)] = shown_.input(static_cast<int>(shown_.inputs.size()) - 1);
  }
  /// Without parentheses around the whole.
  static std::string bare(const std::string& text) {
    if (text.empty() || text.front() != '(') return text;
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
      if (depth == 0) return i + 1 == text.size() ? text.substr(1, text.size() - 2) : text;
    }
    return text;
  }
};

struct plan_printer {
  const kernel_plan& p;
  plan_names names{p};
  std::string text;
  std::set<node_id> known;  // scalars, and in a region rows, that have had their line

  void line(int indent, std::string_view head, std::string_view rest) {
    const std::string start = std::string(at(indent), ' ') + std::string(head);
    text += fmt::format("{:<{}}{}\n", start, head.empty() && indent == 4 ? 4 : 18, rest);
  }
  std::string output_name(const write& w) const { return print_output_name(p.g, p.g.outputs[at(w.output)]); }
  std::string axes_text(axis_mask mask) const {
    const auto list = print_axes(p.g, mask);
    return list.substr(1, list.size() - 2);
  }

  /// Lines for what `roots` need at one level and has had no line yet: operands first.
  template <class Line>
  void define(const std::vector<node_id>& roots, const region* r, int rank, std::set<node_id>& done, Line&& write_line) {
    std::set<node_id> seen;
    const auto visit = [&](auto&& self, node_id id) -> void {
      const level l = level_of(p, id);
      const int mine = l == level::scalar ? 0 : l == level::row ? 1 : 2;
      if (!seen.insert(id).second || done.count(id) || (r != nullptr && std::find(r->kept.begin(), r->kept.end(), id) != r->kept.end())) return;
      const bool accumulated = is_reduction(p.g[id]) && ((p.g[id].payload & p.parallel) != 0 || mine != 0);
      if (accumulated && mine != 0) return;
      if (!accumulated)
        for (node_id in : p.g[id].in)
          if (in != no_node) self(self, in);
      if (accumulated || mine != rank || names.name(id).empty()) return;
      done.insert(id);
      write_line(names.name(id) + " = " + names.definition(id));
    };
    for (node_id id : roots) visit(visit, id);
  }
  void define_scalars(const std::vector<node_id>& roots, const region* r, std::string_view head) {
    define(roots, r, 0, known, [&](const std::string& formula) {
      line(0, head, formula);
      head = "";
    });
  }
  void then(const region& r, const std::vector<node_id>& roots, std::set<node_id>& rows, const std::vector<std::string>& lines) {
    const auto first = p.inner == 0 ? std::string_view() : "then";
    auto head = first;
    const auto put = [&](const std::string& formula) {
      line(p.inner == 0 ? 4 : 2, head, formula);
      head = "";
    };
    define(roots, &r, 1, rows, put);
    for (const auto& formula : lines) put(formula);
  }
  static std::string_view sign_of(monoid m) { return m == monoid::sum ? "+=" : m == monoid::max ? "max=" : "min="; }

  void write_region(const region& r) {
    std::vector<node_id> roots = row_roots_of(r);
    for (const auto& s : r.sweeps)
      for (node_id id : roots_of(s)) roots.push_back(id);
    define_scalars(roots, &r, &r == &p.regions[0] ? "before" : "finish");
    std::string head = "parallel " + axes_text(p.parallel);
    for (node_id id : r.kept) head += "   kept " + names.text(id);
    std::set<node_id> read;
    if (p.inner == 0) head += reads_and_writes(r, roots, r.row_writes, read);
    line(0, "region " + r.name, head);
    std::set<node_id> rows;
    for (const auto& s : r.sweeps) {
      then(r, roots_of(s), rows, {});
      line(2, "sweep " + axes_text(p.inner), reads_and_writes(r, roots_of(s), s.writes, read).substr(3));
      std::set<node_id> elements;
      define(roots_of(s), &r, 2, elements, [&](const std::string& formula) { line(4, "", formula); });
      for (const auto& red : s.reductions)
        line(4, "", fmt::format("{}{} {} {}", red.place == place::column ? "column " : "", names.name(red.node), sign_of(red.join), names.text(red.operand)));
      for (const auto& w : s.writes) line(4, "", output_name(w) + " = " + names.text(w.value));
      for (const auto& w : s.writes)
        if (w.at_label != no_node) then(r, {w.at_label}, rows, {fmt::format("{}[{}] = {}", output_name(w), names.text(w.label), names.text(w.at_label))});
    }
    std::vector<std::string> lines;
    for (const auto& j : r.joins)
      if (j.place == place::table) lines.push_back(fmt::format("table {}[{}] += {}", names.name(j.node), names.text(j.label), names.text(j.operand)));
      else lines.push_back(fmt::format("{} {} {}", names.name(j.node), sign_of(j.join), names.text(j.operand)));
    for (const auto& w : r.row_writes) lines.push_back(output_name(w) + " = " + names.text(w.value));
    then(r, row_roots_of(r), rows, lines);
    for (node_id id : r.keeps) line(2, "keep", names.name(id));
  }
  std::string reads_and_writes(const region& r, const std::vector<node_id>& roots, const std::vector<write>& writes, std::set<node_id>& read) const {
    std::string reads, cached, written;
    for (node_id id : needed_in_region(p, r, roots)) {
      const bool along_inner = p.inner == 0 ? p.g[id].axes != 0 : (p.g[id].axes & p.inner) != 0;
      if (is<op::Input>(p.g[id]) && along_inner) (read.insert(id).second ? reads : cached) += " " + std::string(p.g.inputs[p.g[id].payload].name);
    }
    for (const auto& w : writes) written += " " + output_name(w);
    return (reads.empty() ? "" : "   read" + reads) + (cached.empty() ? "" : "   read" + cached + " (cached)") + (written.empty() ? "" : "   write" + written);
  }
};

}  // namespace

std::string print_cost(const kernel_plan& p) {
  return fmt::format("{:.1f} reads ({:.1f} cached), {:.1f} writes, {:.3g} exp per element", p.cost.reads, p.cost.cached, p.cost.writes, p.cost.exps);
}

std::string print(const kernel_plan& p) {
  plan_printer printer{.p = p, .text = {}, .known = {}};
  for (const auto& r : p.regions) printer.write_region(r);
  std::string_view head = "finish";
  for (const auto& w : p.outputs) {
    if (is_written_in_region(p, w)) continue;
    printer.define_scalars({w.value}, nullptr, head);
    printer.line(0, head, printer.output_name(w) + " = " + printer.names.text(w.value));
  }
  printer.line(0, "cost", print_cost(p));
  return printer.text;
}

}  // namespace lossc
