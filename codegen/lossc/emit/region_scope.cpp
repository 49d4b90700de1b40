// Analyses a region for emission.
#include <lossc/emit/region_scope.hpp>

#include <algorithm>

#include <lossc/graph/print.hpp>

namespace lossc {

namespace {

/// A word for what a node is to the loss, where neither the user nor a formula named it.
std::string described(const kernel_plan& p, node_id id) {
  const node& n = p.g[id];
  const auto name_of = [&](node_id in) {
    return is<op::Input>(p.g[in]) ? std::string(p.g.inputs[p.g[in].payload].name) : std::string(p.g.names[static_cast<std::size_t>(in)]);
  };
  if (is_join(p, id)) return n.axes != 0 && n.axes == p.group ? "of_group" : text_of(monoid_of(n)).of_rows;
  if (is<op::ValidCount>(n)) return "n_counted";
  if (is<op::Valid>(n)) return name_of(n.in[0]) + "_counts";
  if (is<op::At>(n)) return name_of(n.in[0]) + "_at_" + name_of(n.in[1]);
  if (is<op::NotEqual>(n) && p.g.is_number(n.in[1], -infinity)) return "has_support";
  const auto left = n.in[0] != no_node ? name_of(n.in[0]) : "", right = n.in[1] != no_node ? name_of(n.in[1]) : "";
  if (is<op::Equal>(n) && !left.empty() && !right.empty()) return left + "_is_" + right;
  if (is<op::Subtract>(n) && !left.empty() && !right.empty()) return left + "_minus_" + right;
  if (is<op::NotEqual>(n) && !left.empty() && p.g.is_number(n.in[1], 0)) return left + "_is_nonzero";
  // Numbers that only gradients use are their scale.
  if (n.axes == 0 && (is<op::Divide>(n) || is<op::Multiply>(n) || is<op::Guard>(n))) return "scale";
  return std::string(facts_of(n.code).name);
}

}  // namespace

namespace {

// Locals and members of the generated text, and the words of the language and the runtime in it.
const std::set<std::string>& taken_by_text() {
  static const std::set<std::string> words = {
      "a",     "b",     "c",    "i",     "k",     "s",      "x",       "y",       "row",     "rows",   "part",   "parts",
      "first", "last",  "zero", "one",   "index", "column", "columns", "length",  "segment", "count",  "team",   "strips",
      "once",  "label", "call", "valid", "T",     "R",      "N",       "Team",    "Keep",    "joined", "report", "contiguous",
      "plus",  "times", "greatest", "least",
      "work",  "load",  "store", "exp",  "log",   "workspace", "status", "wide",  "run",     "options"};
  return words;
}

}  // namespace

std::string text_name(const std::string& name) { return taken_by_text().count(name) ? name + "_of_loss" : name; }

node_names::node_names(const kernel_plan& p) : plan_(p), taken_(taken_by_text()) {
  for (const auto& input : p.g.inputs) {
    const auto name = text_name(std::string(input.name));
    // With the suffixes that loads, joins and blocks of this input have.
    for (const char* suffix : {"", "_c", "_v", "_block", "_entry", "_lanes"}) taken_.insert(name + suffix), taken_.insert("d_" + name + suffix);
  }
}

const std::string& node_names::operator[](node_id id) const {
  auto& name = names_[id];
  if (!name.empty()) return name;
  const node& n = plan_.g[id];
  if (is<op::Input>(n)) return name = text_name(std::string(plan_.g.inputs[n.payload].name));
  const std::string given(plan_.g.names[static_cast<std::size_t>(id)]);
  const std::string base = given.empty() ? described(plan_, id) : given;
  const bool generic = given.empty() && base == facts_of(n.code).name;
  std::string wanted = generic ? "" : base;
  while (wanted.empty() || taken_.count(wanted)) wanted = base + "_" + std::to_string(++count_[base]);
  taken_.insert(wanted);
  return name = wanted;
}

region_scope::region_scope(const kernel_plan& p, const lossc::region& r) : plan(p), region(r) {
  std::vector<node_id> roots = row_roots_of(r);
  for (const auto& s : r.sweeps)
    for (node_id id : roots_of(s)) roots.push_back(id);
  const auto is_kept = [&](node_id id) { return std::find(r.kept.begin(), r.kept.end(), id) != r.kept.end(); };
  const auto is_row_reduction = [&](node_id id) { return is_reduction(p.g[id]) && !is_join(p, id) && (p.g[id].axes & p.parallel) != 0; };
  const auto visit = [&](auto&& self, node_id id) -> int {
    if (const auto known = stage.find(id); known != stage.end()) return known->second;
    const level l = level_of(p, id);
    if (l == level::scalar) {
      if (!is<op::Number>(p.g[id])) scalars.insert(id);
      return 0;
    }
    int latest = 0;
    const bool leaf = is_kept(id) || (l == level::column && is_reduction(p.g[id])) || is_join(p, id);
    if (!leaf)
      for (node_id in : p.g[id].in)
        if (in != no_node) latest = std::max(latest, self(self, in));
    if (!leaf && is_row_reduction(id)) ++latest;
    stage[id] = latest;
    if (l == level::row) rows.push_back(id);
    return latest;
  };
  for (node_id root : roots) visit(visit, root);

  for (const auto& s : r.sweeps) {
    std::vector<node_id> here;
    for (node_id id : needed_in_region(p, r, roots_of(s))) {
      const level l = level_of(p, id);
      if (l == level::element || l == level::column) here.push_back(id);
    }
    elements.push_back(here);
  }
  for (node_id id : rows)
    if (!is_kept(id) && !is_row_reduction(id))
      for (node_id in : p.g[id].in)
        if (in != no_node) {
          ++row_uses[in];
          if (stage[in] != stage[id]) row_variables.insert(in);
        }
  for (node_id id : row_roots_of(r)) ++row_uses[id];
  for (const auto& list : elements)
    for (node_id id : list)
      for (node_id in : p.g[id].in)
        if (in != no_node && level_of(p, in) == level::row) row_variables.insert(in);
  for (const auto& s : r.sweeps)
    for (node_id id : roots_of(s))
      if (level_of(p, id) == level::row) row_variables.insert(id);
}

const join_text& text_of(monoid m) {
  static constexpr join_text sum{"plus", "sum_lanes", "0.0", "{0} + {1}", "{0} += {1};", "sum_of_rows", true};
  static constexpr join_text product{"times", "product_lanes", "1.0", "{0} * {1}", "{0} *= {1};", "product_of_rows", true};
  static constexpr join_text max{"greatest", "max_lanes", "-std::numeric_limits<double>::infinity()", "maximum({0}, {1})", "{0} = maximum({0}, {1});", "max_of_rows", false};
  static constexpr join_text min{"least", "min_lanes", "std::numeric_limits<double>::infinity()", "minimum({0}, {1})", "{0} = minimum({0}, {1});", "min_of_rows", false};
  return m == monoid::sum ? sum : m == monoid::product ? product : m == monoid::max ? max : min;
}

std::vector<accumulation> joins_of(const region& r) {
  std::vector<accumulation> joins = r.joins;
  for (const auto& s : r.sweeps)
    for (const auto& red : s.reductions)
      if (red.place == place::column) joins.push_back(red);
  std::stable_partition(joins.begin(), joins.end(), [](const accumulation& j) { return j.place == place::scalar; });
  return joins;
}

std::set<std::string> outputs_fed_by(const kernel_plan& p, std::size_t index) {
  const auto& r = p.regions[index];
  std::set<node_id> seeds;
  for (const auto& j : joins_of(r)) seeds.insert(j.node);
  for (node_id id : r.keeps) seeds.insert(id);
  std::set<std::string> fed;
  for (const auto& w : r.row_writes) fed.insert(print_output_name(p.g, p.g.outputs[static_cast<std::size_t>(w.output)]));
  for (const auto& s : r.sweeps)
    for (const auto& w : s.writes) fed.insert(print_output_name(p.g, p.g.outputs[static_cast<std::size_t>(w.output)]));
  std::map<node_id, bool> memo;
  const auto depends = [&](auto&& self, node_id id) -> bool {
    if (const auto known = memo.find(id); known != memo.end()) return known->second;
    bool does = seeds.count(id) != 0;
    for (node_id in : p.g[id].in)
      if (in != no_node) does = does || self(self, in);
    return memo[id] = does;
  };
  for (const auto& w : p.outputs)
    if (depends(depends, w.value) || (w.at_label != no_node && depends(depends, w.at_label)))
      fed.insert(print_output_name(p.g, p.g.outputs[static_cast<std::size_t>(w.output)]));
  return fed;
}

}  // namespace lossc
