// Writes what surrounds the core of a loss on rows of tables: where rows come from, where their gradients go.
#include <lossc/emit/cpu_tables.hpp>

#include <fmt/format.h>

#include <set>

namespace lossc {

namespace {

class tables_emitter : call_of_parts {
 public:
  using call_of_parts::call_of_parts;

  void write() {
    write_setting();
    write_workspace_size("call, {nullptr, 0}");
    write_run();
  }

 private:
  const table_parts& parts_ = c_.tables->parts;

  int table_slot(const taken_rows& t) const { return slot_of(whole_, slot_role::tensor, t.table); }
  int index_slot(const taken_rows& t) const { return slot_of(whole_, slot_role::label_int32, t.index); }
  int gradient_slot(const taken_rows& t) const { return gradients_ ? slot_of(whole_, slot_role::gradient, t.table) : -1; }
  int core_slot(const taken_rows& t, slot_role role) const { return slot_of(units_.front().slots, role, t.in_core); }
  std::string taken(const taken_rows& t) const { return fmt::format("taken_of<T>(signature<T>(), call, {}, {})", table_slot(t), index_slot(t)); }
  std::string gradient(const taken_rows& t) const { return fmt::format("gradient_of_table<T>(signature<T>(), call, {})", gradient_slot(t)); }

  void write_setting() {
    const auto entries = parts_.entries.size();
    out_.line("/// What is taken from which table, and where everything lies in the workspace.");
    out_.line("template <class T>");
    out_.open("struct setting {");
    out_.line(fmt::format("table_blocks<T, {}> blocks;", parts_.rows.size()));
    if (entries > 0) {
      out_.line(fmt::format("taken_from_table<T> entries[{}];  // of tables of numbers, taken all at once", entries));
    }
    write_label_members();
    out_.line("lossc_workspace units;  // of the core");
    out_.line("size_t used;");
    out_.open(fmt::format("setting(const lossc_call& call, lossc_workspace given) : blocks(call.sizes[{}]) {{", parts_.row));
    out_.line("workspace_cursor workspace{static_cast<char*>(given.data)};");
    for (std::size_t k = 0; k < parts_.rows.size(); ++k) {
      const auto& t = parts_.rows[k];
      out_.line(fmt::format("blocks.taken[{}] = {};", k, taken(t)));
      if (gradient_slot(t) >= 0) out_.line(fmt::format("blocks.taken[{}].gradient = {};", k, gradient(t)));
      out_.line(fmt::format("blocks.place({}, {}, workspace);", k, gradient_slot(t) >= 0));
    }
    for (std::size_t k = 0; k < entries; ++k) {
      const auto& t = parts_.entries[k];
      out_.line(fmt::format("entries[{}] = {};", k, taken(t)));
      out_.line(fmt::format("entries[{}].rows = workspace.take<T>(call.sizes[{}]);", k, parts_.row));
      if (gradient_slot(t) < 0) continue;
      out_.line(fmt::format("entries[{}].gradient = {};", k, gradient(t)));
      out_.line(fmt::format("entries[{}].gradients = workspace.take<T>(call.sizes[{}]);", k, parts_.row));
    }
    write_label_places();
    out_.line(fmt::format("const size_t bytes = {};", workspace_size_of(units_.front(), plan())));
    out_.line("units = {workspace.take<char>(static_cast<int64_t>(bytes)), bytes};");
    out_.line("used = workspace.used;");
    out_.close("}");
    out_.line("setting(const setting&) = delete;");
    out_.close("};");
    out_.line();
  }

  void write_run() {
    open_run();
    out_.line("setting<T> at(call, call.options.workspace);");
    out_.line("lossc_report report{0, -1, -1, -1};");
    std::set<int> tables;
    for (const auto* list : {&parts_.rows, &parts_.entries})
      for (const auto& t : *list)
        if (gradient_slot(t) >= 0) tables.insert(gradient_slot(t));
    for (int slot : tables) out_.line(fmt::format("clear<T>(s, call, {});", slot));
    std::vector<std::string> sets;
    for (std::size_t k = 0; k < parts_.entries.size(); ++k) {
      const auto& t = parts_.entries[k];
      out_.line(fmt::format("take_entries(call.options, at.entries[{0}], call.sizes[{1}], at.entries[{0}].rows);", k, parts_.row));
      sets.push_back(fmt::format("unit.data[{}] = at.entries[{}].rows;", core_slot(t, slot_role::tensor), k));
      if (gradient_slot(t) < 0) continue;
      out_.line(fmt::format("std::fill_n(at.entries[{0}].gradients, call.sizes[{1}], T(0));", k, parts_.row));
      sets.push_back(fmt::format("if (at.entries[{0}].gradient.data != nullptr) unit.data[{1}] = at.entries[{0}].gradients;", k, core_slot(t, slot_role::gradient)));
    }
    write_labels(sets);
    write_call("core", plan(), sets, ", at.blocks");
    for (std::size_t k = 0; k < parts_.entries.size(); ++k)
      if (gradient_slot(parts_.entries[k]) >= 0)
        out_.line(fmt::format("give_entries_back(call.options, at.entries[{0}], call.sizes[{1}], at.entries[{0}].gradients);", k, parts_.row));
    close_run();
  }
};

}  // namespace

void emit_tables_run(writer& out, const compiled& c, const std::vector<slot>& whole, const std::deque<kernel_unit>& units) {
  emit_both_plans(out, [&](bool gradients) { tables_emitter(out, c, whole, units, gradients).write(); });
}

}  // namespace lossc
