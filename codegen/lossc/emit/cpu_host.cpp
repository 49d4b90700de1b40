// Writes the host side of a plan: scalars in f64 between regions, chunks, joins in order, finish.
#include <lossc/emit/cpu_host.hpp>
#include <lossc/emit/row_note.hpp>
#include <lossc/emit/sizes.hpp>

#include <fmt/format.h>

#include <lossc/graph/print.hpp>

namespace lossc {

namespace {

class run_emitter {
 public:
  run_emitter(writer& out, const plan_text& t)
      : out_(out), t_(t), p_(t.plan), text_(p_.g, dialect::doubles, [this](node_id id) { return leaf(id); }) {}

  void write() {
    write_exports();
    if (!p_.in_blocks.empty()) out_.line("template <class T, class Blocks>");
    else out_.line("template <class T>");
    out_.open(fmt::format("lossc_status run(const lossc_call& call{}) {{", p_.in_blocks.empty() ? "" : ", Blocks& blocks"));
    out_.line("const lossc_signature& s = signature<T>();");
    out_.line("int64_t valid[slot_count] = {};");
    out_.line("const lossc_status status = check(s, call, workspace_size<T>, valid);");
    out_.line("if (status.kind != LOSSC_OK) return status;");
    write_views();
    out_.line("workspace_cursor workspace{static_cast<char*>(call.options.workspace.data)};");
    out_.line("place_workspace(a, workspace);");
    out_.line("lossc_report report{0, -1, -1, -1};");
    for (std::size_t r = 0; r < p_.regions.size(); ++r) write_region(r);
    write_finish();
    out_.line("if (call.options.report != nullptr) *call.options.report = report;");
    out_.line("return lossc_status{};");
    out_.close();
  }

 private:
  writer& out_;
  const plan_text& t_;
  const kernel_plan& p_;
  expression_text text_;
  std::set<node_id> written_, noted_counts_;

  std::string leaf(node_id id) const {
    const node& n = p_.g[id];
    if (is<op::Size>(n)) return fmt::format("static_cast<double>({})", size_product(p_, static_cast<axis_mask>(n.payload)));
    if (level_of(p_, id) == level::scalar) return written_.count(id) ? "a." + t_.names[id] : "";
    if (is<op::Position>(n)) return "static_cast<double>(c)";
    if (is<op::Input>(n)) {
      const auto name = text_name(std::string(p_.g.inputs[n.payload].name));
      if (p_.g.inputs[n.payload].kind == input_kind::upstream) return fmt::format("(a.{0}.data == nullptr ? 1.0 : static_cast<double>(a.{0}.data[c]))", name);
      return fmt::format("static_cast<double>(a.{}.data[c])", name);
    }
    if (is_join(p_, id)) return fmt::format("a.{}_{}[c]", is_of_group(p_, id) ? "group" : "column", t_.names[id]);
    return "";
  }

  void write_exports() {
    for (std::size_t r = 0; r < p_.regions.size(); ++r)
      for (const auto& f : t_.functions(r)) {
        out_.line(fmt::format("HWY_EXPORT({}_f32);", f));
        out_.line(fmt::format("HWY_EXPORT({}_f64);", f));
      }
  }

  void write_views() {
    out_.line("arguments<T> a;");
    emit_sizes(out_, p_);
    if (p_.inner == 0) {
      int last = -1;
      for (const auto& input : p_.g.inputs)
        if (rank(input) > 0 && axes_of(input) == p_.parallel) last = input.axes[static_cast<std::size_t>(rank(input) - 1)];
      out_.line(fmt::format("a.segment = {};", last < 0 ? "1" : "a.n_" + std::string(p_.g.axes[static_cast<std::size_t>(last)].name)));
    } else {
      out_.line("a.segment = a.rows;");
    }
    for (std::size_t k = 0; k < p_.in_blocks.size(); ++k)
      if (has_output("d_" + name_in_blocks(k))) out_.line(fmt::format("a.d_{} = blocks.gradients_from({}, 0);", name_in_blocks(k), k));
    for (std::size_t i = 0; i < t_.slots.size(); ++i) {
      const auto& s = t_.slots[i];
      const bool array = s.role != slot_role::parameter && s.role != slot_role::label_int64 && s.role != slot_role::label_int32;
      const bool scalar_upstream = s.role == slot_role::upstream && s.axes.empty();
      if (s.role == slot_role::label_int32) out_.line(fmt::format("a.{} = labels_of(call, {});", text_name(s.name), i));
      if (s.role == slot_role::parameter) out_.line(fmt::format("a.{} = call.numbers[{}];", text_name(s.name), i));
      if (scalar_upstream) out_.line(fmt::format("a.{} = call.data[{}] == nullptr ? 1.0 : static_cast<double>(*static_cast<const T*>(call.data[{}]));", text_name(s.name), i, i));
      if (!array || scalar_upstream) continue;
      if (s.role == slot_role::result || s.role == slot_role::gradient) out_.line(fmt::format("a.{} = output_of<T>(s, call, {}, {});", text_name(s.name), i, p_.inner == 0));
      else out_.line(fmt::format("a.{} = input_of<{}>(s, call, {});", text_name(s.name), s.role == slot_role::mask ? "uint8_t" : "T", i));
      if (is_multi_inner(s)) out_.line(fmt::format("a.{}.stride = a.columns;", text_name(s.name)));
      if (p_.inner == 0 && s.axes.size() > 1)
        out_.line(fmt::format("a.contiguous = a.contiguous && (a.{0}.data == nullptr || a.{0}.stride == a.segment);", text_name(s.name)));
    }
    for (node_id id = 0; id < p_.g.size(); ++id) {
      const node& n = p_.g[id];
      if (is<op::ValidCount>(n) && t_.scalars.count(id)) {
        for (std::size_t i = 0; i < t_.slots.size(); ++i)
          if (t_.slots[i].role == slot_role::label_int32 && t_.slots[i].input == static_cast<int>(n.payload))
            out_.line(fmt::format("a.{} = static_cast<double>(valid[{}]);", t_.names[id], i));
        written_.insert(id);
      }
      if (is<op::Input>(n) && n.axes == 0) written_.insert(id);
    }
  }
  bool is_multi_inner(const slot& s) const {
    int inner = 0;
    for (int axis : s.axes) inner += p_.inner >> axis & 1;
    return inner > 1;
  }

  /// Assigns a scalar that a region needs, and the named scalars it is made of.
  void write_scalar(node_id id) {
    if (written_.count(id) || is<op::Number>(p_.g[id]) || is<op::Size>(p_.g[id]) || is_join(p_, id)) {
      if (is<op::Size>(p_.g[id]) && t_.scalars.count(id) && !written_.count(id)) {
        out_.line(fmt::format("a.{} = {};", t_.names[id], leaf(id)));
      }
      return;
    }
    for (node_id in : p_.g[id].in)
      if (in != no_node) write_scalar(in);
    if (is_vector_reduction(p_, id)) {
      const auto name = t_.names[id];
      const auto& join = text_of(monoid_of(p_.g[id]));
      const char* count = (p_.g[id].payload & p_.parallel) != 0 ? "a.groups" : "a.columns";
      out_.line(fmt::format("a.{} = {};", name, join.unit));
      out_.line(fmt::format("for (int64_t c = 0; c < {}; ++c) ", count) + fmt::format(fmt::runtime(join.feed), "a." + name, text_(p_.g[id].in[0])));
      written_.insert(id);
      return;
    }
    if (t_.scalars.count(id)) {
      out_.line(fmt::format("a.{} = {};", t_.names[id], text_.definition(id)));
      written_.insert(id);
    }
    note_empty_mean(id);
  }
  /// guard(n != 0, x / n): where n is 0 the mean is empty.
  void note_empty_mean(node_id id) {
    const node& n = p_.g[id];
    if (!is<op::Guard>(n) || !is<op::NotEqual>(p_.g[n.in[0]]) || !p_.g.is_number(p_.g[n.in[0]].in[1], 0)) return;
    const node& quotient = p_.g[n.in[1]];
    if (!is<op::Divide>(quotient) || quotient.in[1] != p_.g[n.in[0]].in[0]) return;
    if (p_.g[quotient.in[1]].axes != 0) return;  // a count per group or column, known in a loop only
    if (!noted_counts_.insert(quotient.in[1]).second) return;
    out_.line(fmt::format("if ({} == 0) report.bits |= LOSSC_REPORT_EMPTY_MEAN;", text_(quotient.in[1])));
  }

  void write_region(std::size_t index) {
    const auto& r = p_.regions[index];
    const region_scope scope(p_, r);
    out_.line();
    out_.line(fmt::format("// region {}", r.name));
    for (node_id id : scope.scalars) write_scalar(id);
    const auto fed = outputs_fed_by(p_, index);
    std::size_t outputs = 0;
    std::string wanted;
    const auto add_wanted = [&](const std::string& name) {
      ++outputs;
      if (fed.count(name)) wanted += (wanted.empty() ? "" : " || ") + fmt::format("a.{}.data != nullptr", name);
    };
    for (const auto& s : t_.slots)
      if ((s.role == slot_role::result || s.role == slot_role::gradient) && has_output(s.name)) add_wanted(s.name);
    for (std::size_t k = 0; k < p_.in_blocks.size(); ++k)
      if (has_output("d_" + name_in_blocks(k))) add_wanted("d_" + name_in_blocks(k));
    out_.open(fed.size() == outputs ? "{" : fmt::format("if ({}) {{", wanted));
    const auto joins = joins_of(r);
    const bool tables = std::any_of(joins.begin(), joins.end(), [](const auto& j) { return j.place != place::scalar; });
    const bool blocks = is_in_blocks(r);
    const char* const count = blocks ? "Blocks::parts" : "work.count";
    if (!blocks) out_.line(fmt::format("const chunks work(a.rows, a.columns{});", tables ? ", most_table_chunks" : ""));
    out_.line(fmt::format("partial<{}> parts[{}];", joins.size(), blocks ? "Blocks::parts" : tables ? "most_table_chunks" : "most_chunks"));
    for (std::size_t k = 0; k < joins.size(); ++k)
      if (joins[k].place != place::scalar)
        out_.line(fmt::format("for (int64_t i = 0; i < {4}; ++i) std::fill_n(parts[i].table[{0}] = a.table_{1} + i * {3}, {3}, {2}::unit);", k, t_.names[joins[k].node], text_of(joins[k].join).word, entries_of(joins[k]), count));
      else if (blocks)
        out_.line(fmt::format("for (auto& part : parts) part.join[{}] = {};", k, text_of(joins[k].join).unit));
    const auto functions = t_.functions(index);
    const auto pointer = [&](const std::string& f) {
      return fmt::format("loop_for<T>(&HWY_DYNAMIC_DISPATCH({0}_f32), &HWY_DYNAMIC_DISPATCH({0}_f64))", f);
    };
    if (functions.size() == 2) out_.line(fmt::format("auto* const run_chunk = a.columns > longest_short_row ? {} : {};", pointer(functions[0]), pointer(functions[1])));
    else out_.line(fmt::format("auto* const run_chunk = {};", pointer(functions[0])));
    if (blocks) write_blocks(r, joins);
    else out_.line("for_each_chunk(call.options, work.count, [&](int64_t i) { run_chunk(a, work.first(i), work.first(i + 1), parts[i]); });");
    for (std::size_t k = 0; k < joins.size(); ++k) {
      const auto& j = joins[k];
      const auto& name = t_.names[j.node];
      if (j.place == place::scalar) {
        out_.line(fmt::format("a.{} = parts[0].join[{}];", name, k));
        out_.line(fmt::format("for (int64_t i = 1; i < {}; ++i) ", count) + fmt::format(fmt::runtime(text_of(j.join).feed), "a." + name, fmt::format("parts[i].join[{}]", k)));
      } else {
        out_.line(fmt::format("join_tables<{}>(parts, {}, {}, {});", text_of(j.join).word, count, k, entries_of(j)));
        out_.line(fmt::format("std::copy_n(parts[0].table[{0}], {2}, a.{3}_{1});", k, name, entries_of(j), j.place == place::group ? "group" : "column"));
      }
      written_.insert(j.node);
    }
    for (int k : notes_of(p_, r)) {
      const auto& note = row_notes[k];
      out_.open(fmt::format("for (int64_t i = 0; i < {}; ++i) {{", count));
      // Parts of panels take turns: the first part with such a row need not have the first such row.
      const auto earlier = blocks ? fmt::format("(report.{1} < 0 || parts[i].noted[{0}] < report.{1})", k, note.member) : fmt::format("report.{} < 0", note.member);
      out_.open(fmt::format("if (parts[i].noted[{}] >= 0 && {}) {{", k, earlier));
      out_.line(fmt::format("report.bits |= {};", note.bit));
      out_.line(fmt::format("report.{} = parts[i].noted[{}];", note.member, k));
      out_.close();
      out_.close();
    }
    out_.close();
  }

  // --- products of matrices and rows of tables, in blocks of rows ---
  std::string name_in_blocks(std::size_t k) const { return std::string(p_.g.inputs[static_cast<std::size_t>(p_.in_blocks[k])].name); }
  /// A region on products runs in blocks of rows, whatever it does beside.
  bool is_in_blocks(const region& r) const {
    for (std::size_t k = 0; k < p_.in_blocks.size(); ++k)
      if (reads_in_blocks(p_, r, k) || writes_gradient_in_blocks(p_, r, k)) return true;
    return false;
  }
  /// Arguments of its own for each block of rows, whose joins are added to those of its part.
  void write_blocks(const region& r, const std::vector<accumulation>& joins) {
    std::string written;
    for (std::size_t k = 0; k < p_.in_blocks.size(); ++k) written += fmt::format("{}{}", k == 0 ? "" : ", ", writes_gradient_in_blocks(p_, r, k));
    out_.open(fmt::format("blocks.for_each_block(call.options, {{{}}}, [&](int64_t i, int64_t first, int64_t last) {{", written));
    out_.line("arguments<T> block = a;");
    for (std::size_t k = 0; k < p_.in_blocks.size(); ++k) {
      out_.line(fmt::format("block.{} = blocks.rows_from({}, first);", name_in_blocks(k), k));
      if (writes_gradient_in_blocks(p_, r, k)) out_.line(fmt::format("block.d_{} = blocks.gradients_from({}, first);", name_in_blocks(k), k));
    }
    out_.line(fmt::format("partial<{}> here = parts[i];", joins.size()));
    out_.line("run_chunk(block, first, last, here);");
    for (std::size_t k = 0; k < joins.size(); ++k)
      if (joins[k].place == place::scalar) out_.line(fmt::format(fmt::runtime(text_of(joins[k].join).feed), fmt::format("parts[i].join[{}]", k), fmt::format("here.join[{}]", k)));
    out_.line("std::copy(std::begin(here.noted), std::end(here.noted), parts[i].noted);");
    out_.close("});");
  }
  bool has_output(const std::string& name) const {
    for (const auto& o : p_.g.outputs)
      if (print_output_name(p_.g, o) == name) return true;
    return false;
  }

  void write_finish() {
    out_.line();
    out_.line("// finish");
    for (const auto& w : p_.outputs) {
      if (is_written_in_region(p_, w)) continue;
      const auto& o = p_.g.outputs[static_cast<std::size_t>(w.output)];
      const auto name = print_output_name(p_.g, o);
      write_scalars_of(w.value);
      if (o.wrt == reported) {
        out_.line(fmt::format("if (a.{}.data != nullptr && {} > 0) report.bits |= LOSSC_REPORT_NON_FINITE;", name, text_(w.value)));
        continue;
      }
      if (p_.g[w.value].axes == 0 && o.wrt < 0) {
        write_scalar(w.value);
        out_.line(fmt::format("const double {}_value = {};", name, text_(w.value)));
        if (w.output == 0) out_.line(fmt::format("if (a.{0}.data != nullptr && !is_finite({0}_value)) report.bits |= LOSSC_REPORT_NON_FINITE;", name));
        out_.line(fmt::format("put(a.{0}, 0, {0}_value);", name));
      } else if (p_.g[w.value].axes == 0) {
        out_.line(fmt::format("fill(a.{}, {}, extent_of(s.slots[{}], call, {}));", name, text_(w.value), slot_of(name), slot_of(name)));
      } else {
        out_.line(fmt::format("for (int64_t c = 0; c < {}; ++c) put(a.{}, c, {});", is_of_group(p_, w.value) ? "a.groups" : "a.columns", name, text_(w.value)));
      }
    }
  }
  std::size_t slot_of(const std::string& name) const {
    for (std::size_t i = 0; i < t_.slots.size(); ++i)
      if (t_.slots[i].name == name) return i;
    return 0;
  }
  void write_scalars_of(node_id id) {
    if (p_.g[id].axes == 0) return write_scalar(id);
    if (is_reduction(p_.g[id])) return;
    for (node_id in : p_.g[id].in)
      if (in != no_node) write_scalars_of(in);
  }
};

}  // namespace

void emit_regions(writer& out, const plan_text& t) {
  for (std::size_t r = 0; r < t.plan.regions.size(); ++r) {
    const auto& region = t.plan.regions[r];
    const region_scope scope(t.plan, region);
    const auto functions = t.functions(r);
    const bool rows = functions.size() == 2;
    for (std::size_t f = 0; f < functions.size(); ++f) {
      out.line(fmt::format("// region {}: {}", region.name, !rows ? "flat" : f == 0 ? "one row at a time, lanes along it" : "short rows, one per lane"));
      emit_region(out, scope, t.names, rows && f == 0 ? lanes_along::inner : lanes_along::parallel, functions[f]);
      const auto wrapper = [&](const char* suffix, const char* type) {
        out.line(fmt::format("void {0}_{1}(const arguments<{2}>& a, int64_t first, int64_t last, partial<{3}>& parts) {{ {0}<{2}>(a, first, last, parts); }}",
                             functions[f], suffix, type, joins_of(region).size()));
      };
      wrapper("f32", "float");
      wrapper("f64", "double");
      out.line();
    }
  }
}

void emit_run(writer& out, const plan_text& t) { run_emitter(out, t).write(); }

}  // namespace lossc
