// Writes what the loops of a plan are given, and where it lies in the workspace.
#include <lossc/emit/cpu_host.hpp>
#include <lossc/emit/sizes.hpp>

#include <fmt/format.h>

namespace lossc {

plan_text::plan_text(const kernel_plan& p, const std::vector<slot>& s, std::string in_space)
    : plan(p), slots(s), space(std::move(in_space)), names(p) {
  std::map<node_id, int> uses;
  for (const auto& r : p.regions) {
    const region_scope scope(p, r);
    scalars.insert(scope.scalars.begin(), scope.scalars.end());
    for (const auto& j : joins_of(r))
      if (j.place == place::scalar) scalars.insert(j.node);
  }
  std::set<node_id> seen;
  const auto visit = [&](auto&& self, node_id id) -> void {
    if (!seen.insert(id).second) return;
    const node& n = p.g[id];
    if (n.axes == 0 && (is<op::ValidCount>(n) || is<op::Input>(n) || is_vector_reduction(p, id))) scalars.insert(id);
    for (node_id in : n.in) {
      if (in == no_node) continue;
      if (n.axes == 0 && p.g[in].axes == 0 && ++uses[in] == 2 && !is<op::Number>(p.g[in]) && !is<op::Size>(p.g[in])) scalars.insert(in);
      self(self, in);
    }
  };
  for (const auto& w : p.outputs) {
    visit(visit, w.value);
    if (w.at_label != no_node) visit(visit, w.at_label);
    // The value itself is reported and written: one place for it.
    if (p.g[w.value].axes == 0 && !is<op::Number>(p.g[w.value]) && !is<op::Size>(p.g[w.value])) scalars.insert(w.value);
  }
}

bool plan_text::regions_have_rows(const region& r) const {
  if (plan.inner == 0) return false;
  const region_scope scope(plan, r);
  for (const auto& list : scope.elements)
    if (!list.empty()) return true;
  for (const auto& s : r.sweeps)
    if (!s.writes.empty()) return true;
  return false;
}

std::vector<std::string> plan_text::functions(std::size_t r) const {
  const auto& base = plan.regions[r].name;
  if (regions_have_rows(plan.regions[r])) return {base, base + "_short"};
  return {base};
}

void emit_arguments(writer& out, const plan_text& t) {
  const auto& p = t.plan;
  out.line("template <class T>");
  out.open("struct arguments {");
  std::string sizes = "rows = 0, columns = 0, segment = 0";
  if (p.group != 0) sizes += ", groups = 0, rows_per_group = 1";
  for (const auto& axis : p.g.axes) sizes += ", n_" + std::string(axis.name) + " = 0";
  out.line(fmt::format("int64_t {};", sizes));
  out.line("bool contiguous = true;");
  for (const auto& s : t.slots) {
    const bool scalar = s.role == slot_role::parameter || (s.role == slot_role::upstream && s.axes.empty());
    if (scalar) out.line(fmt::format("double {} = 0;", text_name(s.name)));
    else if (s.role == slot_role::label_int32) out.line(fmt::format("labels {};", text_name(s.name)));
    else if (s.role == slot_role::mask) out.line(fmt::format("input_rows<uint8_t> {};", text_name(s.name)));
    else if (s.role == slot_role::tensor || s.role == slot_role::upstream) out.line(fmt::format("input_rows<T> {};", text_name(s.name)));
    else if (s.role == slot_role::result || s.role == slot_role::gradient) out.line(fmt::format("output_rows<T> {};", text_name(s.name)));
  }
  for (int product : p.in_blocks) {
    const auto& name = p.g.inputs[static_cast<std::size_t>(product)].name;
    out.line(fmt::format("input_rows<T> {0};", name));
    out.line(fmt::format("output_rows<T> d_{0};", name));
  }
  for (node_id id : t.scalars)
    if (!is<op::Input>(p.g[id])) out.line(fmt::format("double {} = 0;", t.names[id]));
  std::vector<std::string> places;
  for (const auto& r : p.regions) {
    for (node_id id : r.keeps) {
      out.line(fmt::format("T* kept_{} = nullptr;", t.names[id]));
      places.push_back(fmt::format("a.kept_{} = workspace.template take<T>(a.rows);", t.names[id]));
    }
    for (const auto& j : joins_of(r)) {
      if (j.place == place::scalar) continue;
      out.line(fmt::format("double* table_{} = nullptr;", t.names[j.node]));
      const char* kind = j.place == place::group ? "group" : "column";
      out.line(fmt::format("T* {}_{} = nullptr;", kind, t.names[j.node]));
      places.push_back(fmt::format("a.table_{} = workspace.template take<double>(most_table_chunks * {});", t.names[j.node], entries_of(j)));
      places.push_back(fmt::format("a.{0}_{1} = workspace.template take<T>({2});", kind, t.names[j.node], entries_of(j)));
    }
  }
  out.close("};");
  out.line();
  out.line("template <class T>");
  out.open("void place_workspace([[maybe_unused]] arguments<T>& a, [[maybe_unused]] workspace_cursor& workspace) {");
  for (const auto& line : places) out.line(line);
  out.close();
  out.line();
  emit_workspace_size(out, p);
}

}  // namespace lossc
