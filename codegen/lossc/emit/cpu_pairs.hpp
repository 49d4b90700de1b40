// Text of the kernel of a loss on all pairs: parts called one after the other, products between them.
#pragma once
#include <deque>

#include <lossc/emit/cpu_host.hpp>

namespace lossc {

/// A part of a kernel that is compiled as one, in a namespace of its own; an ordinary kernel has one, without.
struct kernel_unit {
  std::string space;
  const compiled& c;
  const graph_part* part;  // of a loss on all pairs
  std::vector<slot> slots;
  plan_text value, gradients;

  kernel_unit(std::string in_space, const compiled& loss, const graph_part* of_pairs = nullptr)
      : space(std::move(in_space)), c(loss), part(of_pairs), slots(slots_of(loss)), value(c.value_plan, slots, "value_only"), gradients(c.gradient_plan, slots, "with_gradients") {}
  kernel_unit(const kernel_unit&) = delete;
};

/// The units of a kernel: the core of a loss on all pairs first, then the operands that something is computed for.
std::deque<kernel_unit> units_of(const compiled& c);

/// The product of matrices, for one instruction set.
void emit_products(writer& out);

/// Which axes and slots of the whole a unit's are.
void emit_places_in_whole(writer& out, const std::vector<slot>& whole, const kernel_unit& unit);

/// `run(call)` and `workspace_size(call)` of the whole, in value_only and with_gradients.
void emit_pairs_run(writer& out, const compiled& c, const std::vector<slot>& whole, const std::deque<kernel_unit>& units);

}  // namespace lossc
