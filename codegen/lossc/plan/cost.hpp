// The cost model: bytes moved and exp-like calls of a plan, at nominal sizes.
#pragma once
#include <cmath>

#include <lossc/plan/need.hpp>

namespace lossc {

// Per core of a current server: 10 GB/s of memory, 1.7 G exp/s in f32, and a few microseconds to
// start a parallel region. Only ratios matter; `lossc tune` is where they will be measured.
inline constexpr double seconds_per_byte = 1e-10;
inline constexpr double seconds_per_cached_byte = 1.5e-11;
inline constexpr double seconds_per_exp = 6e-10;
inline constexpr double seconds_per_region = 2e-6;
inline constexpr double seconds_per_row = 2e-8;
inline constexpr double nominal_size = 512;

inline double nominal_count(const graph& g, axis_mask mask) {
  double n = 1;
  for (std::size_t axis = 0; axis < g.axes.size(); ++axis)
    if (mask >> axis & 1) n *= g.axes[axis].size > 0 ? g.axes[axis].size : nominal_size;
  return n;
}

inline cost cost_of(const kernel_plan& p) {
  const double everything = nominal_count(p.g, p.parallel | p.inner);
  cost c;
  for (const auto& r : p.regions) {
    std::vector<char> read(static_cast<std::size_t>(p.g.size()), 0);
    const auto count_reads = [&](const std::vector<node_id>& nodes) {
      for (node_id id : nodes) {
        const node& n = p.g[id];
        const bool is_kept = std::find(r.kept.begin(), r.kept.end(), id) != r.kept.end();
        const double share = nominal_count(p.g, n.axes) / everything;
        if (is<op::Input>(n) || is_kept) {
          (read[static_cast<std::size_t>(id)] ? c.cached : c.reads) += share;
          read[static_cast<std::size_t>(id)] = 1;
        } else {
          // A pick touches one cache line of a row that the sweeps have read anyway.
          c.exps += facts_of(n.code).cost * share;
        }
      }
    };
    for (const auto& s : r.sweeps) {
      std::vector<node_id> elements;
      for (node_id id : needed_in_region(p, r, roots_of(s)))
        if (level_of(p, id) == level::element || level_of(p, id) == level::column) elements.push_back(id);
      count_reads(elements);
      for (const auto& w : s.writes) c.writes += nominal_count(p.g, axes_of_output(p.g, w.output)) / everything;
    }
    std::vector<node_id> rows;
    auto roots = row_roots_of(r);
    for (const auto& s : r.sweeps)
      for (node_id id : roots_of(s)) roots.push_back(id);
    for (node_id id : needed_in_region(p, r, roots))
      if (level_of(p, id) == level::row) rows.push_back(id);
    count_reads(rows);
    c.writes += static_cast<double>(r.keeps.size() + r.row_writes.size()) * nominal_count(p.g, p.parallel) / everything;
    c.seconds += seconds_per_region;
    if (p.inner != 0) c.seconds += seconds_per_row * nominal_count(p.g, p.parallel) * static_cast<double>(r.sweeps.size());
  }
  c.seconds += everything * (4 * (c.reads + c.writes) * seconds_per_byte + 4 * c.cached * seconds_per_cached_byte + c.exps * seconds_per_exp);
  return c;
}

}  // namespace lossc
