// The CPU kernel as a file: header comment, arguments, loops for every ISA, host code, C entry points.
#include <fmt/format.h>

#include <lossc/emit/cpu_host.hpp>
#include <lossc/emit/entry.hpp>
#include <lossc/emit/header.hpp>

namespace lossc {

emitted_kernel emit_cpu(const compiled& c, const kernel_names& names) {
  const std::string name = c_name(names, c.written.name);
  // Inside lossc::runtime, so that its exp hides the global one of <cmath>.
  const std::string space = "lossc::runtime::" + name + "_implementation";
  const auto slots = slots_of(c);
  const plan_text value(c.value_plan, slots, "value_only"), gradients(c.gradient_plan, slots, "with_gradients");
  emitted_kernel emitted;
  emitted.header_name = (names.prefix.empty() ? "" : names.prefix + "/") + std::string(c.written.name) + ".h";
  emitted.header = emit_c_header(c, slots, names);
  emitted.source_name = std::string(c.written.name) + ".cc";
  writer out;
  emit_head(out, c, names);
  // One ISA per generation: SSE4, AVX2, AVX-512 and the baseline. The others double the compile time.
  out.line("#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)");
  out.line("#undef HWY_TARGET_INCLUDE");
  out.line(fmt::format("#define HWY_TARGET_INCLUDE \"{}\"", emitted.source_name));
  out.line("#include <hwy/foreach_target.h>  // this file again, once per ISA");
  out.line("#include <lossc/runtime/block-inl.h>");
  out.line("#include <lossc/runtime/sweep-inl.h>");
  out.line();
  const std::string guard = "LOSSC_ARGUMENTS_OF_" + name;
  out.line("#ifndef " + guard);
  out.line("#define " + guard);
  out.line(fmt::format("namespace {} {{", space));
  out.line("namespace {");
  for (const auto* t : {&value, &gradients}) {
    out.line(fmt::format("namespace {} {{", t->space));
    emit_arguments(out, *t);
    out.line(fmt::format("}}  // namespace {}", t->space));
  }
  out.line("}  // namespace");
  out.line(fmt::format("}}  // namespace {}", space));
  out.line("#endif");
  out.line();
  out.line("HWY_BEFORE_NAMESPACE();");
  out.line(fmt::format("namespace {} {{", space));
  out.line("namespace {");
  for (const auto* t : {&value, &gradients}) {
    out.line(fmt::format("namespace {} {{", t->space));
    out.line("namespace HWY_NAMESPACE {");
    out.line("using namespace lossc::runtime::HWY_NAMESPACE;");
    out.line();
    emit_regions(out, *t);
    out.line("}  // namespace HWY_NAMESPACE");
    out.line(fmt::format("}}  // namespace {}", t->space));
  }
  out.line("}  // namespace");
  out.line(fmt::format("}}  // namespace {}", space));
  out.line("HWY_AFTER_NAMESPACE();");
  out.line();
  out.line("#if HWY_ONCE");
  out.line(fmt::format("#include \"{}\"", emitted.header_name));
  out.line();
  out.line(fmt::format("namespace {} {{", space));
  out.line("namespace {");
  emit_signature(out, c, slots, name);
  for (const auto* t : {&value, &gradients}) {
    out.line();
    out.line(fmt::format("namespace {} {{", t->space));
    emit_run(out, *t);
    out.line(fmt::format("}}  // namespace {}", t->space));
  }
  out.line();
  emit_choice_of_plan(out);
  emit_positional(out, c, slots);
  out.line("}  // namespace");
  out.line(fmt::format("}}  // namespace {}", space));
  out.line();
  emit_entry_points(out, name, space, "", "lossc::runtime::status_text", {element_types()[0], element_types()[1]});
  out.line("#endif  // HWY_ONCE");
  emitted.source = out.text();
  return emitted;
}

}  // namespace lossc
