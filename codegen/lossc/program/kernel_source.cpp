// Chooses between a built-in kernel and one that is compiled now.
#include <fmt/format.h>

#include <lossc/emit/kernel.hpp>
#include <lossc/graph/print.hpp>
#include <lossc/program/array.hpp>
#include <lossc/program/generated_text.hpp>
#include <lossc/program/kernel_source.hpp>
#include <lossc/program/shared_library.hpp>

namespace lossc::program {

const lossc_kernel& kernel_for(const loss_entry& entry, const compile_options& options,
                               int element_size) {
  const lossc_kernel* built_in = element_size == 4 ? entry.f32 : entry.f64;
  bool as_built = !options.strict &&
                  print(with_reduction(entry.written, options.reduction)) == print(entry.written);
  if (built_in != nullptr && as_built) return *built_in;

  const kernel_names names = names_of(entry, {});
  const std::string function = c_name(names, entry.written.name) + "_kernel";
  const emitted_kernel text = emit_cpu(compile(entry.written, options), names);
  void* symbol = load_function({.subject = std::string(entry.written.name),
                                .header_name = text.header_name,
                                .header = text.header,
                                .source_name = text.source_name,
                                .source = text.source},
                               function);
  const auto kernel_of = reinterpret_cast<const lossc_kernel* (*)(int)>(symbol);
  const lossc_kernel* kernel = kernel_of(element_size);
  if (kernel == nullptr)
    throw input_error(
        fmt::format("{}: the compiled kernel has no variant for elements of {} bytes.",
                    entry.written.name, element_size));
  return *kernel;
}

}  // namespace lossc::program
