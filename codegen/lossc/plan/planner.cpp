// The search behind plan(): splits of the axes × regions of the global reductions, judged by the cost model.
#include <lossc/plan/planner.hpp>

#include <bit>

#include <lossc/graph/equal.hpp>
#include <lossc/plan/cost.hpp>
#include <lossc/plan/layout.hpp>
#include <lossc/plan/schedule.hpp>
#include <lossc/plan/specialise.hpp>

namespace lossc {

namespace {

/// Σ_b Σ_c x = Σ_{b,c} x: one reduction, so that all its axes may collapse. One over no axes, such as the mean of a
/// mean, is its operand.
graph merge_sums(const graph& g) {
  graph out = g.with_same_signature();
  std::vector<node_id> map(static_cast<std::size_t>(g.size()), no_node);
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    auto in = n.in;
    for (auto& operand : in)
      if (operand != no_node) operand = map[static_cast<std::size_t>(operand)];
    if (is_reduction(n) && n.payload == 0) {
      map[static_cast<std::size_t>(id)] = in[0];
      continue;
    }
    auto payload = n.payload;
    while (is<op::Sum>(n) && is<op::Sum>(out[in[0]])) payload |= out[in[0]].payload, in[0] = out[in[0]].in[0];
    map[static_cast<std::size_t>(id)] = out.push(n.code, in, payload);
    auto& name = out.names[static_cast<std::size_t>(map[static_cast<std::size_t>(id)])];
    if (name.empty()) name = g.names[static_cast<std::size_t>(id)];
  }
  for (const auto& o : g.outputs) out.outputs.push_back({o.name, map[static_cast<std::size_t>(o.value)], o.wrt});
  return without_dead_nodes(out);
}

/// The reductions over parallel axes that the outputs need, in graph order.
std::vector<node_id> joins_of(const kernel_plan& p) {
  std::vector<char> needed(static_cast<std::size_t>(p.g.size()), 0);
  for (const auto& w : p.outputs) {
    needed[static_cast<std::size_t>(w.value)] = 1;
    if (w.at_label != no_node) needed[static_cast<std::size_t>(w.at_label)] = 1;
  }
  // specialise() appends nodes whose operands may come later in the list, so iterate to a fixpoint.
  for (bool changed = true; changed;) {
    changed = false;
    for (node_id id = p.g.size() - 1; id >= 0; --id) {
      if (!needed[static_cast<std::size_t>(id)]) continue;
      for (node_id in : p.g[id].in)
        if (in != no_node && !needed[static_cast<std::size_t>(in)]) needed[static_cast<std::size_t>(in)] = 1, changed = true;
    }
  }
  std::vector<node_id> joins;
  for (node_id id = 0; id < p.g.size(); ++id)
    if (needed[static_cast<std::size_t>(id)] && is_join(p, id)) joins.push_back(id);
  return joins;
}

/// Of joins in graph order, those before each that its operand depends on.
std::vector<std::vector<std::size_t>> needs_of(const graph& g, const std::vector<node_id>& joins) {
  std::vector<std::vector<std::size_t>> needs(joins.size());
  for (std::size_t j = 0; j < joins.size(); ++j) {
    std::vector<char> seen(static_cast<std::size_t>(g.size()), 0);
    std::vector<node_id> open{joins[j]};
    while (!open.empty()) {
      const node_id at = open.back();
      open.pop_back();
      for (node_id in : g[at].in)
        if (in != no_node && !seen[static_cast<std::size_t>(in)]) seen[static_cast<std::size_t>(in)] = 1, open.push_back(in);
    }
    for (std::size_t i = 0; i < j; ++i)
      if (seen[static_cast<std::size_t>(joins[i])]) needs[j].push_back(i);
  }
  return needs;
}

struct search {
  kernel_plan candidate;
  std::vector<node_id> joins;
  std::vector<int> assignment;
  std::vector<std::vector<std::size_t>> needs;  // per join, the earlier joins that its operand depends on
  kernel_plan best;
  bool found = false;
  int tried = 0;

  // Delaying a join by more than two regions never paid; the bound keeps the search small.
  static constexpr int latest_region = 3;
  static constexpr int most_tries = 20000;

  void run(std::size_t j) {
    if (tried > most_tries) return;
    if (j == joins.size()) {
      ++tried;
      if (!detail::scheduler(candidate, joins, assignment).build()) return;
      candidate.cost = cost_of(candidate);
      if (!found || candidate.cost.seconds < best.cost.seconds * (1 - 1e-9)) best = candidate, found = true;
      return;
    }
    int first = 0;
    for (std::size_t earlier : needs[j]) first = std::max(first, assignment[earlier] + 1);
    for (int r = first; r <= latest_region; ++r) {
      assignment[j] = r;
      run(j + 1);
    }
  }
};

void name_regions(kernel_plan& p) {
  int number = 0;
  for (auto& r : p.regions) {
    ++number;
    bool gradients = false, values = false;
    const auto note = [&](const std::vector<write>& writes) {
      for (const auto& w : writes) (p.g.outputs[static_cast<std::size_t>(w.output)].wrt >= 0 ? gradients : values) = true;
    };
    note(r.row_writes);
    for (const auto& s : r.sweeps) note(s.writes);
    const bool tables = std::any_of(r.joins.begin(), r.joins.end(), [](const accumulation& j) { return j.place == place::table; });
    if (p.regions.size() == 1) r.name = p.inner == 0 ? "elements" : "rows";
    else if (tables && !gradients) r.name = "table";
    else if (gradients) r.name = "gradient";
    else r.name = "sums";
    for (const auto& other : p.regions)
      if (&other != &r && other.name == r.name) r.name += "_" + std::to_string(number);
  }
}

/// The best plan of all splits into parallel and inner axes, with or without values per group.
search best_search(const graph& merged, axis_mask all, axis_mask rows, bool groups) {
  search best;
  for (axis_mask parallel = all;; parallel = (parallel - 1) & all) {
    const axis_mask inner = all & ~parallel, group = groups ? group_of(merged, parallel) : 0;
    if ((parallel != 0 || all == 0) && (rows == 0 || parallel == rows) && (group != 0) == groups && fits_layout(merged, parallel, inner, group)) {
      search s;
      s.candidate.g = split_reductions(merged, parallel, inner);
      s.candidate.parallel = parallel;
      s.candidate.inner = inner;
      s.candidate.group = group;
      for (std::size_t o = 0; o < merged.outputs.size(); ++o)
        s.candidate.outputs.push_back(split_at_label(s.candidate.g, static_cast<int>(o), inner));
      s.joins = joins_of(s.candidate);
      s.assignment.resize(s.joins.size());
      s.needs = needs_of(s.candidate.g, s.joins);
      s.run(0);
      if (s.found && (!best.found || s.best.cost.seconds < best.best.cost.seconds * (1 - 1e-9))) best = std::move(s);
    }
    if (parallel == 0) break;
  }
  return best;
}

}  // namespace

kernel_plan plan(const graph& expanded, axis_mask rows) {
  for (const auto& n : expanded.nodes())
    if (is<op::Rename>(n)) fail("rename(x, axis, twin) pairs rows in dot(x, y, axis), and this loss has no such product", expanded.name);
  const graph merged = merge_sums(expanded);
  axis_mask all = 0;
  for (const auto& input : merged.inputs) all |= axes_of(input);
  for (const auto& n : merged.nodes()) all |= n.axes;  // classes that labels are only compared over are no axis of the loops
  search best = best_search(merged, all, rows, false);
  // A value per group costs a vector of the workspace and a loop over the groups: only where nothing else fits.
  if (!best.found) best = best_search(merged, all, rows, true);
  if (!best.found) fail("no split into parallel and inner axes fits this loss: an input uses only some of the axes that others combine", merged.name);
  name_regions(best.best);
  if (const auto violation = first_violation(best.best); !violation.empty()) fail("the planner made a plan that violates", violation);
  return best.best;
}

std::string_view first_violation(const kernel_plan& p) {
  std::vector<int> written(p.outputs.size(), 0);
  for (const auto& r : p.regions) {
    for (const auto& w : r.row_writes) ++written[static_cast<std::size_t>(w.output)];
    for (const auto& s : r.sweeps) {
      for (const auto& w : s.writes) ++written[static_cast<std::size_t>(w.output)];
      for (const auto& red : s.reductions)
        if (red.place != place::row && red.place != place::column) return "a sweep accumulates rows and columns only";
    }
    for (const auto& j : r.joins)
      if (j.place != place::scalar && j.place != place::table && j.place != place::group) return "a region joins scalars, tables and groups only";
    for (node_id id : r.kept)
      if (level_of(p, id) != level::row) return "only values of a row are kept";
  }
  for (std::size_t o = 0; o < p.outputs.size(); ++o) {
    if (written[o] != (is_written_in_region(p, p.outputs[o]) ? 1 : 0)) return "each output is written exactly once";
  }
  if (std::popcount(p.parallel & p.inner) != 0) return "an axis is parallel or inner, not both";
  return {};
}

}  // namespace lossc
