// Finds the inputs that a label indexes along their first axis, and cuts where it does.
#include <lossc/plan/tables.hpp>

#include <algorithm>
#include <array>

namespace lossc {

namespace {

constexpr std::array<std::string_view, 8> taken_names = {"taken", "taken_2", "taken_3", "taken_4", "taken_5", "taken_6", "taken_7", "taken_8"};

struct found_taken {
  node_id node;
  int table, index;
};

/// take(table, index): the index names a row of the table, not an entry of each row.
std::vector<found_taken> rows_taken(const graph& g) {
  std::vector<found_taken> found;
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    if (!is<op::At>(n) || !is<op::Input>(g[n.in[0]])) continue;
    const auto& table = g.inputs[g[n.in[0]].payload];
    if (table.axes[0] != axis_in(g.target_axis(n.in[1])) || (axes_of(table) & g[n.in[1]].axes) != 0) continue;
    found.push_back({id, static_cast<int>(g[n.in[0]].payload), static_cast<int>(g[n.in[1]].payload)});
  }
  return found;
}

void check_that_only_rows_are_used(const graph& g, const std::vector<found_taken>& found) {
  for (node_id id = 0; id < g.size(); ++id)
    for (node_id in : g[id].in) {
      if (in == no_node || !is<op::Input>(g[in])) continue;
      const auto is_taken = [&](const found_taken& f) { return f.node == id; };
      const auto is_table = [&](const found_taken& f) { return f.table == static_cast<int>(g[in].payload); };
      if (std::any_of(found.begin(), found.end(), is_table) && std::none_of(found.begin(), found.end(), is_taken))
        fail("a table whose rows are taken by index is used otherwise too: compute with what take(table, index) gives", g.inputs[g[in].payload].name);
    }
}

/// What is taken as an input: the axes of the index, then those of a row.
input_info input_taken(const graph& g, const found_taken& f, std::string_view name) {
  const auto& table = g.inputs[static_cast<std::size_t>(f.table)];
  input_info input{.name = name, .differentiable = table.differentiable};
  input.axes[0] = g.inputs[static_cast<std::size_t>(f.index)].axes[0];
  input.axes[1] = table.axes[1];
  return input;
}

}  // namespace

std::optional<table_parts> take_tables_apart(const graph& stable) {
  const auto found = rows_taken(stable);
  const auto is_of_vectors = [&](const found_taken& f) { return rank(stable.inputs[static_cast<std::size_t>(f.table)]) == 2; };
  if (std::none_of(found.begin(), found.end(), is_of_vectors)) return std::nullopt;
  check_that_only_rows_are_used(stable, found);
  if (found.size() > taken_names.size()) fail("a loss takes rows of at most eight tables", stable.name);
  table_parts parts;
  const auto index_axes = [&](const found_taken& f) { return axes_of(stable.inputs[static_cast<std::size_t>(f.index)]); };
  parts.row = axis_in(index_axes(found[0]));
  for (const auto& f : found) {
    if (index_axes(f) != mask_of(parts.row)) fail("all indices of rows of tables have the same one axis", stable.name);
    if (rank(stable.inputs[static_cast<std::size_t>(f.table)]) > 2) fail("a table has rows of one axis", stable.inputs[static_cast<std::size_t>(f.table)].name);
  }
  part_maker core(stable, {parts.row}, twins::apart);
  std::set<std::uint64_t> indices;
  for (std::size_t k = 0; k < found.size(); ++k) {
    indices.insert(static_cast<std::uint64_t>(found[k].index));
    core.cut(found[k].node, input_taken(stable, found[k], taken_names[k]), static_cast<int>(stable.inputs.size() + k));
  }
  core.make_numbers(std::move(indices));
  parts.core = core.make(stable.outputs);
  for (const auto& f : found)
    if (const int place = core.place_of_cut(f.node); place >= 0) (is_of_vectors(f) ? parts.rows : parts.entries).push_back({f.table, f.index, place});
  return parts;
}

}  // namespace lossc
