// Translates a region: the same statements for both directions of lanes, only loads, stores and joins differ.
#include <lossc/emit/cpu_region.hpp>
#include <lossc/emit/row_note.hpp>

#include <fmt/format.h>

#include <lossc/graph/print.hpp>

namespace lossc {

namespace {

class region_emitter {
 public:
  region_emitter(writer& out, const region_scope& scope, const node_names& names, lanes_along lanes)
      : out_(out), scope_(scope), p_(scope.plan), r_(scope.region), names_(names), rows_(lanes == lanes_along::inner),
        flat_(!rows_ && (scope.plan.inner == 0 || scope.region.sweeps.empty() || !has_elements(scope))),
        joins_(joins_of(scope.region)),
        text_(p_.g, dialect::vectors, [this](node_id id) { return leaf(id); }) {}

  void write(const std::string& function) {
    out_.line("template <class T>");
    out_.open(fmt::format("void {}(const arguments<T>& a, int64_t first, int64_t last, [[maybe_unused]] partial<{}>& parts) {{", function, joins_.size()));
    out_.line("[[maybe_unused]] const auto zero = broadcast<T>(0.0), one = broadcast<T>(1.0);");
    for (node_id id : scope_.scalars) {
      const bool boolean = facts_of(p_.g[id].code).boolean;
      out_.line(fmt::format("const auto {0} = {1}<T>(a.{0}{2});", names_[id], boolean ? "broadcast_mask" : "broadcast", boolean ? " != 0" : ""));
    }
    declare_joins();
    if (rows_) write_rows();
    else if (flat_) write_flat();
    else write_turned();
    finish_joins();
    out_.close();
  }

  static bool has_elements(const region_scope& scope) {
    for (const auto& list : scope.elements)
      if (!list.empty()) return true;
    for (const auto& s : scope.region.sweeps)
      if (!s.writes.empty()) return true;
    return false;
  }

 private:
  writer& out_;
  const region_scope& scope_;
  const kernel_plan& p_;
  const lossc::region& r_;
  const node_names& names_;
  bool rows_, flat_;
  std::vector<accumulation> joins_;
  expression_text text_;
  std::set<node_id> known_rows_, known_elements_;

  std::string leaf(node_id id) const {
    const level l = level_of(p_, id);
    if (l == level::scalar) return is<op::Number>(p_.g[id]) ? "" : names_[id];
    if (l == level::row) return known_rows_.count(id) ? row_name(id) : "";
    return known_elements_.count(id) ? element_name(id) : "";
  }
  std::string element_name(node_id id) const { return is<op::Input>(p_.g[id]) ? names_[id] + "_c" : names_[id]; }
  std::string row_name(node_id id) const { return flat_ && is<op::Input>(p_.g[id]) && !is_of_group(p_, id) ? names_[id] + "_c" : names_[id]; }
  std::string input_name(node_id id) const { return text_name(std::string(p_.g.inputs[p_.g[id].payload].name)); }
  bool is_mask(node_id id) const { return p_.g.inputs[p_.g[id].payload].kind == input_kind::mask; }
  bool is_upstream(node_id id) const { return p_.g.inputs[p_.g[id].payload].kind == input_kind::upstream; }
  std::string output_name(const lossc::write& w) const { return print_output_name(p_.g, p_.g.outputs[static_cast<std::size_t>(w.output)]); }
  std::string row_index() const { return flat_ ? "index + c" : "row"; }

  // --- joins over the parallel axes ---
  void declare_joins() {
    int k = 0;
    for (const auto& j : joins_) {
      if (j.place == place::scalar) {
        const auto& join = text_of(j.join);
        out_.line(rows_ ? fmt::format("double {} = {};", join_name(j), join.unit) : fmt::format("{}<T> {};", join.lanes, join_name(j)));
      } else {
        out_.line(fmt::format("double* const {} = parts.table[{}];", join_name(j), k));
      }
      ++k;
    }
  }
  std::string join_name(const accumulation& j) const { return names_[j.node] + "_part"; }
  void feed_join(const accumulation& j) {
    const std::string value = text_(j.operand);
    if (j.place == place::group) {
      if (rows_) out_.line(fmt::format("{0}[row / a.rows_per_group] = {1}::join({0}[row / a.rows_per_group], static_cast<double>(first_lane({2})));", join_name(j), text_of(j.join).word, value));
      else out_.line(fmt::format("join_group<T, {}>(part, {}, {}, a.rows_per_group, {});", text_of(j.join).word, join_name(j), row_index(), value));
    } else if (j.place == place::table) {
      const auto label = input_name(j.label);
      if (rows_) out_.line(fmt::format("if (a.{0}.valid(row)) {1}[a.{0}.at(row)] += first_lane({2});", label, join_name(j), value));
      else out_.line(fmt::format("add_to_table<T>(part, {}, a.{}, {}, {});", join_name(j), label, row_index(), value));
    } else if (!rows_) {
      out_.line(fmt::format("{}.add(part, {});", join_name(j), value));
    } else {
      out_.line(fmt::format(fmt::runtime(text_of(j.join).feed), join_name(j), fmt::format("static_cast<double>(first_lane({}))", value)));
    }
  }
  void finish_joins() {
    int k = 0;
    for (const auto& j : joins_) {
      if (j.place == place::scalar) out_.line(fmt::format("parts.join[{}] = {}{};", k, join_name(j), rows_ ? "" : ".total()"));
      ++k;
    }
  }

  // --- values of a row ---
  std::string row_load(node_id id) const {
    const node& n = p_.g[id];
    if (std::find(r_.kept.begin(), r_.kept.end(), id) != r_.kept.end())
      return rows_ ? fmt::format("broadcast<T>(a.kept_{}[row])", names_[id]) : fmt::format("part.load(a.kept_{} + {})", names_[id], row_index());
    if (is_of_group(p_, id) && (is<op::Input>(n) || is_join(p_, id))) {
      const auto vector = is<op::Input>(n) ? "a." + input_name(id) + ".data" : "a.group_" + names_[id];
      if (!rows_) return fmt::format("load_group<T>(part, {}, {}, a.rows_per_group)", vector, row_index());
      if (is<op::Input>(n) && is_upstream(id)) return fmt::format("broadcast<T>({0} == nullptr ? T(1) : {0}[row / a.rows_per_group])", vector);
      return fmt::format("broadcast<T>({}[row / a.rows_per_group])", vector);
    }
    if (is<op::Input>(n)) {
      const auto name = input_name(id);
      if (p_.g.inputs[n.payload].kind == input_kind::label) return {};
      if (rows_) return fmt::format("broadcast<T>(a.{}.{})", name, is_upstream(id) ? "at_or_one(row)" : "data[row]");
      if (is_upstream(id)) return flat_ ? fmt::format("load_upstream<T>(part, {}, c)", name) : fmt::format("load_upstream<T>(part, a.{}.data, row)", name);
      const auto at = flat_ ? fmt::format("{} + c", name) : fmt::format("a.{}.data + row", name);
      return is_mask(id) ? fmt::format("load_mask<T>(part, {})", at) : fmt::format("part.load({})", at);
    }
    if (is<op::At>(n)) {
      const auto x = input_name(n.in[0]), y = input_name(n.in[1]);
      const bool along_rows = (p_.g[n.in[0]].axes & p_.parallel) != 0;
      if (rows_) return fmt::format("broadcast<T>(a.{}.{}[a.{}.safe(row)])", x, along_rows ? "row(row)" : "data", y);
      return along_rows ? fmt::format("load_at<T>(part, a.{}, a.{}, {})", x, y, row_index())
                        : fmt::format("load_at<T>(part, input_rows<T>{{a.{}.data, 0}}, a.{}, {})", x, y, row_index());
    }
    if (is<op::Valid>(n)) {
      const auto y = input_name(n.in[0]);
      return rows_ ? fmt::format("broadcast_mask<T>(a.{}.valid(row))", y) : fmt::format("valid_lanes<T>(part, a.{}, {})", y, row_index());
    }
    if (is<op::Equal>(n) && is_label(n.in[0]) && is_label(n.in[1])) {
      const auto x = input_name(n.in[0]), y = input_name(n.in[1]);
      return rows_ ? fmt::format("broadcast_mask<T>(a.{}.at(row) == a.{}.at(row))", x, y)
                   : fmt::format("labels_agree<T>(part, a.{}, a.{}, {})", x, y, row_index());
    }
    if (is<op::Position>(n)) return rows_ ? "broadcast<T>(static_cast<double>(row))" : fmt::format("positions<T>({})", row_index());
    return {};
  }
  bool is_label(node_id id) const { return is<op::Input>(p_.g[id]) && p_.g.inputs[p_.g[id].payload].kind == input_kind::label; }

  /// Row values that are known after `stage` sweeps.
  void write_row_values(int stage) {
    for (node_id id : scope_.rows) {
      if (scope_.stage.at(id) != stage || is_label(id) || is_reduction_of_row(id)) continue;
      const auto load = row_load(id);
      const bool named = !p_.g.names[static_cast<std::size_t>(id)].empty();
      const auto uses = scope_.row_uses.find(id);
      const bool variable = !load.empty() || named || scope_.row_variables.count(id) || (uses != scope_.row_uses.end() && uses->second > 1) || text_(id).size() > 90;
      if (!variable) continue;
      out_.line(fmt::format("const auto {} = {};", row_name(id), load.empty() ? text_.definition(id) : load));
      known_rows_.insert(id);
    }
    note_rows(stage);
  }
  bool is_reduction_of_row(node_id id) const {
    return is_reduction(p_.g[id]) && !is_join(p_, id) && std::find(r_.kept.begin(), r_.kept.end(), id) == r_.kept.end();
  }
  /// A row without support or direction is inert: the report says which came first.
  void note_rows(int stage) {
    for (node_id id : scope_.rows) {
      const int k = note_of(p_, id);
      if (k < 0 || scope_.stage.at(id) != stage) continue;
      const auto value = text_(p_.g[id].in[0]), at = literal(row_notes[k].at);
      if (rows_) out_.line(fmt::format("if (first_lane({}) == {}) note_row(parts.noted[{}], row);", value, at, k));
      else out_.line(fmt::format("note_lanes_at<T>(part, parts.noted[{}], {}, {}, {});", k, row_index(), value, at));
    }
  }
  void finish_row() {
    for (const auto& j : r_.joins) feed_join(j);
    for (const auto& w : r_.row_writes) {
      if (rows_) out_.line(fmt::format("put(a.{}, row, first_lane({}));", output_name(w), text_(w.value)));
      else if (flat_) out_.line(fmt::format("part.store({}, {}, c);", text_(w.value), output_name(w)));
      else out_.line(fmt::format("part.store({}, row_of(a.{}, 0), row);", text_(w.value), output_name(w)));
    }
    for (node_id id : r_.keeps) {
      if (rows_) out_.line(fmt::format("a.kept_{}[row] = first_lane({});", names_[id], text_(id)));
      else out_.line(fmt::format("part.store({}, output_row<T>{{a.kept_{}, false, false}}, {});", text_(id), names_[id], row_index()));
    }
  }

  // --- sweeps ---
  std::string element_load(node_id id) const {
    const node& n = p_.g[id];
    const bool column = level_of(p_, id) == level::column;
    if (is<op::Input>(n)) {
      const auto name = input_name(id);
      if (rows_ && is_upstream(id)) return fmt::format("load_upstream<T>(part, {}, c)", name);
      if (rows_) return is_mask(id) ? fmt::format("load_mask<T>(part, {} + c)", name) : fmt::format("part.load({} + c)", name);
      if (column && is_upstream(id)) return fmt::format("broadcast<T>({0} == nullptr ? T(1) : {0}[c])", name);
      return column ? fmt::format("broadcast<T>({}[c])", name) : fmt::format("{}.column(c)", name);
    }
    if (is<op::OneHot>(n)) {
      const auto y = input_name(n.in[0]);
      return rows_ ? fmt::format("position_is<T>(c, a.{}, row)", y) : fmt::format("label_is<T>(part, a.{}, row, c)", y);
    }
    if (is<op::Position>(n)) return rows_ ? "positions<T>(c)" : "broadcast<T>(static_cast<double>(c))";
    if (is_reduction(n)) return rows_ ? fmt::format("part.load(a.column_{} + c)", names_[id]) : fmt::format("broadcast<T>(a.column_{}[c])", names_[id]);
    return {};
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
      out_.line(fmt::format("const auto {} = {};", element_name(id), load.empty() ? text_.definition(id) : load));
      known_elements_.insert(id);
    }
    for (const auto& red : r_.sweeps[s].reductions) {
      const auto value = text_(red.operand);
      if (red.place == place::column) {
        const char* join = text_of(red.join).word;
        out_.line(rows_ ? fmt::format("join_columns<T, {}>(part, {} + c, {});", join, join_name(red), value)
                        : fmt::format("join_column<T, {}>(part, {}[c], {});", join, join_name(red), value));
      } else if (rows_) {
        out_.line(fmt::format("{}_lanes.add(part, {});", names_[red.node], value));
      } else {
        out_.line(fmt::format("{} = {};", names_[red.node], fmt::format(fmt::runtime(text_of(red.join).joined), names_[red.node], text_.factor(red.operand))));
      }
    }
    for (const auto& w : r_.sweeps[s].writes)
      out_.line(rows_ ? fmt::format("part.store({}, {}, c);", text_(w.value), output_name(w))
                      : fmt::format("{}.set_column(c, {});", output_name(w), text_(w.value)));
  }

  void write_sweep(std::size_t s) {
    const auto& sweep = r_.sweeps[s];
    out_.line();
    for (const auto& red : sweep.reductions) {
      if (red.place != place::row) continue;
      const auto& join = text_of(red.join);
      if (rows_) out_.line(fmt::format("{}<T> {}_lanes;", join.lanes, names_[red.node]));
      else if (red.join == monoid::sum) out_.line(fmt::format("auto {} = zero;", names_[red.node]));
      else out_.line(fmt::format("auto {} = broadcast<T>({});", names_[red.node], join.unit));
    }
    for (const auto& w : sweep.writes)
      if (rows_ && w.label != no_node) out_.line(fmt::format("const label_entry<T> {0}_entry(a.{0}, a.{1}, row);", output_name(w), input_name(w.label)));
    if (rows_) out_.open("sweep<T>(a.columns, [&](auto part, int64_t c) LOSSC_LOOP_BODY {");
    else out_.open("for (int64_t c = 0; c < a.columns; ++c) {");
    write_elements(s);
    out_.close(rows_ ? "});" : "}");
    for (const auto& red : sweep.reductions) {
      if (red.place != place::row) continue;
      if (rows_) out_.line(fmt::format("const auto {0} = broadcast<T>({0}_lanes.total());", names_[red.node]));
      known_rows_.insert(red.node);
    }
    write_row_values(static_cast<int>(s) + 1);
    for (const auto& w : sweep.writes) {
      if (w.label == no_node) continue;
      if (rows_) out_.line(fmt::format("{}_entry.write({});", output_name(w), text_(w.at_label)));
      else out_.line(fmt::format("{}.set_at(a.{}, row, part.count(), {});", output_name(w), input_name(w.label), text_(w.at_label)));
    }
  }

  std::set<std::string> element_inputs(bool columns) const {
    std::set<std::string> names;
    for (const auto& list : scope_.elements)
      for (node_id id : list)
        if (is<op::Input>(p_.g[id]) && !is_label(id) && (level_of(p_, id) == level::column) == columns) names.insert(input_name(id));
    return names;
  }
  std::set<std::string> written() const {
    std::set<std::string> names;
    for (const auto& s : r_.sweeps)
      for (const auto& w : s.writes) names.insert(output_name(w));
    return names;
  }
  std::string element_type(const std::string& input) const {
    for (const auto& i : p_.g.inputs)
      if (text_name(std::string(i.name)) == input && i.kind == input_kind::mask) return "uint8_t";
    return "T";
  }

  void write_rows() {
    for (const auto& name : element_inputs(true)) out_.line(fmt::format("const {}* const {} = a.{}.data;", element_type(name), name, name));
    out_.open("for (int64_t row = first; row < last; ++row) {");
    for (const auto& name : element_inputs(false)) out_.line(fmt::format("const {}* const {} = a.{}.row(row);", element_type(name), name, name));
    for (const auto& name : written()) out_.line(fmt::format("const auto {0} = row_of(a.{0}, row);", name));
    write_row_values(0);
    for (std::size_t s = 0; s < r_.sweeps.size(); ++s) write_sweep(s);
    finish_row();
    out_.close();
  }

  void write_turned() {
    for (const auto& name : element_inputs(true)) out_.line(fmt::format("const {}* const {} = a.{}.data;", element_type(name), name, name));
    for (const auto& name : element_inputs(false)) out_.line(fmt::format("tile<T> {};", name));
    for (const auto& name : written()) out_.line(fmt::format("tile<T> {};", name));
    out_.open("sweep_one_by_one<T>(last - first, [&](auto part, int64_t i) LOSSC_LOOP_BODY {");
    out_.line("const int64_t row = first + i;");
    for (const auto& name : element_inputs(false)) out_.line(fmt::format("{0}.load(a.{0}, row, part.count(), a.columns);", name));
    write_row_values(0);
    for (std::size_t s = 0; s < r_.sweeps.size(); ++s) write_sweep(s);
    for (const auto& name : written()) out_.line(fmt::format("{0}.store(a.{0}, row, part.count(), a.columns);", name));
    finish_row();
    out_.close("});");
  }

  void write_flat() {
    std::set<std::string> inputs, outputs;
    for (node_id id : scope_.rows)
      if (is<op::Input>(p_.g[id]) && !is_label(id) && !is_of_group(p_, id)) inputs.insert(input_name(id));
    for (const auto& w : r_.row_writes) outputs.insert(output_name(w));
    const char* contiguous = p_.inner == 0 ? "a.contiguous" : "true";
    out_.open(fmt::format("for_each_block(first, last, {}, [&]([[maybe_unused]] int64_t index, int64_t length) LOSSC_LOOP_BODY {{", contiguous));
    const auto arguments = [&](const std::string& name) { return fmt::format("(a.{}, a.segment, {}, index, length);", name, contiguous); };
    for (const auto& name : inputs) {
      const auto type = element_type(name);
      out_.line(fmt::format("const input_block<{}> {}_block{}", type, name, arguments(name)));
      out_.line(fmt::format("const {0}* const {1} = {1}_block.data();", type, name));
    }
    for (const auto& name : outputs) {
      out_.line(fmt::format("output_block<T> {}_block{}", name, arguments(name)));
      out_.line(fmt::format("const auto {0} = {0}_block.row();", name));
    }
    out_.open("sweep<T>(length, [&](auto part, int64_t c) LOSSC_LOOP_BODY {");
    write_row_values(0);
    finish_row();
    out_.close("});");
    for (const auto& name : outputs) out_.line(fmt::format("{}_block.finish();", name));
    out_.close("});");
  }
};

}  // namespace

void emit_region(writer& out, const region_scope& scope, const node_names& names, lanes_along lanes, const std::string& function) {
  region_emitter(out, scope, names, lanes).write(function);
}

}  // namespace lossc
