// Runs a plan in plain f64 loops: regions, sweeps, joins, tables, what is kept and what is written.
#include <lossc/plan/interpreter.hpp>

#include <algorithm>

#include <lossc/plan/interpreter_index.hpp>

namespace lossc {

namespace {

using detail::at;

double unit_of(monoid m) { return m == monoid::sum ? 0 : m == monoid::product ? 1 : m == monoid::max ? -infinity : infinity; }

double joined(monoid m, double a, double b) {
  switch (m) {
    case monoid::sum: return a + b;
    case monoid::product: return a * b;
    case monoid::max: return op::Maximum::eval(a, b);
    case monoid::min: return op::Minimum::eval(a, b);
  }
  return b;
}

class plan_interpreter {
 public:
  plan_interpreter(const kernel_plan& p, const arguments<double>& a)
      : p_(p), g_(p.g), a_(a), here_(a.sizes), nodes_(at(p.g.size())), touched_(p.g.inputs.size()) {
    check_arguments();
    for (int o = 0; o < static_cast<int>(g_.outputs.size()); ++o) {
      result_.outputs.emplace_back(Eigen::ArrayXd::Zero(here_.count(axes_of_output(g_, o))));
      written_.emplace_back(at(result_.outputs.back().size()), 0);
    }
  }

  interpretation run() {
    for (const auto& r : p_.regions) run_region(r);
    for (const auto& w : p_.outputs)
      if (!is_written_in_region(p_, w)) for_each_known(axes_of_output(g_, w.output), [&] { store(w.output, value(w.value)); });
    for (std::size_t o = 0; o < written_.size(); ++o)
      if (std::find(written_[o].begin(), written_[o].end(), 0) != written_[o].end())
        fail("the plan leaves entries of an output unwritten", output_name(o));
    return std::move(result_);
  }

 private:
  // What is known of a node: its value as long as the stamp is that of the current place, and, for
  // reductions and kept values, the results of the loops that are over.
  struct state {
    double value = 0;
    std::int64_t stamp = 0;
    bool reduced = false;              // the row reduction of this index is complete
    bool complete = false;             // the join is complete
    std::vector<double> join;          // partial, then complete: one number, or one per inner index
    std::vector<double> kept;          // per index of the parallel axes
    std::int64_t kept_stamp = 0;
    bool kept_complete = false;
  };

  const kernel_plan& p_;
  const graph& g_;
  const arguments<double>& a_;
  detail::index_space here_;
  std::vector<state> nodes_;
  std::vector<std::vector<int>> touched_;  // per input and entry: the last sweep of this region that read it, of a column all sweeps, as bits
  std::vector<std::vector<char>> written_;
  interpretation result_;

  const region* region_ = nullptr;
  bool in_row_ = false;    // the index along the parallel axes is set
  bool in_entry_ = false;  // the index along the inner axes is set
  bool picking_ = false;   // …by a label
  bool finishing_ = false;  // a small reduction outside the sweeps is running: nothing is counted
  int sweep_ = 0;          // from 1; what a row reads before the first sweep or after the last is 1 too
  std::int64_t clock_ = 0, row_stamp_ = 0, entry_stamp_ = 0;

  std::string_view name_of(node_id id) const {
    const auto name = g_.names[at(id)];
    if (is<op::Input>(g_[id])) return g_.inputs[g_[id].payload].name;
    return name.empty() ? facts_of(g_[id].code).name : name;
  }
  std::string_view output_name(std::size_t o) const {
    const auto& output = g_.outputs[o];
    return output.wrt >= 0 ? g_.inputs[at(output.wrt)].name : output.name;
  }

  void check_arguments() const {
    if (a_.sizes.size() != g_.axes.size()) fail("a plan runs on one size per axis", g_.name);
    for (std::size_t i = 0; i < g_.inputs.size(); ++i) {
      const auto& input = g_.inputs[i];
      if (input.kind != input_kind::label) {
        if (i < a_.numbers.size() && a_.numbers[i].size() != 0 && a_.numbers[i].size() != here_.count(axes_of(input)))
          fail("an argument has another number of entries than its axes", input.name);
        continue;
      }
      if (i >= a_.labels.size() || static_cast<std::int64_t>(a_.labels[i].size()) != here_.count(axes_of(input)))
        fail("a label has another number of entries than its axes", input.name);
      for (auto label : a_.labels[i])
        if (label != a_.ignore_index && (label < 0 || label >= a_.sizes[at(input.target)])) fail("a label is outside its axis", input.name);
    }
  }

  // ---- Indices -----------------------------------------------------------------------------------

  /// As for_each, over inner axes: every entry is a new place for the values that depend on them.
  template <class Body>
  void for_each_entry(axis_mask mask, Body&& body) {
    const auto outer_index = here_.index;
    const bool outer = std::exchange(in_entry_, true);
    here_.for_each(mask, [&] {
      entry_stamp_ = ++clock_;
      body();
    });
    here_.index = outer_index;
    in_entry_ = outer;
    entry_stamp_ = ++clock_;
  }
  /// Over inner axes or over the groups, between regions.
  template <class Body>
  void for_each_known(axis_mask mask, Body&& body) {
    if (mask != p_.group || mask == 0) return for_each_entry(mask, body);
    const auto outer_index = here_.index;
    const bool outer = std::exchange(in_row_, true);
    here_.for_each(mask, [&] {
      row_stamp_ = ++clock_;
      body();
    });
    here_.index = outer_index;
    in_row_ = outer;
    row_stamp_ = ++clock_;
  }
  std::int64_t label_here(node_id label) {
    const auto place = g_[label].payload;
    require_place(label);
    count_read(place);
    return a_.labels[place][at(here_.offset(g_.inputs[place]))];
  }
  /// Calls body with the inner index at the label; not at all where the label is ignored.
  template <class Body>
  void at_label(node_id label, Body&& body) {
    const std::int64_t named = label_here(label);
    if (named == a_.ignore_index) return;
    const auto axis = at(g_.inputs[g_[label].payload].target);
    const std::int64_t outer_index = std::exchange(here_.index[axis], named);
    const bool outer = std::exchange(in_entry_, true), outer_picking = std::exchange(picking_, true);
    entry_stamp_ = ++clock_;
    body();
    here_.index[axis] = outer_index;
    in_entry_ = outer;
    picking_ = outer_picking;
    entry_stamp_ = ++clock_;
  }

  // ---- Values ------------------------------------------------------------------------------------

  void require_place(node_id id) const {
    if ((g_[id].axes & p_.parallel) != 0 && !in_row_) fail("the plan reads a value of a row outside a region", name_of(id));
    if ((g_[id].axes & p_.inner) != 0 && !in_entry_) fail("the plan reads a value along the inner axes outside a sweep", name_of(id));
  }

  double value(node_id id) {
    const node& n = g_[id];
    auto& known = nodes_[at(id)];
    require_place(id);
    if (region_ != nullptr && std::find(region_->kept.begin(), region_->kept.end(), id) != region_->kept.end()) return kept(id);
    if (is_join(p_, id)) {
      if (!known.complete) fail("the plan reads a join before its region has ended", name_of(id));
      return known.join[at(known.join.size() == 1 ? 0 : here_.offset(n.axes))];
    }
    if (is_reduction(n) && (n.axes & p_.parallel) != 0) {
      if (!known.reduced) fail("the plan reads a reduction over the inner axes before its sweep has ended", name_of(id));
      return known.value;
    }
    const std::int64_t now = (n.axes & p_.inner) != 0 ? entry_stamp_ : (n.axes & p_.parallel) != 0 ? row_stamp_ : -1;
    if (known.stamp == now) return known.value;
    const double made = is_reduction(n) ? small_reduction(n) : computed(id, n);
    known.stamp = now;
    return known.value = made;
  }

  /// Of scalars and columns, which are known between regions.
  double small_reduction(const node& n) {
    const bool outer = std::exchange(finishing_, true);
    const monoid m = monoid_of(n);
    double total = unit_of(m);
    for_each_known(static_cast<axis_mask>(n.payload), [&] { total = joined(m, total, value(n.in[0])); });
    finishing_ = outer;
    return total;
  }

  double kept(node_id id) {
    auto& known = nodes_[at(id)];
    if (!known.kept_complete) fail("the plan reads a kept value that no earlier region keeps", name_of(id));
    if (known.kept_stamp != row_stamp_) ++result_.regions.back().kept_reads;
    known.kept_stamp = row_stamp_;
    return known.kept[at(here_.offset(p_.parallel))];
  }

  double computed(node_id id, const node& n) {
    if (is<op::Input>(n)) return input(id, n);
    if (is<op::Number>(n)) return from_bits(n.payload);
    if (is<op::Size>(n)) return static_cast<double>(here_.count(static_cast<axis_mask>(n.payload)));
    if (is<op::Position>(n)) return static_cast<double>(here_.offset(static_cast<axis_mask>(n.payload)));
    if (is<op::ValidCount>(n)) {
      const auto& labels = a_.labels[n.payload];
      return static_cast<double>(labels.size()) - static_cast<double>(std::count(labels.begin(), labels.end(), a_.ignore_index));
    }
    if (is<op::Valid>(n)) return label_here(n.in[0]) != a_.ignore_index;
    if (is<op::OneHot>(n)) return label_here(n.in[0]) == here_.index[at(g_.inputs[g_[n.in[0]].payload].target)];
    if (is<op::At>(n)) {
      double picked = 0;
      at_label(n.in[1], [&] { picked = value(n.in[0]); });
      return picked;
    }
    std::array<double, max_operands> x{};
    for (int i = 0; i < operand_count(n); ++i) x[at(i)] = value(n.in[at(i)]);
    double made = 0;
    with_primitive(n.code, [&]<class Op>() {
      if constexpr (requires { Op::template eval<double>(0, 0, 0); }) made = Op::template eval<double>(x[0], x[1], x[2]);
      else if constexpr (requires { Op::template eval<double>(0, 0); }) made = Op::template eval<double>(x[0], x[1]);
      else if constexpr (requires { Op::template eval<double>(0); }) made = Op::template eval<double>(x[0]);
      else fail("a plan holds a primitive that expand() takes apart", name_of(id));
    });
    return made;
  }

  double input(node_id id, const node& n) {
    const auto place = static_cast<std::size_t>(n.payload);
    const auto& declared = g_.inputs[place];
    if (declared.kind == input_kind::label) return static_cast<double>(label_here(id));
    count_read(place);
    if (place >= a_.numbers.size() || a_.numbers[place].size() == 0) return declared.default_value;
    return a_.numbers[place](here_.offset(declared));
  }

  void count_read(std::size_t place) {
    if (region_ == nullptr || finishing_ || rank(g_.inputs[place]) == 0) return;
    auto& traffic = result_.regions.back();
    const bool along_inner = (axes_of(g_.inputs[place]) & p_.inner) != 0;
    if (picking_ && along_inner) {
      ++traffic.picks[place];
      return;
    }
    // A column is read in every row, from the cache each time: it counts once per sweep.
    const bool is_column = (axes_of(g_.inputs[place]) & p_.parallel) == 0;
    int& sweeps = touched_[place][at(here_.offset(g_.inputs[place]))];
    const int this_one = 1 << std::min(sweep_, 30);
    if (sweeps == 0) ++traffic.reads[place];
    else if (along_inner && (sweeps & this_one) == 0) ++traffic.cached[place];
    sweeps = is_column ? sweeps | this_one : this_one;
  }

  // ---- Regions -----------------------------------------------------------------------------------

  void begin_join(const accumulation& j) {
    auto& state = nodes_[at(j.node)];
    if (!state.join.empty()) fail("the plan joins a value twice", name_of(j.node));
    state.join.assign(at(here_.count(g_[j.node].axes)), unit_of(j.join));
  }
  void join_into(const accumulation& j, std::int64_t entry, double x) {
    double& partial = nodes_[at(j.node)].join[at(entry)];
    partial = joined(j.join, partial, x);
  }

  void run_region(const region& r) {
    region_ = &r;
    const std::vector<std::int64_t> none(g_.inputs.size(), 0);
    result_.regions.push_back({none, none, none, std::vector<std::int64_t>(g_.outputs.size(), 0)});
    for (std::size_t i = 0; i < touched_.size(); ++i) touched_[i].assign(at(here_.count(axes_of(g_.inputs[i]))), 0);
    std::vector<accumulation> joins = r.joins;
    for (const auto& s : r.sweeps)
      for (const auto& red : s.reductions)
        if (red.place == place::column) joins.push_back(red);
    for (const auto& j : joins) begin_join(j);
    in_row_ = true;
    here_.for_each(p_.parallel, [&] { run_index(r); });
    in_row_ = false;
    for (const auto& j : joins) nodes_[at(j.node)].complete = true;
    for (node_id id : r.keeps) nodes_[at(id)].kept_complete = true;
    region_ = nullptr;
  }

  void run_index(const region& r) {
    row_stamp_ = ++clock_;
    for (auto& state : nodes_) state.reduced = false;
    sweep_ = 0;
    for (const auto& s : r.sweeps) ++sweep_, run_sweep(s);
    sweep_ = std::max(sweep_, 1);
    for (const auto& j : r.joins) {
      if (j.place == place::scalar || j.place == place::group) join_into(j, here_.offset(g_[j.node].axes), value(j.operand));
      else at_label(j.label, [&] { join_into(j, here_.offset(p_.inner), value(j.operand)); });
    }
    for (const auto& w : r.row_writes) store(w.output, value(w.value));
    for (node_id id : r.keeps) {
      auto& kept = nodes_[at(id)].kept;
      kept.resize(at(here_.count(p_.parallel)));
      kept[at(here_.offset(p_.parallel))] = value(id);
      ++result_.regions.back().kept_writes;
    }
  }

  void run_sweep(const sweep& s) {
    std::vector<double> totals;
    for (const auto& red : s.reductions) totals.push_back(unit_of(red.join));
    for_each_entry(p_.inner, [&] {
      for (std::size_t i = 0; i < s.reductions.size(); ++i) {
        const auto& red = s.reductions[i];
        if (red.place == place::row) totals[i] = joined(red.join, totals[i], value(red.operand));
        else join_into(red, here_.offset(p_.inner), value(red.operand));
      }
      for (const auto& w : s.writes) store(w.output, value(w.value));
    });
    for (std::size_t i = 0; i < s.reductions.size(); ++i) {
      if (s.reductions[i].place != place::row) continue;
      nodes_[at(s.reductions[i].node)].value = totals[i];
      nodes_[at(s.reductions[i].node)].reduced = true;
    }
    for (const auto& w : s.writes) {
      if (w.at_label == no_node) continue;
      const double x = value(w.at_label);
      at_label(w.label, [&] { result_.outputs[at(w.output)](output_offset(w.output)) = x; });
    }
  }

  std::int64_t output_offset(int o) const {
    const auto& output = g_.outputs[at(o)];
    return output.wrt >= 0 ? here_.offset(g_.inputs[at(output.wrt)]) : here_.offset(axes_of_output(g_, o));
  }
  void store(int o, double x) {
    if ((axes_of_output(g_, o) & p_.inner) != 0 && !in_entry_) fail("the plan writes an output outside a sweep", output_name(at(o)));
    char& written = written_[at(o)][at(output_offset(o))];
    if (written) fail("the plan writes an entry of an output twice", output_name(at(o)));
    written = 1;
    result_.outputs[at(o)](output_offset(o)) = x;
    if (region_ != nullptr) ++result_.regions.back().writes[at(o)];
  }
};

}  // namespace

interpretation interpret(const kernel_plan& p, const arguments<double>& a) { return plan_interpreter(p, a).run(); }

}  // namespace lossc
