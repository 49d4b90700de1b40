// Translates a region into one CUDA kernel: teams of threads over rows, or packs of elements in one long row.
#include <fmt/format.h>

#include <algorithm>

#include <lossc/emit/cuda_plan.hpp>
#include <lossc/emit/row_note.hpp>
#include <lossc/graph/print.hpp>

namespace lossc {

namespace {


class region_emitter {
 public:
  region_emitter(writer& out, const cuda_plan& t, const region& r, int split = -1)
      : out_(out), t_(t), p_(t.plan), r_(r), split_(split), scope_(p_, r), names_(t.names), teams_(has_teams(p_, r)), kept_(kept_inputs(p_, r)), vectors_(vector_joins(r)),
        text_(p_.g, dialect::scalars, [this](node_id id) { return leaf(id); }) {
    if (is_split()) find_needed();
    else needed_scalars_ = scope_.scalars;
  }

  int write() {
    out_.line(teams_ && !is_split() ? "template <class T, class Team, class Keep, int N>" : "template <class T, int N>");
    const auto name = is_split() ? fmt::format("{}_split_{}", r_.name, split_) : r_.name;
    out_.open(fmt::format("LOSSC_KERNEL({}) {}(const arguments<T> a) {{", is_split() ? "part_of_row::most_threads" : teams_ ? "Team::most_threads" : "256", name));
    if (is_split() && has_sweep()) out_.line("using Keep = not_kept;");
    out_.line("using R = arithmetic<T>;");
    const int slots_at = (emit_cuda_scalars(out_, t_, needed_scalars_) + 15) / 16 * 16;
    if (!scalar_joins(r_).empty() || !notes_.empty() || teams_) out_.line(fmt::format("constexpr int slots_at = {};", slots_at));
    if (ends_rows())
      for (const auto& j : scalar_joins(r_)) out_.line(fmt::format("double {}_part = {}::unit<double>();", names_[j.node], text_of(j.join).word));
    if (ends_rows())
      for (int note : notes_) out_.line(fmt::format("double {} = least::unit<double>();", row_notes[note].name));
    if (teams_) write_teams();
    else write_flat();
    if (ends_rows()) write_parts();
    out_.close();
    return slots_at + slot_ * 32 * 8;  // slot_bytes in the runtime
  }

 private:
  writer& out_;
  const cuda_plan& t_;
  const kernel_plan& p_;
  const region& r_;
  int split_;  // which of the kernels that split rows over blocks: that of this sweep; -1: whole rows
  region_scope scope_;
  const node_names& names_;
  bool teams_;
  std::vector<std::string> kept_;
  std::vector<accumulation> vectors_;
  std::vector<int> notes_ = notes_of(p_, r_);
  expression_text text_;
  std::set<node_id> known_rows_, known_elements_;
  std::set<node_id> needed_, needed_scalars_;  // by the one sweep of a split kernel
  std::set<std::string> read_before_;  // kept inputs that a sweep has read
  int slot_ = 0;                       // of shared memory, the next join's

  bool is_split() const { return split_ >= 0; }
  bool has_sweep() const { return !is_split() || split_ < static_cast<int>(r_.sweeps.size()); }
  bool is_needed(node_id id) const { return !is_split() || needed_.count(id) != 0; }
  /// What one sweep, and the end of the rows if it follows, are made of: reductions of earlier sweeps are loaded.
  void find_needed() {
    const auto visit = [&](auto&& self, node_id id) -> void {
      if (level_of(p_, id) == level::scalar) {
        if (!is<op::Number>(p_.g[id])) needed_scalars_.insert(id);
        return;
      }
      if (!needed_.insert(id).second || is_reduction(p_.g[id]) || std::find(r_.kept.begin(), r_.kept.end(), id) != r_.kept.end()) return;
      for (node_id in : p_.g[id].in)
        if (in != no_node) self(self, in);
    };
    if (has_sweep()) {
      const auto& sweep = r_.sweeps[static_cast<std::size_t>(split_)];
      for (node_id id : roots_of(sweep)) visit(visit, id);
      for (const auto& w : sweep.writes)
        if (w.at_label != no_node) visit(visit, w.at_label);
    }
    if (!ends_rows()) return;
    for (const auto& j : r_.joins) visit(visit, j.operand);
    for (const auto& w : r_.row_writes) visit(visit, w.value);
    for (node_id id : r_.keeps) visit(visit, id);
    for (node_id id : scope_.rows)
      if (note_of(p_, id) >= 0) visit(visit, p_.g[id].in[0]);
  }
  /// Whether this kernel knows all row reductions: it feeds the joins over rows, and writes what rows give.
  bool ends_rows() const { return !is_split() || split_ + 1 == split_kernels(r_); }

  std::string leaf(node_id id) const {
    const level l = level_of(p_, id);
    if (l == level::scalar) return is<op::Number>(p_.g[id]) ? "" : names_[id];
    if (l == level::row) return known_rows_.count(id) ? row_name(id) : "";
    return known_elements_.count(id) ? element_name(id) : "";
  }
  const input_info& input_of(node_id id) const { return p_.g.inputs[p_.g[id].payload]; }
  std::string input_name(node_id id) const { return text_name(std::string(input_of(id).name)); }
  std::string element_name(node_id id) const { return is<op::Input>(p_.g[id]) ? names_[id] + "_c" : names_[id]; }
  std::string row_name(node_id id) const { return is<op::Input>(p_.g[id]) ? names_[id] + "_row" : names_[id]; }
  std::string output_name(const lossc::write& w) const { return print_output_name(p_.g, p_.g.outputs[static_cast<std::size_t>(w.output)]); }
  bool is_label(node_id id) const { return is<op::Input>(p_.g[id]) && input_of(id).kind == input_kind::label; }
  bool is_mask(node_id id) const { return is<op::Input>(p_.g[id]) && input_of(id).kind == input_kind::mask; }
  bool is_upstream(node_id id) const { return input_of(id).kind == input_kind::upstream; }
  bool is_row_reduction(node_id id) const { return is_reduction(p_.g[id]) && !is_join(p_, id) && std::find(r_.kept.begin(), r_.kept.end(), id) == r_.kept.end(); }
  const char* type_of(node_id id) const { return facts_of(p_.g[id].code).boolean ? "bool" : "R"; }
  std::string row() const { return teams_ ? "row" : "index + i"; }

  // --- rows ---
  void declare_labels() {
    std::set<node_id> labels;
    for (const auto& [id, stage] : scope_.stage)
      if (is_label(id)) labels.insert(id);
    for (const auto& list : scope_.elements)
      for (node_id id : list)
        if (is<op::OneHot>(p_.g[id])) labels.insert(p_.g[id].in[0]);
    for (const auto& j : vectors_)
      if (j.label != no_node) labels.insert(j.label);
    for (const auto& s : r_.sweeps)
      for (const auto& w : s.writes)
        if (w.label != no_node) labels.insert(w.label);
    for (node_id id : labels)
      if (is_needed(id)) out_.line(fmt::format("const label {0}_row = load_label(a.{0}, {1});", input_name(id), row()));
  }
  std::string row_load(node_id id) const {
    const node& n = p_.g[id];
    if (std::find(r_.kept.begin(), r_.kept.end(), id) != r_.kept.end()) return fmt::format("load(a.kept_{}, {})", names_[id], row());
    if (is_of_group(p_, id) && is<op::Input>(n))
      return fmt::format("R({}(a.{}, ({}) / a.rows_per_group))", is_upstream(id) ? "load_or_one" : "load", input_name(id), row());
    if (is_join(p_, id)) return fmt::format("load(a.group_{}, ({}) / a.rows_per_group)", names_[id], row());
    if (is<op::Input>(n)) {
      const auto name = input_name(id);
      if (!teams_) return name + "_v[i]";
      return fmt::format("{}(a.{}, row)", is_upstream(id) ? "load_or_one" : "load", name);
    }
    if (is<op::At>(n)) {
      const bool along_rows = (p_.g[n.in[0]].axes & p_.parallel) != 0;
      return fmt::format("load(a.{}, {}{}_row.safe)", input_name(n.in[0]), along_rows ? row() + ", " : "", input_name(n.in[1]));
    }
    if (is<op::Valid>(n)) return input_name(n.in[0]) + "_row.counts";
    if (is<op::Equal>(n) && is_label(n.in[0]) && is_label(n.in[1])) return fmt::format("{}_row.at == {}_row.at", input_name(n.in[0]), input_name(n.in[1]));
    if (is<op::Position>(n)) return fmt::format("R({})", row());
    return {};
  }
  /// Row values that are known after `stage` sweeps.
  void write_row_values(int stage) {
    for (node_id id : scope_.rows) {
      if (scope_.stage.at(id) != stage || is_label(id) || is_row_reduction(id) || !is_needed(id)) continue;
      const auto load = row_load(id);
      const bool named = !p_.g.names[static_cast<std::size_t>(id)].empty();
      const auto uses = scope_.row_uses.find(id);
      const bool variable = !load.empty() || named || scope_.row_variables.count(id) || (uses != scope_.row_uses.end() && uses->second > 1) || text_(id).size() > 90;
      if (!variable) continue;
      out_.line(fmt::format("const {} {} = {};", type_of(id), row_name(id), load.empty() ? text_.definition(id) : load));
      known_rows_.insert(id);
    }
    if (!ends_rows()) return;
    for (node_id id : scope_.rows) {
      const int note = note_of(p_, id);
      if (note < 0 || scope_.stage.at(id) != stage) continue;
      out_.line(fmt::format("if ({0} == {1}) {2} = minimum({2}, static_cast<double>({3}));", text_.factor(p_.g[id].in[0]), text_(p_.g[id].in[1]), row_notes[note].name, row()));
    }
  }
  void feed_joins() {
    for (const auto& j : r_.joins) {
      const std::string value = text_(j.operand);
      if (j.place == place::group) {
        out_.line("if (owns<N>(team, row / a.rows_per_group))");
        out_.line(fmt::format("  join_into<{}>(a.table_{}, team.first_row() * a.groups + row / a.rows_per_group, {});", text_of(j.join).word, names_[j.node], value));
      } else if (j.place == place::table) {
        const auto label = input_name(j.label) + "_row";
        out_.line(fmt::format("if ({0}.counts && owns<N>(team, {0}.at))", label));
        out_.line(fmt::format("  join_into<plus>(a.table_{}, team.first_row() * a.columns + {}.at, {});", names_[j.node], label, value));
      } else {
        out_.line(fmt::format(fmt::runtime(text_of(j.join).feed), names_[j.node] + "_part", fmt::format("static_cast<double>({})", value)));
      }
    }
  }
  void write_parts() {
    int k = 0;
    const bool leads = teams_;
    const auto leave = [&](const std::string& name, const char* monoid) {
      const auto mine = leads ? fmt::format("team.rank() == 0 ? {} : {}::unit<double>()", name, monoid) : name;
      out_.line(fmt::format("leave_part<{}>(a.parts, {}, {}, slots_at + {} * slot_bytes);", monoid, k++, mine, slot_++));
    };
    for (const auto& j : scalar_joins(r_)) leave(names_[j.node] + "_part", text_of(j.join).word);
    for (int note : notes_) leave(std::string(row_notes[note].name), "least");
  }

  // --- teams ---
  void write_teams() {
    out_.line(is_split() ? "const part_of_row team(slots_at, a.parts_of_row, a.rows);" : "const Team team(slots_at);");
    for (const auto& j : vectors_) out_.line(fmt::format("begin_columns<{}, N>(team, a.table_{}, {});", text_of(j.join).word, names_[j.node], j.place == place::group ? "a.groups" : "a.columns"));
    out_.open("for (int64_t row = team.first_row(); row < a.rows; row += team.row_step()) {");
    for (std::size_t k = 0; k < kept_.size() && has_sweep(); ++k)
      out_.line(fmt::format("row_of<T, Keep, N> {0}(a.{0}, row, static_cast<int>(a.kept_at + {1} * a.kept_bytes), static_cast<int>(a.kept_bytes / sizeof(T)));", kept_[k], k));
    declare_labels();
    write_row_values(0);
    int joins = 0;
    for (const auto& s : r_.sweeps)
      for (const auto& red : s.reductions) joins += red.place == place::row;
    if (!is_split() && writes_before_a_join()) out_.line("team.sync();  // outputs may be inputs: all have read before one writes");
    for (std::size_t s = 0; s < r_.sweeps.size(); ++s) {
      if (!is_split() || static_cast<int>(s) == split_) write_sweep(s);
      else if (static_cast<int>(s) < split_) load_joined(s);
    }
    if (ends_rows()) end_row();
    if (joins == 1 && !is_split()) out_.line("team.next_row();");
    out_.close();
  }
  void end_row() {
    feed_joins();
    if (r_.row_writes.empty() && r_.keeps.empty()) return;
    out_.open("if (team.rank() == 0) {");
    for (const auto& w : r_.row_writes) out_.line(fmt::format("store(a.{}, row, {});", output_name(w), text_(w.value)));
    for (node_id id : r_.keeps) out_.line(fmt::format("store(a.kept_{}, row, {});", names_[id], text_(id)));
    out_.close();
  }
  /// What earlier launches left of a sweep's reductions.
  void load_joined(std::size_t s) {
    for (const auto& red : r_.sweeps[s].reductions) {
      if (red.place != place::row) continue;
      if (is_needed(red.node)) out_.line(fmt::format("const R {} = R(team.template joined<{}>(a.split, {}, row));", names_[red.node], text_of(red.join).word, slot_));
      known_rows_.insert(red.node);
      ++slot_;
    }
    write_row_values(static_cast<int>(s) + 1);
  }
  /// A row value that one thread read may be overwritten by another, unless a join came in between.
  bool writes_before_a_join() const {
    const bool reads = std::any_of(scope_.rows.begin(), scope_.rows.end(), [&](node_id id) { return is<op::Input>(p_.g[id]) || is<op::At>(p_.g[id]); });
    if (!reads) return false;
    for (const auto& s : r_.sweeps) {
      if (!s.writes.empty()) return true;
      if (std::any_of(s.reductions.begin(), s.reductions.end(), [](const auto& red) { return red.place == place::row; })) return false;
    }
    return !r_.row_writes.empty();
  }

  std::string element_load(node_id id) const {
    const node& n = p_.g[id];
    if (is<op::Input>(n)) return input_name(id) + "_v[i]";
    if (is<op::OneHot>(n)) return fmt::format("c + i == {}_row.at", input_name(n.in[0]));
    if (is<op::Position>(n)) return "R(c + i)";
    if (is_reduction(n)) return fmt::format("load(a.column_{}, c + i)", names_[id]);
    return {};
  }
  void load_inputs(std::size_t s) {
    for (node_id id : scope_.elements[s]) {
      if (!is<op::Input>(p_.g[id]) || is_label(id)) continue;
      const auto name = input_name(id);
      const char* at_row = level_of(p_, id) == level::column ? "0" : "row";
      std::string load = fmt::format("{}<N>(a.{}, {}, c)", is_upstream(id) ? "load_or_ones" : "load", name, at_row);
      if (std::find(kept_.begin(), kept_.end(), name) != kept_.end())
        load = fmt::format("{}.{}(s, c)", name, read_before_.insert(name).second ? "first" : "again");
      out_.line(fmt::format("const auto {}_v = {};", name, load));
    }
  }
  void write_elements(std::size_t s) {
    known_elements_.clear();
    std::map<node_id, int> uses;
    for (node_id id : scope_.elements[s])
      for (node_id in : p_.g[id].in)
        if (in != no_node) ++uses[in];
    for (node_id id : roots_of(r_.sweeps[s])) ++uses[id];
    for (node_id id : scope_.elements[s]) {
      if (is_label(id)) continue;
      const auto load = element_load(id);
      const bool named = !p_.g.names[static_cast<std::size_t>(id)].empty();
      if (load.empty() && !named && uses[id] < 2 && text_(id).size() <= 90) continue;
      out_.line(fmt::format("const {} {} = {};", type_of(id), element_name(id), load.empty() ? text_.definition(id) : is_mask(id) ? "R(" + load + ")" : load));
      known_elements_.insert(id);
    }
    for (const auto& red : r_.sweeps[s].reductions) {
      const auto value = text_(red.operand);
      const auto& name = names_[red.node];
      const auto& join = text_of(red.join);
      if (red.place == place::column) out_.line(fmt::format("join_into<{}>(a.table_{}, team.first_row() * a.columns + c + i, {});", join.word, name, value));
      else if (red.join == monoid::sum) out_.line(fmt::format("{}_strip += {};", name, value));
      else out_.line(fmt::format(fmt::runtime(join.feed), name + "_mine", join.in_double ? fmt::format("static_cast<double>({})", value) : value));
    }
    for (const auto& w : r_.sweeps[s].writes) {
      const auto everywhere = text_(w.value);
      out_.line(w.label == no_node ? fmt::format("{}_v[i] = {};", output_name(w), everywhere)
                                   : fmt::format("{0}_v[i] = c + i == {1}_row.at ? {0}_at_label : {2};", output_name(w), input_name(w.label), everywhere));
    }
  }
  void write_sweep(std::size_t s) {
    const auto& sweep = r_.sweeps[s];
    out_.line();
    for (const auto& w : sweep.writes)
      if (w.label != no_node) out_.line(fmt::format("const R {}_at_label = {};", output_name(w), text_(w.at_label)));
    for (const auto& red : sweep.reductions) {
      if (red.place != place::row) continue;
      const auto& join = text_of(red.join);
      const char* type = join.in_double ? "double" : "R";
      out_.line(fmt::format("{} {}_mine = {}::unit<{}>();", type, names_[red.node], join.word, type));
    }
    out_.line("LOSSC_UNROLL(Keep::unrolled)");
    out_.open("for (int s = 0; has_strip<Keep, N>(team, s, a.columns); ++s) {");
    out_.line("const int64_t c = (static_cast<int64_t>(s) * team.size() + team.rank()) * N;");
    out_.line("if (c >= a.columns) continue;");
    load_inputs(s);
    for (const auto& red : sweep.reductions)
      if (red.place == place::row && red.join == monoid::sum) out_.line(fmt::format("R {}_strip = 0;", names_[red.node]));
    for (const auto& w : sweep.writes) out_.line(fmt::format("numbers<R, N> {}_v = {{}};", output_name(w)));
    out_.line("LOSSC_UNROLL(N)");
    out_.open("for (int i = 0; i < N; ++i) {");
    write_elements(s);
    out_.close();
    for (const auto& red : sweep.reductions)
      if (red.place == place::row && red.join == monoid::sum) out_.line(fmt::format("{0}_mine += static_cast<double>({0}_strip);", names_[red.node]));
    for (const auto& w : sweep.writes) out_.line(fmt::format("store(a.{0}, row, c, {0}_v);", output_name(w)));
    out_.close();
    for (const auto& red : sweep.reductions) {
      if (red.place != place::row) continue;
      const auto& name = names_[red.node];
      if (is_split()) {
        out_.line(fmt::format("team.template leave<{}>(a.split, {}, row, {}_mine);", text_of(red.join).word, slot_++, name));
        continue;
      }
      const auto joined = fmt::format("team.template join<{}>({}_mine, {})", text_of(red.join).word, name, slot_++);
      out_.line(fmt::format("const R {} = {};", name, text_of(red.join).in_double ? "R(" + joined + ")" : joined));
      known_rows_.insert(red.node);
    }
    if (!is_split() || ends_rows()) write_row_values(static_cast<int>(s) + 1);
  }

  // --- one long row ---
  void write_flat() {
    std::vector<node_id> inputs;
    for (node_id id : scope_.rows)
      if (is<op::Input>(p_.g[id]) && !is_label(id) && !is_of_group(p_, id)) inputs.push_back(id);
    out_.open("for (int64_t index = first_element<N>(); index < a.rows; index += element_step<N>()) {");
    for (node_id id : inputs)
      out_.line(fmt::format("const auto {0}_v = {1}<N>(a.{0}, a.segment, index);", input_name(id), is_upstream(id) ? "load_flat_or_ones" : "load_flat"));
    for (const auto& w : r_.row_writes) out_.line(fmt::format("numbers<R, N> {}_v = {{}};", output_name(w)));
    out_.line("LOSSC_UNROLL(N)");
    out_.open("for (int i = 0; i < N; ++i) {");
    declare_labels();
    write_row_values(0);
    feed_joins();
    for (const auto& w : r_.row_writes) out_.line(fmt::format("{}_v[i] = {};", output_name(w), text_(w.value)));
    for (node_id id : r_.keeps) out_.line(fmt::format("store(a.kept_{}, index + i, {});", names_[id], text_(id)));
    out_.close();
    for (const auto& w : r_.row_writes) out_.line(fmt::format("store_flat(a.{0}, a.segment, index, {0}_v);", output_name(w)));
    out_.close();
  }
};

}  // namespace

int emit_cuda_region(writer& out, const cuda_plan& t, const region& r) { return region_emitter(out, t, r).write(); }

int emit_split_kernel(writer& out, const cuda_plan& t, const region& r, int k) { return region_emitter(out, t, r, k).write(); }

}  // namespace lossc
