// The CUDA kernel as a file: header comment, arguments, kernels with their launchers, C entry points.
#include <fmt/format.h>

#include <lossc/emit/cuda_launch.hpp>
#include <lossc/emit/entry.hpp>
#include <lossc/emit/header.hpp>

namespace lossc {

bool has_cuda_kernel(const compiled& c) { return c.is_whole(); }

emitted_kernel emit_cuda(const compiled& c, const kernel_names& names) {
  if (!has_cuda_kernel(c)) fail("a loss on all pairs or on rows of tables has no CUDA kernel yet: ask for the backend cpu alone", c.written.name);
  const std::string name = c_name(names, c.written.name);
  // Inside lossc::cuda, so that its exp hides the global ones of CUDA.
  const std::string space = "lossc::cuda::" + name + "_implementation";
  const auto slots = slots_of(c);
  const cuda_plan value(c.value_plan, slots, "value_only"), gradients(c.gradient_plan, slots, "with_gradients");
  emitted_kernel emitted;
  emitted.header_name = (names.prefix.empty() ? "" : names.prefix + "/") + std::string(c.written.name) + ".h";
  emitted.header = emit_c_header(c, slots, names);
  emitted.source_name = std::string(c.written.name) + ".cu";
  writer out;
  emit_head(out, c, names);
  // Contraction would make bits depend on the compiler's choices.
  out.line("// Compile with -fmad=false, for the bits that lossc's tests have seen.");
  out.line(fmt::format("#include \"{}\"", emitted.header_name));
  out.line("#include <lossc/cuda.h>");
  out.line();
  out.line(fmt::format("namespace {} {{", space));
  out.line("namespace {");
  emit_signature(out, c, slots, name + "_cuda");
  for (const auto* t : {&value, &gradients}) {
    out.line();
    out.line(fmt::format("namespace {} {{", t->space));
    emit_cuda_arguments(out, *t);
    emit_cuda_plan(out, *t);
    out.line(fmt::format("}}  // namespace {}", t->space));
  }
  out.line();
  emit_choice_of_plan(out);
  emit_positional(out, c, slots);
  out.line("}  // namespace");
  out.line(fmt::format("}}  // namespace {}", space));
  out.line();
  emit_entry_points(out, name, space, "_cuda", "lossc::cuda::status_text", element_types());
  emitted.source = out.text();
  return emitted;
}

}  // namespace lossc
