// Derives what the CUDA text needs to know of a plan, and prints numbers between launches.
#include <lossc/emit/cuda_plan.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lossc {

cuda_plan::cuda_plan(const kernel_plan& p, const std::vector<slot>& s, std::string in_space)
    : plan(p), slots(s), space(std::move(in_space)), names(p) {
  for (node_id id = 0; id < p.g.size(); ++id)
    if (is<op::ValidCount>(p.g[id])) joined.push_back(id);
  for (const auto& r : p.regions)
    for (const auto& j : scalar_joins(r)) joined.push_back(j.node);
  for (node_id id = 0; id < p.g.size(); ++id)
    if (is_vector_reduction(p, id)) joined.push_back(id);
}

bool cuda_plan::is_joined(node_id id) const { return std::find(joined.begin(), joined.end(), id) != joined.end(); }

std::vector<accumulation> scalar_joins(const region& r) {
  auto joins = joins_of(r);
  std::erase_if(joins, [](const accumulation& j) { return j.place != place::scalar; });
  return joins;
}
std::vector<accumulation> vector_joins(const region& r) {
  auto joins = joins_of(r);
  std::erase_if(joins, [](const accumulation& j) { return j.place == place::scalar; });
  return joins;
}

std::vector<node_id> column_reductions(const kernel_plan& p, int regions) {
  const auto known_after = [&](auto&& self, node_id id) -> int {
    int latest = 0;
    for (std::size_t r = 0; r < p.regions.size(); ++r)
      for (const auto& j : joins_of(p.regions[r]))
        if (j.node == id) return static_cast<int>(r) + 1;
    for (node_id in : p.g[id].in)
      if (in != no_node) latest = std::max(latest, self(self, in));
    return latest;
  };
  std::vector<node_id> found;
  for (node_id id = 0; id < p.g.size(); ++id)
    if (is_vector_reduction(p, id) && known_after(known_after, id) == regions) found.push_back(id);
  return found;
}

bool has_teams(const kernel_plan& p, const region& r) {
  if (p.inner == 0) return false;
  if (!vector_joins(r).empty()) return true;
  const region_scope scope(p, r);
  return std::any_of(scope.elements.begin(), scope.elements.end(), [](const auto& list) { return !list.empty(); }) ||
         std::any_of(r.sweeps.begin(), r.sweeps.end(), [](const sweep& s) { return !s.writes.empty(); });
}

int row_reductions(const region& r) {
  int count = 0;
  for (const auto& s : r.sweeps) count += static_cast<int>(std::count_if(s.reductions.begin(), s.reductions.end(), [](const auto& red) { return red.place == place::row; }));
  return count;
}

int split_kernels(const region& r) {
  // Without a reduction a row needs no team; tables are one per team.
  if (row_reductions(r) == 0 || !vector_joins(r).empty()) return 0;
  const auto& last = r.sweeps.back().reductions;
  return static_cast<int>(r.sweeps.size()) + std::any_of(last.begin(), last.end(), [](const auto& red) { return red.place == place::row; });
}

std::vector<std::string> kept_inputs(const kernel_plan& p, const region& r) {
  std::map<node_id, int> sweeps;
  const region_scope scope(p, r);
  for (const auto& list : scope.elements)
    for (node_id id : list)
      if (is<op::Input>(p.g[id]) && level_of(p, id) == level::element && p.g.inputs[p.g[id].payload].kind == input_kind::tensor) ++sweeps[id];
  std::vector<std::string> kept;
  for (const auto& [id, count] : sweeps)
    if (count > 1) kept.push_back(text_name(std::string(p.g.inputs[p.g[id].payload].name)));
  return kept;
}

namespace {

/// The text of a number that is not computed; empty for one that is.
std::string given(const cuda_plan& t, node_id id) {
  const node& n = t.plan.g[id];
  if (is<op::Size>(n)) {
    std::string text;
    for (std::size_t axis = 0; axis < t.plan.g.axes.size(); ++axis)
      if (n.payload >> axis & 1) text += (text.empty() ? "" : " * ") + ("a.n_" + std::string(t.plan.g.axes[axis].name));
    return fmt::format("static_cast<double>({})", text.empty() ? "1" : text);
  }
  if (t.is_joined(id)) return fmt::format("load(a.joined, {})", t.place_of(id));
  if (!is<op::Input>(n)) return {};
  const auto name = text_name(std::string(t.plan.g.inputs[n.payload].name));
  return t.plan.g.inputs[n.payload].kind == input_kind::upstream ? fmt::format("load_or_one(a.{}, 0)", name) : "a." + name;
}

bool is_parameter_or_size(const cuda_plan& t, node_id id) {
  const node& n = t.plan.g[id];
  return is<op::Size>(n) || (is<op::Input>(n) && t.plan.g.inputs[n.payload].kind != input_kind::upstream);
}

}  // namespace

std::string cuda_scalar(const cuda_plan& t, node_id id, const std::set<node_id>& known, bool whole) {
  expression_text text(t.plan.g, dialect::doubles, [&](node_id in) -> std::string {
    if (known.count(in)) return t.names[in];
    return is_parameter_or_size(t, in) ? given(t, in) : "";
  });
  return whole ? text.definition(id) : text(id);
}

void declare_cuda_scalar(writer& out, const cuda_plan& t, node_id id, std::set<node_id>& known) {
  std::map<node_id, int> uses;
  std::vector<node_id> order;
  const auto visit = [&](auto&& self, node_id at) -> void {
    if (uses[at]++ > 0 || known.count(at)) return;
    if (given(t, at).empty())
      for (node_id in : t.plan.g[at].in)
        if (in != no_node) self(self, in);
    order.push_back(at);
  };
  visit(visit, id);
  for (node_id at : order) {
    if (is<op::Number>(t.plan.g[at]) || is_parameter_or_size(t, at) || known.count(at)) continue;
    const auto text = given(t, at);
    if (at != id && text.empty() && uses[at] < 2) continue;
    const char* type = facts_of(t.plan.g[at].code).boolean ? "bool" : "double";
    out.line(fmt::format("const {} {} = {};", type, t.names[at], text.empty() ? cuda_scalar(t, at, known, true) : text));
    known.insert(at);
  }
}

int emit_cuda_scalars(writer& out, const cuda_plan& t, const std::set<node_id>& needed) {
  std::vector<node_id> computed;
  for (node_id id : needed)
    if (!is_parameter_or_size(t, id)) computed.push_back(id);
  if (!computed.empty()) {
    out.line(fmt::format("const shared<double> once(0, {});", computed.size()));
    out.open("if (thread_index() == 0) {");
    std::set<node_id> known;
    for (std::size_t k = 0; k < computed.size(); ++k) {
      declare_cuda_scalar(out, t, computed[k], known);
      const bool boolean = facts_of(t.plan.g[computed[k]].code).boolean;
      out.line(fmt::format("once.store({}, pack<double, 1>{{{{{}}}}});", k, boolean ? t.names[computed[k]] + " ? 1.0 : 0.0" : t.names[computed[k]]));
    }
    out.close();
    out.line("sync_block();");
  }
  for (std::size_t k = 0; k < computed.size(); ++k) {
    const bool boolean = facts_of(t.plan.g[computed[k]].code).boolean;
    const auto value = fmt::format("once.load({}).value[0]", k);
    out.line(boolean ? fmt::format("const bool {} = {} != 0;", t.names[computed[k]], value) : fmt::format("const R {} = R({});", t.names[computed[k]], value));
  }
  for (node_id id : needed)
    if (is_parameter_or_size(t, id)) out.line(fmt::format("const R {} = R({});", t.names[id], given(t, id)));
  return static_cast<int>(8 * computed.size());
}

}  // namespace lossc
