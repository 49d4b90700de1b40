// What the kernels of losses that are cut into parts have in common: parts as units, which are called in the whole's call.
#pragma once
#include <deque>

#include <lossc/emit/cpu_host.hpp>

namespace lossc {

/// A part of a kernel that is compiled as one, in a namespace of its own; an ordinary kernel has one, without.
struct kernel_unit {
  std::string space;
  const compiled& c;
  const graph_part* part;  // of a loss that is cut into parts
  std::vector<slot> slots;
  plan_text value, gradients;

  kernel_unit(std::string in_space, const compiled& loss, const graph_part* of_parts = nullptr)
      : space(std::move(in_space)), c(loss), part(of_parts), slots(slots_of(loss)), value(c.value_plan, slots, "value_only"), gradients(c.gradient_plan, slots, "with_gradients") {}
  kernel_unit(const kernel_unit&) = delete;
};

/// The units of a kernel: the core first, then the operands that something is computed for.
std::deque<kernel_unit> units_of(const compiled& c);

/// Which axes and slots of the whole a unit's are.
void emit_places_in_whole(writer& out, const std::vector<slot>& whole, const kernel_unit& unit);

/// The place of a slot among others; -1 where there is none.
int slot_of(const std::vector<slot>& slots, slot_role role, int input);
int slot_of(const std::vector<slot>& slots, slot_role role);

/// Both plans of a kernel, each in its namespace: write(gradients).
template <class Write>
void emit_both_plans(writer& out, Write&& write) {
  for (bool gradients : {false, true}) {
    out.line();
    out.line(std::string("namespace ") + (gradients ? "with_gradients" : "value_only") + " {");
    write(gradients);
    out.line(std::string("}  // namespace ") + (gradients ? "with_gradients" : "value_only"));
  }
}

/// Writes how a kernel calls its units.
class call_of_parts {
 public:
  call_of_parts(writer& out, const compiled& c, const std::vector<slot>& whole, const std::deque<kernel_unit>& units, bool gradients)
      : out_(out), c_(c), core_(*units.front().part), whole_(whole), units_(units), gradients_(gradients) {}

 protected:
  writer& out_;
  const compiled& c_;
  const graph_part& core_;
  const std::vector<slot>& whole_;
  const std::deque<kernel_unit>& units_;
  const bool gradients_;

  const char* plan() const { return gradients_ ? "with_gradients" : "value_only"; }
  /// The slots of the whole that gradients of this part go to.
  std::vector<int> gradient_slots(const graph_part& part) const;
  /// The size of a unit's workspace, as an expression; `space` is the plan's.
  std::string workspace_size_of(const kernel_unit& unit, const char* space) const;
  /// Calls a unit of `at` after the lines in `sets`; `more` are further arguments.
  void write_call(const std::string& space, const std::string& plan, const std::vector<std::string>& sets, const char* more = "");

  /// `workspace_size(call)` of the whole: what a setting uses that is made with these arguments.
  void write_workspace_size(const char* arguments);
  /// The checks with which a call of the whole begins, and its report at the end.
  void open_run();
  void close_run();

  /// Labels that the core reads as numbers: members of the setting, their places in the workspace, and how they are made.
  void write_label_members();
  void write_label_places();
  void write_labels(std::vector<std::string>& core_sets);

 private:
  struct label_numbers {
    int slot;                // of the label, in the whole
    std::vector<int> slots;  // of the numbers, in the core: as those of rows or of columns
  };
  std::vector<label_numbers> labels() const;
};

}  // namespace lossc
