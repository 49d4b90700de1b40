// Counts the sweeps that read an array and the writes of each output, region by region.
#include <lossc/emit/cuda_traffic.hpp>

#include <algorithm>

#include <lossc/emit/cuda_launch.hpp>
#include <lossc/graph/print.hpp>

namespace lossc {

namespace {

// As in the runtime's cuda_labels.h and cuda_host.h.
constexpr std::int64_t most_labels_of_a_block = 8192, most_split_rows = 64, shortest_split_row = 65536;

bool is_large(const kernel_plan& p, axis_mask axes) { return p.inner != 0 ? (axes & p.inner) != 0 && (axes & p.parallel) != 0 : axes == p.parallel; }

}  // namespace

std::vector<array_traffic> cuda_traffic(const kernel_plan& p, const std::vector<slot>& slots) {
  std::vector<array_traffic> all;
  for (const auto& s : slots) {
    axis_mask axes = 0;
    for (int axis : s.axes) axes |= axis_mask{1} << axis;
    const bool array = s.role == slot_role::tensor || s.role == slot_role::mask || s.role == slot_role::result || s.role == slot_role::gradient;
    if (!array || !is_large(p, axes)) continue;
    array_traffic t{.name = s.name};
    for (std::size_t i = 0; i < p.outputs.size(); ++i)
      if (print_output_name(p.g, p.g.outputs[i]) == s.name) t.writes = 1;
    const auto is_this = [&](node_id id) { return is<op::Input>(p.g[id]) && p.g.inputs[p.g[id].payload].name == s.name; };
    for (const auto& r : p.regions) {
      const region_scope scope(p, r);
      int sweeps = 0;
      for (const auto& list : scope.elements) sweeps += std::any_of(list.begin(), list.end(), is_this);
      if (!has_teams(p, r)) sweeps += std::any_of(scope.rows.begin(), scope.rows.end(), is_this);
      t.reads += sweeps > 0;
      t.reads_unkept += sweeps;
      t.picked = t.picked || std::any_of(scope.rows.begin(), scope.rows.end(), [&](node_id id) { return is<op::At>(p.g[id]) && is_this(p.g[id].in[0]); });
    }
    all.push_back(t);
  }
  return all;
}

int cuda_launches(const kernel_plan& p, const std::vector<slot>& slots, std::int64_t rows, std::int64_t columns) {
  const cuda_plan t(p, slots, "");
  const cuda_finish finish{t};
  int launches = 0;
  for (const auto& s : slots) launches += s.role == slot_role::label_int32 ? (rows > most_labels_of_a_block ? 2 : 1) : 0;
  launches += !column_reductions(p, 0).empty();
  for (std::size_t r = 0; r < p.regions.size(); ++r) {
    const bool split = rows <= most_split_rows && columns >= shortest_split_row && has_teams(p, p.regions[r]);
    launches += split ? std::max(1, split_kernels(p.regions[r])) : 1;
    launches += !column_reductions(p, static_cast<int>(r) + 1).empty();
    launches += finish.joins(r) + !vector_joins(p.regions[r]).empty();
  }
  return launches + static_cast<int>(finish.later().size()) + (finish.region() < 0 ? 1 : 0);
}

}  // namespace lossc
