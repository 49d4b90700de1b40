// Analyses a region for emission.
#include <lossc/emit/region_scope.hpp>

namespace lossc {

namespace {

/// A word for what a node is to the loss, where neither the user nor a formula named it.
std::string described(const kernel_plan& p, node_id id) {
  const node& n = p.g[id];
  const auto name_of = [&](node_id in) {
    return is<op::Input>(p.g[in]) ? std::string(p.g.inputs[p.g[in].payload].name) : std::string(p.g.names[static_cast<std::size_t>(in)]);
  };
  const bool is_join = is_reduction(n) && (n.payload & p.parallel) != 0;
  if (is_join) return is<op::Sum>(n) ? "sum_of_rows" : is<op::MaxOver>(n) ? "max_of_rows" : "min_of_rows";
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

node_names::node_names(const kernel_plan& p) : plan_(p) {
  taken_ = {"a", "c", "i", "row", "part", "first", "last", "parts", "zero", "one", "index", "column", "length"};
  for (const auto& input : p.g.inputs) taken_.insert(std::string(input.name)), taken_.insert("d_" + std::string(input.name));
}

const std::string& node_names::operator[](node_id id) const {
  auto& name = names_[id];
  if (!name.empty()) return name;
  const node& n = plan_.g[id];
  if (is<op::Input>(n)) return name = std::string(plan_.g.inputs[n.payload].name);
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
  const auto is_row_reduction = [&](node_id id) { return is_reduction(p.g[id]) && (p.g[id].payload & p.parallel) == 0 && (p.g[id].axes & p.parallel) != 0; };
  const auto visit = [&](auto&& self, node_id id) -> int {
    if (const auto known = stage.find(id); known != stage.end()) return known->second;
    const level l = level_of(p, id);
    if (l == level::scalar) {
      if (!is<op::Number>(p.g[id])) scalars.insert(id);
      return 0;
    }
    int latest = 0;
    const bool leaf = is_kept(id) || (l == level::column && is_reduction(p.g[id]));
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

}  // namespace lossc
