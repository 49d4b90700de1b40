// Writes units' places in the whole, and calls of them.
#include <lossc/emit/cpu_units.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lossc {

int slot_of(const std::vector<slot>& slots, slot_role role, int input) {
  for (std::size_t i = 0; i < slots.size(); ++i)
    if (slots[i].role == role && slots[i].input == input) return static_cast<int>(i);
  return -1;
}
int slot_of(const std::vector<slot>& slots, slot_role role) {
  for (std::size_t i = 0; i < slots.size(); ++i)
    if (slots[i].role == role) return static_cast<int>(i);
  return -1;
}

std::deque<kernel_unit> units_of(const compiled& c) {
  std::deque<kernel_unit> units;
  if (c.is_whole()) {
    units.emplace_back("", c);
    return units;
  }
  if (c.tables != nullptr) {
    units.emplace_back("core", c.tables->core, &c.tables->parts.core);
    return units;
  }
  units.emplace_back("core", c.pairs->core, &c.pairs->parts.core);
  for (std::size_t k = 0; k < c.pairs->operands.size(); ++k)
    if (is_computed(c.pairs->parts.operands[k])) units.emplace_back(fmt::format("operand_{}", k + 1), c.pairs->operands[k], &c.pairs->parts.operands[k]);
  return units;
}

void emit_places_in_whole(writer& out, const std::vector<slot>& whole, const kernel_unit& unit) {
  const graph_part& part = *unit.part;
  std::string axes, slots;
  for (int axis : part.axes) axes += fmt::format("{}, ", axis);
  for (const auto& s : unit.slots) {
    int from = -1;
    const bool of_input = s.input >= 0 && static_cast<std::size_t>(s.input) < part.inputs.size();
    if (of_input) from = slot_of(whole, s.role, part.inputs[static_cast<std::size_t>(s.input)]);
    else if (unit.space == "core")  // its result and upstream gradient are the whole's
      for (std::size_t i = 0; i < whole.size(); ++i)
        if (whole[i].role == s.role && whole[i].name == s.name) from = static_cast<int>(i);
    slots += fmt::format("{}, ", from);
  }
  out.line(fmt::format("constexpr int axes[] = {{{}}};", axes.substr(0, axes.size() - 2)));
  out.line(fmt::format("constexpr int slots_of_whole[] = {{{}}};  // -1: set for each call", slots.substr(0, slots.size() - 2)));
}

std::vector<int> call_of_parts::gradient_slots(const graph_part& part) const {
  std::vector<int> slots;
  for (std::size_t i = 0; i < part.inputs.size(); ++i)
    if (part.g.inputs[i].differentiable)
      if (const int s = slot_of(whole_, slot_role::gradient, part.inputs[i]); s >= 0) slots.push_back(s);
  return slots;
}
std::string call_of_parts::workspace_size_of(const kernel_unit& unit, const char* space) const {
  return fmt::format("{0}::{1}::workspace_size<T>(unit_call({0}::axes, {0}::slots_of_whole, call, {{nullptr, 0}}).call)", unit.space, space);
}

void call_of_parts::write_call(const std::string& space, const std::string& plan, const std::vector<std::string>& sets, const char* more) {
  out_.open("{");
  out_.line(fmt::format("unit_call unit({0}::axes, {0}::slots_of_whole, call, at.units);", space));
  for (const auto& line : sets) out_.line(line);
  out_.line(fmt::format("const lossc_status status = {}::{}::run<T>(unit.call{});", space, plan, more));
  out_.line("if (status.kind != LOSSC_OK) return status;");
  out_.line("add_report(report, unit.report);");
  out_.close();
}

std::vector<call_of_parts::label_numbers> call_of_parts::labels() const {
  std::vector<label_numbers> found;
  const auto& unit = units_.front();
  for (std::size_t j = 0; j < unit.slots.size(); ++j) {
    if (unit.slots[j].role != slot_role::tensor) continue;
    const int label = slot_of(whole_, slot_role::label_int32, core_.inputs[static_cast<std::size_t>(unit.slots[j].input)]);
    if (label < 0) continue;
    auto at = std::find_if(found.begin(), found.end(), [&](const auto& l) { return l.slot == label; });
    if (at == found.end()) at = found.insert(found.end(), {label, {}});
    at->slots.push_back(static_cast<int>(j));
  }
  return found;
}

void call_of_parts::write_workspace_size(const char* arguments) {
  out_.line("template <class T>");
  out_.line(fmt::format("size_t workspace_size(const lossc_call& call) {{ return setting<T>({}).used; }}", arguments));
  out_.line();
}

void call_of_parts::open_run() {
  out_.line("template <class T>");
  out_.open("lossc_status run(const lossc_call& call) {");
  out_.line("const lossc_signature& s = signature<T>();");
  out_.line("int64_t valid[slot_count] = {};");
  out_.line("const lossc_status status = check(s, call, workspace_size<T>, valid);");
  out_.line("if (status.kind != LOSSC_OK) return status;");
}

void call_of_parts::close_run() {
  out_.line("if (call.options.report != nullptr) *call.options.report = report;");
  out_.line("return lossc_status{};");
  out_.close();
}

void call_of_parts::write_label_members() {
  if (const auto numbered = labels(); !numbered.empty()) out_.line(fmt::format("T* labels[{}];  // as numbers", numbered.size()));
}

void call_of_parts::write_label_places() {
  const auto numbered = labels();
  for (std::size_t k = 0; k < numbered.size(); ++k)
    out_.line(fmt::format("labels[{}] = workspace.take<T>(call.sizes[{}]);", k, whole_[static_cast<std::size_t>(numbered[k].slot)].axes[0]));
}

void call_of_parts::write_labels(std::vector<std::string>& core_sets) {
  const auto numbered = labels();
  for (std::size_t k = 0; k < numbered.size(); ++k) {
    out_.line(fmt::format("write_labels(labels_of(call, {}), call.sizes[{}], at.labels[{}]);", numbered[k].slot, whole_[static_cast<std::size_t>(numbered[k].slot)].axes[0], k));
    for (int j : numbered[k].slots) core_sets.push_back(fmt::format("unit.data[{}] = at.labels[{}];", j, k));
  }
}

}  // namespace lossc
