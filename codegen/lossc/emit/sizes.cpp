// Writes sizes of axes, and what they make of rows, columns and groups.
#include <lossc/emit/sizes.hpp>

#include <fmt/format.h>

namespace lossc {

std::string size_product(const kernel_plan& p, axis_mask mask, const char* of) {
  std::string text;
  for (std::size_t axis = 0; axis < p.g.axes.size(); ++axis)
    if (mask >> axis & 1) text += (text.empty() ? "" : " * ") + (of + std::string(p.g.axes[axis].name));
  return text.empty() ? "1" : text;
}

void emit_sizes(writer& out, const kernel_plan& p) {
  for (std::size_t axis = 0; axis < p.g.axes.size(); ++axis) out.line(fmt::format("a.n_{} = call.sizes[{}];", p.g.axes[axis].name, axis));
  out.line(fmt::format("a.rows = {};", size_product(p, p.parallel)));
  out.line(fmt::format("a.columns = {};", size_product(p, p.inner)));
  if (p.group == 0) return;
  out.line(fmt::format("a.groups = {};", size_product(p, p.group)));
  out.line(fmt::format("a.rows_per_group = {0} > 0 ? {0} : 1;", size_product(p, p.parallel & ~p.group)));
}

const char* entries_of(const accumulation& j) { return j.place == place::group ? "a.groups" : "a.columns"; }

void emit_workspace_size(writer& out, const kernel_plan& p) {
  out.line("template <class T>");
  out.open("size_t workspace_size([[maybe_unused]] const lossc_call& call) {");
  out.line("arguments<T> a;");
  emit_sizes(out, p);
  out.line("workspace_cursor workspace{nullptr};");
  out.line("place_workspace(a, workspace);");
  out.line("return workspace.used;");
  out.close();
}

}  // namespace lossc
