// Text of what a kernel does on the host: its arguments, and one plan's regions run in order.
#pragma once
#include <lossc/emit/cpu_region.hpp>
#include <lossc/emit/signature.hpp>

namespace lossc {

/// One of the two plans of a kernel: value only, or value and gradients.
struct plan_text {
  const kernel_plan& plan;
  const std::vector<slot>& slots;
  std::string space;  // namespace: value_only or with_gradients
  node_names names;
  std::set<node_id> scalars;  // scalar nodes with a place in `arguments`

  plan_text(const kernel_plan& p, const std::vector<slot>& s, std::string space);

  bool regions_have_rows(const region& r) const;
  std::vector<std::string> functions(std::size_t r) const;  // names of region r's loop functions
};

/// struct arguments: sizes, views, scalars that regions need, and pieces of the workspace.
void emit_arguments(writer& out, const plan_text& t);
/// The loop functions of all regions, for one ISA.
void emit_regions(writer& out, const plan_text& t);
/// HWY_EXPORTs and `lossc_status run(call)`.
void emit_run(writer& out, const plan_text& t);

}  // namespace lossc
