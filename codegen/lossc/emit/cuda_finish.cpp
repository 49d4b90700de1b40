// Writes the kernels after a region's: parts joined in order, single numbers, the report, vectors along the columns.
#include <fmt/format.h>

#include <algorithm>

#include <lossc/emit/cuda_launch.hpp>
#include <lossc/emit/row_note.hpp>
#include <lossc/graph/print.hpp>

namespace lossc {

namespace {

std::string output_name(const cuda_plan& t, const lossc::write& w) {
  return print_output_name(t.plan.g, t.plan.g.outputs[static_cast<std::size_t>(w.output)]);
}

/// Counts n of guard(n != 0, x / n) below a node: where one is 0, a mean is empty.
std::set<node_id> mean_counts(const graph& g, node_id root) {
  std::set<node_id> seen, counts;
  const auto visit = [&](auto&& self, node_id id) -> void {
    if (!seen.insert(id).second) return;
    const node& n = g[id];
    if (n.axes == 0 && is<op::Guard>(n) && is<op::NotEqual>(g[n.in[0]]) && g.is_number(g[n.in[0]].in[1], 0) && is<op::Divide>(g[n.in[1]]) &&
        g[n.in[1]].in[1] == g[n.in[0]].in[0])
      counts.insert(g[n.in[0]].in[0]);
    for (node_id in : n.in)
      if (in != no_node) self(self, in);
  };
  visit(visit, root);
  return counts;
}
const char* loader(const kernel_plan& p, const node& input) {
  return p.g.inputs[input.payload].kind == input_kind::upstream ? "load_or_one" : "load";
}
bool depends_on_join(const cuda_plan& t, node_id id) {
  if (is_reduction(t.plan.g[id])) return true;
  return std::any_of(t.plan.g[id].in.begin(), t.plan.g[id].in.end(), [&](node_id in) { return in != no_node && depends_on_join(t, in); });
}

}  // namespace

bool cuda_finish::joins(std::size_t r) const {
  return !scalar_joins(t.plan.regions[r]).empty() || !notes_of(t.plan, t.plan.regions[r]).empty();
}
bool cuda_finish::is_single(const lossc::write& w) const {
  return !is_written_in_region(t.plan, w) && t.plan.g[w.value].axes == 0 && axes_of_output(t.plan.g, w.output) == 0;
}
std::vector<lossc::write> cuda_finish::singles() const {
  std::vector<lossc::write> list;
  for (const auto& w : t.plan.outputs)
    if (is_single(w)) list.push_back(w);
  return list;
}
std::vector<lossc::write> cuda_finish::later() const {
  std::vector<lossc::write> list;
  for (const auto& w : t.plan.outputs)
    if (!is_written_in_region(t.plan, w) && !is_single(w)) list.push_back(w);
  return list;
}

int cuda_finish::region() const {
  const auto list = singles();
  int last = -1;
  for (std::size_t r = 0; r < t.plan.regions.size(); ++r) {
    const auto fed = outputs_fed_by(t.plan, r);
    const auto is_fed = [&](const auto& w) { return fed.count(output_name(t, w)) != 0; };
    if (std::none_of(list.begin(), list.end(), is_fed)) continue;
    bool joined = joins(r) && std::all_of(list.begin(), list.end(), is_fed);
    for (std::size_t regions = r + 1; regions <= t.plan.regions.size(); ++regions) joined = joined && column_reductions(t.plan, static_cast<int>(regions)).empty();
    last = joined ? static_cast<int>(r) : -1;
  }
  return last;
}

void cuda_finish::write_singles(writer& out, std::set<node_id> known, std::size_t regions, int joined_here) const {
  const auto& p = t.plan;
  out.line("uint32_t bits = 0;");
  std::set<node_id> noted;
  const auto note_means = [&](node_id root, bool with_joins) {
    for (node_id count : mean_counts(p.g, root)) {
      if ((depends_on_join(t, count) && !with_joins) || !noted.insert(count).second) continue;
      declare_cuda_scalar(out, t, count, known);
      out.line(fmt::format("if ({} == 0) bits |= LOSSC_REPORT_EMPTY_MEAN;", cuda_scalar(t, count, known)));
    }
  };
  for (const auto& w : p.outputs) note_means(w.value, false);
  for (const auto& w : singles()) {
    const auto name = output_name(t, w);
    const auto wrt = p.g.outputs[static_cast<std::size_t>(w.output)].wrt;
    const bool is_result = wrt == -1;
    out.open(fmt::format("if (a.{}.data != nullptr) {{", name));
    const auto before = known;
    if (is_result) note_means(w.value, true);
    declare_cuda_scalar(out, t, w.value, known);
    if (wrt == reported) {
      out.line(fmt::format("if ({} > 0) bits |= LOSSC_REPORT_NON_FINITE;", cuda_scalar(t, w.value, known)));
    } else {
      out.line(fmt::format("const double {}_value = {};", name, cuda_scalar(t, w.value, known)));
      if (w.output == 0) out.line(fmt::format("if (!is_finite({}_value)) bits |= LOSSC_REPORT_NON_FINITE;", name));
      out.line(fmt::format("store(a.{0}, 0, {0}_value);", name));
    }
    out.close();
    known = before;
  }
  // The first row of each note, of the regions that take it and were launched; the first wrong label.
  std::string first[std::size(row_notes)], wrong;
  const auto or_none = [](const std::string& text) { return text.empty() ? "infinity" : text; };
  const auto earliest = [](std::string& text, const std::string& next) { text = text.empty() ? next : fmt::format("minimum({}, {})", text, next); };
  for (std::size_t r = 0; r < regions; ++r) {
    for (int k : notes_of(p, p.regions[r])) {
      const auto name = row_notes[k].name;
      if (joined_here == static_cast<int>(r)) earliest(first[k], std::string(name));
      else earliest(first[k], fmt::format("(a.ran >> {} & 1 ? load(a.joined, at_{}_{}) : infinity)", r, name, r));
    }
  }
  for (const auto& s : t.slots)
    if (s.role == slot_role::label_int32) earliest(wrong, fmt::format("load(a.joined, at_wrong_{})", s.name));
  out.line(fmt::format("if (a.report != nullptr) store_report(a.report, bits, {}, {}, {});", or_none(first[0]), or_none(first[1]), or_none(wrong)));
}

void cuda_finish::emit_join(writer& out, std::size_t r, bool finish) const {
  const auto& region = t.plan.regions[r];
  out.line("template <class T>");
  out.open(fmt::format("LOSSC_KERNEL(256) join_{}(const arguments<T> a, int blocks) {{", region.name));
  int k = 0;
  const auto join = [&](const std::string& name, const char* monoid) {
    out.line(fmt::format("const double {} = join_parts<{}>(a.parts, {}, blocks, {} * slot_bytes);", name, monoid, k, k));
    ++k;
  };
  for (const auto& j : scalar_joins(region)) join(t.names[j.node], text_of(j.join).word);
  for (int note : notes_of(t.plan, region)) join(std::string(row_notes[note].name), "least");
  out.line("if (thread_index() != 0) return;");
  std::set<node_id> known;
  for (const auto& j : scalar_joins(region)) {
    out.line(fmt::format("store(a.joined, {}, {});", t.place_of(j.node), t.names[j.node]));
    known.insert(j.node);
  }
  for (int note : notes_of(t.plan, region)) out.line(fmt::format("store(a.joined, at_{0}_{1}, {0});", row_notes[note].name, r));
  if (finish) {
    out.line();
    write_singles(out, known, r + 1, static_cast<int>(r));
  }
  out.close();
}

void cuda_finish::emit_finish(writer& out) const {
  out.line("template <class T>");
  out.open("LOSSC_KERNEL(32) finish(const arguments<T> a) {");
  out.line("if (thread_index() != 0) return;");
  write_singles(out, {}, t.plan.regions.size(), -1);
  out.close();
}

void cuda_finish::emit_join_columns(writer& out, std::size_t r) const {
  out.line("template <class T>");
  out.open(fmt::format("LOSSC_KERNEL(256) join_columns_{}(const arguments<T> a, int64_t teams) {{", t.plan.regions[r].name));
  for (const auto& j : vector_joins(t.plan.regions[r])) {
    const auto& name = t.names[j.node];
    const bool group = j.place == place::group;
    const char* count = group ? "a.groups" : "a.columns";
    out.open(fmt::format("for (int64_t c = first_element<1>(); c < {}; c += element_step<1>()) {{", count));
    out.line(fmt::format("double {} = load(a.table_{}, c);", name, name));
    const auto next = fmt::format("load(a.table_{}, team * {} + c)", name, count);
    out.line(fmt::format("for (int64_t team = 1; team < teams; ++team) {} = {};", name, fmt::format(fmt::runtime(text_of(j.join).joined), name, next)));
    out.line(fmt::format("store(a.{1}_{0}, c, static_cast<arithmetic<T>>({0}));", name, group ? "group" : "column"));
    out.close();
  }
  out.close();
}

void cuda_finish::emit_reduce_columns(writer& out, int regions) const {
  const auto& p = t.plan;
  const auto list = column_reductions(p, regions);
  out.line();
  out.line("template <class T>");
  out.open(fmt::format("LOSSC_KERNEL(256) reduce_columns_{}(const arguments<T> a) {{", regions));
  std::set<node_id> known;
  const expression_text text(p.g, dialect::doubles, [&](node_id id) -> std::string {
    const node& n = p.g[id];
    if (n.axes == 0) return is<op::Number>(n) ? "" : cuda_scalar(t, id, known);
    if (is_reduction(n)) return fmt::format("static_cast<double>(load(a.{}_{}, c))", is_of_group(p, id) ? "group" : "column", t.names[id]);
    if (is<op::Input>(n)) return fmt::format("static_cast<double>({}(a.{}, c))", loader(p, n), text_name(std::string(p.g.inputs[n.payload].name)));
    return is<op::Position>(n) ? "static_cast<double>(c)" : "";
  });
  int slot = 0;
  for (node_id id : list) {
    const auto declare = [&](auto&& self, node_id at) -> void {
      if (p.g[at].axes == 0) {
        if (!is<op::Number>(p.g[at]) && !known.count(at)) declare_cuda_scalar(out, t, at, known);
        return;
      }
      if (is_reduction(p.g[at])) return;
      for (node_id in : p.g[at].in)
        if (in != no_node) self(self, in);
    };
    declare(declare, p.g[id].in[0]);
    const auto& name = t.names[id];
    const char* monoid = text_of(monoid_of(p.g[id])).word;
    out.line(fmt::format("double {}_mine = {}::unit<double>();", name, monoid));
    const char* count = (p.g[id].payload & p.parallel) != 0 ? "a.groups" : "a.columns";
    out.line(fmt::format("for (int64_t c = thread_index(); c < {}; c += block_size())", count));
    out.line(fmt::format("  {0}_mine = {1}::join({0}_mine, {2});", name, monoid, text(p.g[id].in[0])));
    out.line(fmt::format("const double {0} = join_block<{1}>({0}_mine, {2} * slot_bytes);", name, monoid, slot++));
    known.insert(id);
  }
  out.line("if (thread_index() != 0) return;");
  for (node_id id : list) out.line(fmt::format("store(a.joined, {}, {});", t.place_of(id), t.names[id]));
  out.close();
}

void cuda_finish::emit_write(writer& out, const lossc::write& w) const {
  const auto& p = t.plan;
  const auto name = output_name(t, w);
  out.line("template <class T>");
  out.open(fmt::format("LOSSC_KERNEL(256) write_{}(const arguments<T> a{}) {{", name, p.g[w.value].axes == 0 ? ", int64_t rows, int64_t columns" : ""));
  out.line("using R [[maybe_unused]] = arithmetic<T>;");
  std::set<node_id> needed;
  const auto visit = [&](auto&& self, node_id id) -> void {
    if (is<op::Number>(p.g[id])) return;
    if (p.g[id].axes == 0) {
      needed.insert(id);
      return;
    }
    if (is_reduction(p.g[id])) return;
    for (node_id in : p.g[id].in)
      if (in != no_node) self(self, in);
  };
  visit(visit, w.value);
  emit_cuda_scalars(out, t, needed);
  const expression_text text(p.g, dialect::scalars, [&](node_id id) -> std::string {
    const node& n = p.g[id];
    if (is<op::Number>(n)) return "";
    if (n.axes == 0) return t.names[id];
    if (is_reduction(n)) return fmt::format("load(a.{}_{}, c)", is_of_group(p, id) ? "group" : "column", t.names[id]);
    if (is<op::Input>(n)) return fmt::format("R({}(a.{}, c))", loader(p, n), text_name(std::string(p.g.inputs[n.payload].name)));
    return is<op::Position>(n) ? "R(c)" : "";
  });
  if (p.g[w.value].axes == 0) {
    out.open("for (int64_t index = first_element<1>(); index < rows * columns; index += element_step<1>()) {");
    out.line(fmt::format("store_flat(a.{}, columns, index, numbers<R, 1>{{{{{}}}}});", name, text(w.value)));
  } else {
    out.open(fmt::format("for (int64_t c = first_element<1>(); c < {}; c += element_step<1>()) {{", is_of_group(p, w.value) ? "a.groups" : "a.columns"));
    out.line(fmt::format("store(a.{}, c, {});", name, text(w.value)));
  }
  out.close();
  out.close();
}

}  // namespace lossc
