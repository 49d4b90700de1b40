// The CPU kernel as a file: header comment, arguments, loops for every ISA, host code, C entry points.
#include <fmt/format.h>

#include <lossc/emit/cpu_pairs.hpp>
#include <lossc/emit/cpu_tables.hpp>
#include <lossc/emit/entry.hpp>
#include <lossc/emit/header.hpp>

namespace lossc {

namespace {

void emit_targets(writer& out, const std::string& file) {
  // One ISA per generation: SSE4, AVX2, AVX-512 and the baseline. The others double the compile time.
  out.line("#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)");
  out.line("#undef HWY_TARGET_INCLUDE");
  out.line(fmt::format("#define HWY_TARGET_INCLUDE \"{}\"", file));
  out.line("#include <hwy/foreach_target.h>  // this file again, once per ISA");
}

/// FNV-1a: the same on every machine.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 0xCBF29CE484222325u;
  for (unsigned char c : text) h = (h ^ c) * 0x100000001B3u;
  return h;
}

void open_unit(writer& out, const kernel_unit& unit) {
  if (!unit.space.empty()) out.line(fmt::format("namespace {} {{", unit.space));
}
void close_unit(writer& out, const kernel_unit& unit) {
  if (!unit.space.empty()) out.line(fmt::format("}}  // namespace {}", unit.space));
}

/// What `write` says of each plan, in that plan's namespace.
template <class Write>
void for_each_plan(writer& out, const std::deque<kernel_unit>& units, Write&& write) {
  for (const auto& unit : units) {
    open_unit(out, unit);
    for (const auto* t : {&unit.value, &unit.gradients}) {
      out.line(fmt::format("namespace {} {{", t->space));
      write(*t);
      out.line(fmt::format("}}  // namespace {}", t->space));
    }
    close_unit(out, unit);
  }
}

}  // namespace

emitted_kernel emit_cpu(const compiled& c, const kernel_names& names) {
  const std::string name = c_name(names, c.written.name);
  // Inside lossc::runtime, so that its exp hides the global one of <cmath>.
  const std::string space = "lossc::runtime::" + name + "_implementation";
  const auto slots = slots_of(c);
  const auto units = units_of(c);
  const bool pairs = c.pairs != nullptr, tables = c.tables != nullptr;
  emitted_kernel emitted;
  emitted.header_name = (names.prefix.empty() ? "" : names.prefix + "/") + std::string(c.written.name) + ".h";
  emitted.header = emit_c_header(c, slots, names);
  emitted.source_name = std::string(c.written.name) + ".cc";
  writer out;
  emit_head(out, c, names);
  out.line("#ifndef LOSSC_BUNDLE  // else one file includes several kernels, and all that once per ISA");
  emit_targets(out, emitted.source_name);
  out.line("#endif");
  out.line("#include <lossc/runtime/block-inl.h>");
  out.line("#include <lossc/runtime/sweep-inl.h>");
  if (pairs) out.line("#include <lossc/runtime/product-inl.h>");
  out.line();
  const std::string guard = "LOSSC_ARGUMENTS_OF_" + name;
  out.line("#ifndef " + guard);
  out.line("#define " + guard);
  out.line(fmt::format("namespace {} {{", space));
  out.line("namespace {");
  for_each_plan(out, units, [&](const plan_text& t) { emit_arguments(out, t); });
  out.line("}  // namespace");
  out.line(fmt::format("}}  // namespace {}", space));
  out.line("#endif");
  out.line();
  out.line("HWY_BEFORE_NAMESPACE();");
  out.line(fmt::format("namespace {} {{", space));
  out.line("namespace {");
  if (pairs) emit_products(out);
  for_each_plan(out, units, [&](const plan_text& t) {
    out.line("namespace HWY_NAMESPACE {");
    out.line("using namespace lossc::runtime::HWY_NAMESPACE;");
    out.line();
    emit_regions(out, t);
    out.line("}  // namespace HWY_NAMESPACE");
  });
  out.line("}  // namespace");
  out.line(fmt::format("}}  // namespace {}", space));
  out.line("HWY_AFTER_NAMESPACE();");
  out.line();
  out.line("#if HWY_ONCE");
  out.line(fmt::format("#include \"{}\"", emitted.header_name));
  if (pairs) out.line("#include <lossc/runtime/pairs.h>");
  if (tables) out.line("#include <lossc/runtime/tables.h>");
  if (!c.is_whole()) out.line("#include <lossc/runtime/unit.h>");
  out.line();
  out.line(fmt::format("namespace {} {{", space));
  out.line("namespace {");
  for (const auto& unit : units) {
    open_unit(out, unit);
    emit_signature(out, unit.c, unit.slots, name);
    if (!c.is_whole()) emit_places_in_whole(out, slots, unit);
    for (const auto* t : {&unit.value, &unit.gradients}) {
      out.line();
      out.line(fmt::format("namespace {} {{", t->space));
      emit_run(out, *t);
      out.line(fmt::format("}}  // namespace {}", t->space));
    }
    close_unit(out, unit);
  }
  if (!c.is_whole()) emit_signature(out, c, slots, name);
  if (pairs) emit_pairs_run(out, c, slots, units);
  if (tables) emit_tables_run(out, c, slots, units);
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

std::string emit_bundle(const std::string& name, const std::vector<std::pair<std::string, std::string>>& sources) {
  writer out;
  out.line("// Kernels that are compiled together, which reads the headers once. Generated by lossc. Do not edit.");
  emit_targets(out, name);
  out.line("#define LOSSC_BUNDLE");
  for (const auto& [source, text] : sources) out.line(fmt::format("#include \"{}\"  // {:016x}", source, hash_of(text)));
  return out.text();
}

}  // namespace lossc
