// Regions and sweeps for one choice of axes: a reduction over a parallel axis ends a region, one over an inner axis a sweep.
#pragma once
#include <algorithm>

#include <lossc/plan/plan.hpp>

namespace lossc {

namespace detail {

/// Builds the regions of a plan whose graph, axes and outputs are set, given the region in which
/// each parallel reduction is accumulated.
class scheduler {
 public:
  scheduler(kernel_plan& plan, const std::vector<node_id>& joins, const std::vector<int>& region_of_join)
      : plan_(plan), joins_(joins), region_of_join_(region_of_join), available_(static_cast<std::size_t>(plan.g.size()), -1) {}

  /// False if a reduction would be accumulated before its operand is known.
  bool build() {
    for (std::size_t j = 0; j < joins_.size(); ++j)
      if (region_of_join_[j] < available_in(operand_of(joins_[j]))) return false;
    int count = 0;
    for (int r : region_of_join_) count = std::max(count, r + 1);
    for (const auto& w : plan_.outputs)
      if (is_written_in_region(plan_, w)) count = std::max(count, region_of(w) + 1);
    kept_in_.assign(static_cast<std::size_t>(plan_.g.size()), -1);
    plan_.regions.clear();
    for (int r = 0; r < count; ++r) build_region(r);
    // A region nobody writes in is a sign of a wasteful assignment.
    return std::none_of(plan_.regions.begin(), plan_.regions.end(), [](const region& r) {
      return r.joins.empty() && r.row_writes.empty() &&
             std::all_of(r.sweeps.begin(), r.sweeps.end(), [](const sweep& s) { return s.reductions.empty() && s.writes.empty(); });
    });
  }

 private:
  kernel_plan& plan_;
  const std::vector<node_id>& joins_;
  const std::vector<int>& region_of_join_;
  std::vector<int> available_;  // first region in which a node can be computed
  std::vector<int> kept_in_;    // the region whose rows computed a value that depends on inner reductions

  const graph& g() const { return plan_.g; }
  node_id operand_of(node_id reduction) const { return g()[reduction].in[0]; }
  bool is_join(node_id id) const { return lossc::is_join(plan_, id); }
  bool is_row_reduction(node_id id) const { return is_reduction(g()[id]) && !is_join(id) && needs_region(id); }
  bool needs_region(node_id id) const { return (g()[id].axes & plan_.parallel) != 0; }

  int available_in(node_id id) {
    int& known = available_[static_cast<std::size_t>(id)];
    if (known >= 0) return known;
    known = 0;
    if (is_join(id)) {
      for (std::size_t j = 0; j < joins_.size(); ++j)
        if (joins_[j] == id) known = region_of_join_[j] + 1;
      return known;
    }
    int latest = 0;
    for (node_id in : g()[id].in)
      if (in != no_node) latest = std::max(latest, available_in(in));
    return available_[static_cast<std::size_t>(id)] = latest;
  }

  int region_of(const write& w) {
    int r = available_in(w.value);
    if (w.at_label != no_node) r = std::max(r, available_in(w.at_label));
    return r;
  }

  /// Whether the value of a row depends on a reduction over the inner axes.
  bool depends_on_row_reduction(node_id id) const {
    if (!needs_region(id) || is_join(id)) return false;
    if (is_row_reduction(id)) return true;
    for (node_id in : g()[id].in)
      if (in != no_node && depends_on_row_reduction(in)) return true;
    return false;
  }

  /// A condition is made again from the numbers it compares: the workspace holds numbers.
  bool may_be_kept(node_id id) const {
    return level_of(plan_, id) == level::row && !facts_of(g()[id].code).boolean && depends_on_row_reduction(id);
  }

  void build_region(int r) {
    region current;
    std::vector<int> stage(static_cast<std::size_t>(g().size()), -1);
    std::vector<node_id> computed;
    const auto demand = [&](auto&& self, node_id id) -> int {
      int& known = stage[static_cast<std::size_t>(id)];
      if (known >= 0) return known;
      const node& n = g()[id];
      if (!needs_region(id) || is_join(id)) return known = 0;  // scalars, columns and groups are known before the region
      if (may_be_kept(id) && kept_in_[static_cast<std::size_t>(id)] >= 0) {
        current.kept.push_back(id);
        return known = 0;
      }
      int latest = 0;
      for (node_id in : n.in)
        if (in != no_node) latest = std::max(latest, self(self, in));
      computed.push_back(id);
      if (is_row_reduction(id)) {
        place_reduction(current, latest, {id, n.in[0], no_node, monoid_of(n), place::row});
        ++latest;
      }
      return stage[static_cast<std::size_t>(id)] = latest;
    };
    for (std::size_t j = 0; j < joins_.size(); ++j) {
      if (region_of_join_[j] != r) continue;
      accumulation join{joins_[j], operand_of(joins_[j]), no_node, monoid_of(g()[joins_[j]]), place::scalar};
      if ((g()[join.node].axes & plan_.inner) != 0) {
        // Σ over rows of guard(one_hot(label), v) with v constant along the row touches one entry.
        const node& term = g()[join.operand];
        const bool table = join.join == monoid::sum && is<op::Guard>(term) && is<op::OneHot>(g()[term.in[0]]) &&
                           level_of(plan_, term.in[1]) != level::element && level_of(plan_, term.in[1]) != level::column;
        join.place = table ? place::table : place::column;
        if (table) join.label = g()[term.in[0]].in[0], join.operand = term.in[1];
      } else if (g()[join.node].axes != 0) {
        join.place = place::group;
      }
      const int s = demand(demand, join.operand);
      if (join.place == place::column) place_reduction(current, s, join);
      else current.joins.push_back(join);
    }
    for (const auto& w : plan_.outputs) {
      if (!is_written_in_region(plan_, w) || region_of(w) != r) continue;
      int s = demand(demand, w.value);
      if (w.at_label != no_node) s = std::max(s, demand(demand, w.at_label));
      if ((axes_of_output(g(), w.output) & plan_.inner) == 0) {
        current.row_writes.push_back(w);
      } else {
        grow(current, s);
        current.sweeps[static_cast<std::size_t>(s)].writes.push_back(w);
      }
    }
    std::sort(current.kept.begin(), current.kept.end());
    for (node_id id : computed)
      if (may_be_kept(id) && kept_in_[static_cast<std::size_t>(id)] < 0)
        kept_in_[static_cast<std::size_t>(id)] = r;
    for (node_id id : current.kept) {
      auto& keeps = plan_.regions[static_cast<std::size_t>(kept_in_[static_cast<std::size_t>(id)])].keeps;
      if (std::find(keeps.begin(), keeps.end(), id) == keeps.end()) keeps.push_back(id);
    }
    plan_.regions.push_back(std::move(current));
  }

  static void grow(region& r, int stage) {
    if (static_cast<int>(r.sweeps.size()) <= stage) r.sweeps.resize(static_cast<std::size_t>(stage) + 1);
  }
  static void place_reduction(region& r, int stage, const accumulation& what) {
    grow(r, stage);
    r.sweeps[static_cast<std::size_t>(stage)].reductions.push_back(what);
  }
};

}  // namespace detail

}  // namespace lossc
