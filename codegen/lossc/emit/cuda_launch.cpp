// Writes the arguments of a CUDA plan, the choice of variants by size, and its launches in order.
#include <lossc/emit/cuda_launch.hpp>
#include <lossc/emit/row_note.hpp>
#include <lossc/emit/sizes.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <lossc/graph/print.hpp>

namespace lossc {

namespace {

bool is_output(const slot& s) { return s.role == slot_role::result || s.role == slot_role::gradient; }
bool is_array(const slot& s) { return s.role != slot_role::parameter && s.role != slot_role::label_int32 && s.role != slot_role::label_int64; }

class plan_emitter {
 public:
  plan_emitter(writer& out, const cuda_plan& t) : out_(out), t_(t), p_(t.plan), finish_{t}, finishing_(finish_.region()) {}

  void write() {
    if (!column_reductions(p_, 0).empty()) finish_.emit_reduce_columns(out_, 0);
    for (std::size_t r = 0; r < p_.regions.size(); ++r) {
      const auto& region = p_.regions[r];
      out_.line();
      out_.line(fmt::format("// region {}{}", region.name, has_teams(p_, region) ? ": a team of threads per row" : ": elements in one long row"));
      shared_bytes_.push_back(emit_cuda_region(out_, t_, region));
      out_.line();
      if (has_teams(p_, region)) {
        for (int k = 0; k < split_kernels(region); ++k) {
          if (k == 0) out_.line("// the same with rows split over blocks: a launch per sweep");
          const int bytes = emit_split_kernel(out_, t_, region, k);
          shared_bytes_.back() = std::max(shared_bytes_.back(), bytes);
          out_.line();
        }
      }
      if (finish_.joins(r)) finish_.emit_join(out_, r, finishing_ == static_cast<int>(r));
      if (!vector_joins(region).empty()) finish_.emit_join_columns(out_, r);
      if (!column_reductions(p_, static_cast<int>(r) + 1).empty()) finish_.emit_reduce_columns(out_, static_cast<int>(r) + 1);
      if (has_teams(p_, region)) write_variants(r);
    }
    if (finishing_ < 0) finish_.emit_finish(out_);
    for (const auto& w : finish_.later()) finish_.emit_write(out_, w);
    out_.line();
    write_run();
  }

 private:
  writer& out_;
  const cuda_plan& t_;
  const kernel_plan& p_;
  cuda_finish finish_;
  int finishing_;
  std::vector<int> shared_bytes_;

  bool has_output(const std::string& name) const {
    return std::any_of(p_.g.outputs.begin(), p_.g.outputs.end(), [&](const auto& o) { return print_output_name(p_.g, o) == name; });
  }
  std::string name_of(const lossc::write& w) const { return print_output_name(p_.g, p_.g.outputs[static_cast<std::size_t>(w.output)]); }

  /// The conditions under which a launcher picks a variant.
  void write_variants(std::size_t r) {
    const auto& region = p_.regions[r];
    const auto kept = kept_inputs(p_, region);
    const bool tables = !vector_joins(region).empty();
    const std::string lanes_shape = "shape_of_lanes(a.rows, {}, {}{})", shared = std::to_string(shared_bytes_[r]), limited = tables ? fmt::format(", most_table_teams({})", p_.group != 0 ? "a.columns > a.groups ? a.columns : a.groups" : "a.columns") : "";
    const auto lanes = [&](int n) { return fmt::format(fmt::runtime(lanes_shape), n, shared, limited); };
    const auto kernel = [&](const std::string& team, const std::string& keep, const std::string& n) { return fmt::format("{}<T, {}, {}, {}>", region.name, team, keep, n); };
    const auto choose = [&](const std::string& indent, const std::string& shape, const std::string& team, const std::string& wide, const std::string& narrow) {
      out_.line(fmt::format("{}return a.wide ? run({}, {}, a)", indent, fmt::format(fmt::runtime(shape), "N"), kernel(team, wide, "N")));
      out_.line(fmt::format("{}              : run({}, {}, a);", indent, fmt::format(fmt::runtime(shape), "1"), kernel(team, narrow, "1")));
    };
    out_.line("template <class T>");
    out_.open(fmt::format("int launch_{}(launches& run, arguments<T>& a) {{", region.name));
    if (region.sweeps.empty()) {
      out_.line(fmt::format("return run({}, {}, a);", lanes(32), kernel("lanes<32>", "not_kept", "1")));
      out_.close();
      return;
    }
    if (split_kernels(region) > 0) {
      // The parts of a row are in several blocks: one may not write what another reads.
      std::string apart;
      for (const auto& s : t_.slots)
        if (s.role == slot_role::gradient && s.in_place && has_output(s.name))
          apart += fmt::format(" && static_cast<const void*>(a.{}.data) != a.{}.data", s.name, text_name(t_.slots[static_cast<std::size_t>(s.of)].name));
      out_.open(fmt::format("if (a.rows > 0 && a.rows <= most_split_rows && a.columns >= shortest_split_row{}) {{", apart));
      out_.line("a.parts_of_row = parts_of_row(a.columns);");
      out_.line(fmt::format("const launch_shape shape = {{static_cast<int>(a.rows * a.parts_of_row), part_of_row::most_threads, {}}};", shared));
      for (int k = 0; k + 1 < split_kernels(region); ++k) out_.line(fmt::format("run(shape, {}_split_{}<T, 1>, a);", region.name, k));
      out_.line(fmt::format("return run(shape, {}_split_{}<T, 1>, a);", region.name, split_kernels(region) - 1));
      out_.close();
    }
    out_.line("constexpr int N = widest<T>;");
    const bool keeps = !kept.empty();
    out_.line(fmt::format("if (a.columns <= longest_short_row) return run({}, {}, a);", lanes(8), kernel("lanes<8>", keeps ? "in_registers<4>" : "not_kept", "1")));
    out_.line("if (a.columns <= longest_warp_row<T>)");
    choose("  ", lanes(32), "lanes<32>", keeps ? "in_registers<kept_per_lane<T> / N>" : "not_kept", keeps ? "in_registers<kept_per_lane<T>>" : "not_kept");
    const auto blocks = [&](const std::string& bytes) { return fmt::format("shape_of_blocks(a.rows, a.columns, {{}}, {}{})", bytes, limited); };
    if (keeps) {
      out_.line(fmt::format("a.kept_at = {};", shared));
      out_.line("a.kept_bytes = (a.columns * static_cast<int64_t>(sizeof(T)) + 15) / 16 * 16;");
      out_.line(fmt::format("const int64_t bytes = a.kept_at + {} * a.kept_bytes;", kept.size()));
      out_.line("if (bytes <= a.most_shared_bytes)");
      choose("  ", blocks("static_cast<size_t>(bytes)"), "whole_block", "in_shared", "in_shared");
    }
    choose("", blocks(shared), "whole_block", "not_kept", "not_kept");
    out_.close();
  }

  void write_run() {
    out_.line("template <class T>");
    out_.open("lossc_status run(const lossc_call& call) {");
    out_.line("const lossc_signature& s = signature<T>();");
    out_.line("const lossc_status status = lossc::runtime::check_arguments(s, call, workspace_size<T>);");
    out_.line("if (status.kind != LOSSC_OK) return status;");
    write_views();
    out_.line("workspace_cursor workspace{static_cast<char*>(call.options.workspace.data)};");
    out_.line("place_workspace(a, workspace);");
    out_.line("launches run(call.options.stream);");
    for (const auto& s : t_.slots) {
      if (s.role != slot_role::label_int32) continue;
      const bool needed = std::any_of(t_.joined.begin(), t_.joined.end(), [&](node_id id) { return is<op::ValidCount>(p_.g[id]) && static_cast<int>(p_.g[id].payload) == s.input; });
      out_.line(fmt::format("{}launch_count_labels(run, a.{}, a.rows, a.parts, a.joined, {}, at_wrong_{});", needed ? "" : "if (a.report != nullptr) ", text_name(s.name),
                            counted(s), s.name));
    }
    reduce_columns(0);
    for (std::size_t r = 0; r < p_.regions.size(); ++r) write_region(r);
    for (const auto& w : finish_.later()) {
      const auto name = name_of(w);
      const auto slot = std::find_if(t_.slots.begin(), t_.slots.end(), [&](const auto& s) { return s.name == name; }) - t_.slots.begin();
      out_.open(fmt::format("if (a.{}.data != nullptr) {{", name));
      if (p_.g[w.value].axes == 0) {
        out_.line(fmt::format("const auto e = lossc::runtime::extent_of(s.slots[{}], call, {});", slot, slot));
        out_.line(fmt::format("run(shape_of_elements<1>(e.rows * e.columns, 1024), write_{}<T>, a, e.rows, e.columns);", name));
      } else {
        out_.line(fmt::format("run(shape_of_elements<1>({}, 1024), write_{}<T>, a);", is_of_group(p_, w.value) ? "a.groups" : "a.columns", name));
      }
      out_.close();
    }
    if (finishing_ < 0) {
      std::string wanted = "a.report != nullptr";
      for (const auto& w : finish_.singles()) wanted += fmt::format(" || a.{}.data != nullptr", name_of(w));
      out_.line(fmt::format("if ({}) run({{1, 32, 0}}, finish<T>, a);", wanted));
    }
    out_.line("return run.status();");
    out_.close();
  }
  std::string counted(const slot& s) const {
    for (node_id id : t_.joined)
      if (is<op::ValidCount>(p_.g[id]) && static_cast<int>(p_.g[id].payload) == s.input) return t_.place_of(id);
    return "at_counted_" + s.name;
  }

  void write_region(std::size_t r) {
    const auto& region = p_.regions[r];
    const auto fed = outputs_fed_by(p_, r);
    std::string wanted;
    std::size_t outputs = 0;
    for (const auto& o : p_.g.outputs) {
      if (o.wrt == reported) continue;  // it is of the result
      ++outputs;
      if (fed.count(print_output_name(p_.g, o))) wanted += fmt::format("{}a.{}.data != nullptr", wanted.empty() ? "" : " || ", print_output_name(p_.g, o));
    }
    // The report comes with the single numbers.
    if (finishing_ == static_cast<int>(r)) wanted += " || a.report != nullptr";
    out_.line();
    out_.open(fed.size() == outputs ? "{" : fmt::format("if ({}) {{", wanted));
    const bool used = finish_.joins(r) || !vector_joins(region).empty();
    const std::string blocks = used ? "const int blocks = " : "";
    if (has_teams(p_, region)) {
      out_.line(fmt::format("{}launch_{}(run, a);", blocks, region.name));
    } else if (is_packed(region)) {
      out_.line(fmt::format("constexpr int N = widest<T>;"));
      out_.line(fmt::format("{0}a.wide ? run(shape_of_elements<N>(a.rows, {1}), {2}<T, N>, a) : run(shape_of_elements<1>(a.rows, {1}), {2}<T, 1>, a);", blocks, shared_bytes_[r], region.name));
    } else {
      out_.line(fmt::format("{0}run(shape_of_elements<1>(a.rows, {1}), {2}<T, 1>, a);", blocks, shared_bytes_[r], region.name));
    }
    out_.line(fmt::format("a.ran |= {};", 1 << r));
    if (finish_.joins(r)) {
      const auto count = scalar_joins(region).size() + notes_of(p_, region).size();
      out_.line(fmt::format("run({{1, 256, {} * slot_bytes}}, join_{}<T>, a, blocks);", count, region.name));
    }
    if (!vector_joins(region).empty()) {
      // As many as the variant that was launched has in a block.
      const char* per_block = region.sweeps.empty() ? "8" : "a.columns <= longest_short_row ? 32 : a.columns <= longest_warp_row<T> ? 8 : 1";
      out_.line(fmt::format("const int64_t teams_per_block = {};", per_block));
      out_.line(fmt::format("run(shape_of_elements<1>({}, 0), join_columns_{}<T>, a, blocks * teams_per_block);", p_.group != 0 ? "a.columns > a.groups ? a.columns : a.groups" : "a.columns", region.name));
    }
    reduce_columns(static_cast<int>(r) + 1);
    out_.close();
  }
  void reduce_columns(int regions) {
    const auto count = column_reductions(p_, regions).size();
    if (count > 0) out_.line(fmt::format("run({{1, 256, {} * slot_bytes}}, reduce_columns_{}<T>, a);", count, regions));
  }
  /// Labels and picks are read one by one anyway.
  bool is_packed(const region& r) const {
    const region_scope scope(p_, r);
    return p_.inner == 0 && r.keeps.empty() && std::none_of(scope.rows.begin(), scope.rows.end(), [&](node_id id) { return is<op::At>(p_.g[id]) || is<op::Valid>(p_.g[id]); });
  }

  void write_views() {
    out_.line("arguments<T> a;");
    emit_sizes(out_, p_);
    int last = -1;
    for (const auto& input : p_.g.inputs)
      if (p_.inner == 0 && rank(input) > 0 && axes_of(input) == p_.parallel) last = input.axes[static_cast<std::size_t>(rank(input) - 1)];
    out_.line(fmt::format("a.segment = {};", p_.inner != 0 ? "a.rows" : last < 0 ? "1" : "a.n_" + std::string(p_.g.axes[static_cast<std::size_t>(last)].name)));
    for (std::size_t i = 0; i < t_.slots.size(); ++i) {
      const auto& s = t_.slots[i];
      const auto name = text_name(s.name);
      if (s.role == slot_role::label_int32) out_.line(fmt::format("a.{} = labels_of(s, call, {});", name, i));
      if (s.role == slot_role::parameter) out_.line(fmt::format("a.{} = call.numbers[{}];", name, i));
      if (!is_array(s)) continue;
      if (is_output(s)) out_.line(fmt::format("a.{} = output_of<T>(s, call, {});", name, i));
      else out_.line(fmt::format("a.{} = input_of<{}>(s, call, {});", name, s.role == slot_role::mask ? "uint8_t" : "T", i));
      int inner = 0;
      for (int axis : s.axes) inner += p_.inner >> axis & 1;
      if (inner > 1) out_.line(fmt::format("a.{}.stride = a.columns;", name));
      axis_mask axes = 0;
      for (int axis : s.axes) axes |= axis_mask{1} << axis;
      const bool packed = p_.inner == 0 ? axes == p_.parallel && axes != 0 : (axes & p_.inner) != 0;
      if (packed && p_.inner == 0) out_.line(fmt::format("a.wide = a.wide && is_wide_flat<widest<T>>(a.{}, a.segment, a.rows);", name));
      else if (packed) out_.line(fmt::format("a.wide = a.wide && is_wide<widest<T>>(a.{}, a.columns);", name));
    }
    out_.line("a.report = call.options.report;");
    out_.line("a.most_shared_bytes = most_shared_bytes();");
  }
};

}  // namespace

void emit_cuda_arguments(writer& out, const cuda_plan& t) {
  const auto& p = t.plan;
  out.line("// Single numbers that launches leave in the workspace for later ones.");
  std::string places;
  for (node_id id : t.joined) places += t.place_of(id) + ", ";
  for (const auto& s : t.slots) {
    if (s.role != slot_role::label_int32) continue;
    const bool counted = std::any_of(t.joined.begin(), t.joined.end(), [&](node_id id) { return is<op::ValidCount>(p.g[id]) && static_cast<int>(p.g[id].payload) == s.input; });
    if (!counted) places += "at_counted_" + s.name + ", ";
    places += "at_wrong_" + s.name + ", ";
  }
  std::size_t parts = 2;  // of the labels
  for (std::size_t r = 0; r < p.regions.size(); ++r) {
    const auto notes = notes_of(p, p.regions[r]);
    for (int note : notes) places += fmt::format("at_{}_{}, ", row_notes[note].name, r);
    parts = std::max(parts, scalar_joins(p.regions[r]).size() + notes.size());
  }
  out.line(fmt::format("enum : int {{ {}joined_count }};", places));
  out.line();
  out.line("template <class T>");
  out.open("struct arguments {");
  std::string sizes = "rows = 0, columns = 0, segment = 0";
  if (p.group != 0) sizes += ", groups = 0, rows_per_group = 1";
  for (const auto& axis : p.g.axes) sizes += ", n_" + std::string(axis.name) + " = 0";
  out.line(fmt::format("int64_t {};", sizes));
  for (const auto& s : t.slots) {
    const auto name = text_name(s.name);
    if (s.role == slot_role::parameter) out.line(fmt::format("double {} = 0;", name));
    else if (s.role == slot_role::label_int32) out.line(fmt::format("labels {};", name));
    else if (is_array(s)) out.line(fmt::format("{}<{}> {};", is_output(s) ? "output" : "input", s.role == slot_role::mask ? "uint8_t" : "T", name));
  }
  int split = 0;
  for (const auto& r : p.regions)
    if (has_teams(p, r) && split_kernels(r) > 0) split = std::max(split, row_reductions(r));
  out.line(split > 0 ? "scratch<double> parts, joined, split;" : "scratch<double> parts, joined;");
  std::vector<std::string> pieces = {fmt::format("a.parts.data = workspace.template take<double>({} * most_blocks);", parts), "a.joined.data = workspace.template take<double>(joined_count + 1);"};
  if (split > 0) pieces.push_back(fmt::format("a.split.data = workspace.template take<double>(a.columns < shortest_split_row ? 0 : {} * most_split_rows * warp_size);", split));
  for (const auto& r : p.regions) {
    for (node_id id : r.keeps) {
      out.line(fmt::format("scratch<arithmetic<T>> kept_{};", t.names[id]));
      pieces.push_back(fmt::format("a.kept_{}.data = workspace.template take<arithmetic<T>>(a.rows);", t.names[id]));
    }
    for (const auto& j : vector_joins(r)) {
      out.line(fmt::format("scratch<double> table_{0};", t.names[j.node]));
      const char* kind = j.place == place::group ? "group" : "column";
      const char* count = entries_of(j);
      const char* most = p.group != 0 ? "a.columns > a.groups ? a.columns : a.groups" : "a.columns";
      out.line(fmt::format("scratch<arithmetic<T>> {}_{};", kind, t.names[j.node]));
      pieces.push_back(fmt::format("a.table_{}.data = workspace.template take<double>(most_table_teams({}) * {});", t.names[j.node], most, count));
      pieces.push_back(fmt::format("a.{}_{}.data = workspace.template take<arithmetic<T>>({});", kind, t.names[j.node], count));
    }
  }
  out.line("lossc_report* report = nullptr;");
  out.line("int64_t most_shared_bytes = 0;  // of a block");
  out.line("int64_t kept_bytes = 0;  // of shared memory for one input's row, from kept_at on");
  if (split > 0) out.line("int parts_of_row = 1;  // blocks that share a row");
  out.line("int kept_at = 0, ran = 0;  // ran: which regions were launched, one bit each");
  out.line("bool wide = true;  // rows are whole accesses of 16 bytes");
  out.close("};");
  out.line();
  out.line("template <class T>");
  out.open("void place_workspace(arguments<T>& a, workspace_cursor& workspace) {");
  for (const auto& line : pieces) out.line(line);
  out.close();
  emit_workspace_size(out, p);
}

void emit_cuda_plan(writer& out, const cuda_plan& t) { plan_emitter(out, t).write(); }

}  // namespace lossc
