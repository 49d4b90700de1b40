// Analyses a region for emission.
#include <lossc/emit/region_scope.hpp>

namespace lossc {

node_names::node_names(const kernel_plan& p) {
  std::set<std::string> taken{"a", "c", "row", "part", "first", "last", "parts", "zero", "one", "index", "column", "length", "i"};
  for (const auto& input : p.g.inputs) taken.insert(std::string(input.name)), taken.insert("d_" + std::string(input.name));
  std::map<std::string, int> count;
  for (node_id id = 0; id < p.g.size(); ++id) {
    const node& n = p.g[id];
    if (is<op::Input>(n)) {
      names_[id] = std::string(p.g.inputs[n.payload].name);
      continue;
    }
    std::string wanted(p.g.names[static_cast<std::size_t>(id)]);
    if (wanted.empty() || taken.count(wanted)) {
      const std::string base = wanted.empty() ? std::string(facts_of(n.code).name) : wanted;
      do wanted = base + "_" + std::to_string(++count[base]);
      while (taken.count(wanted));
    }
    taken.insert(wanted);
    names_[id] = wanted;
  }
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
