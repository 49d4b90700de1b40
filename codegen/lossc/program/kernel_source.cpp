// Chooses between a built-in kernel and one that is compiled now, and for CUDA between two devices.
#include <fmt/format.h>

#include <lossc/emit/kernel.hpp>
#include <lossc/graph/print.hpp>
#include <lossc/program/array.hpp>
#include <lossc/program/generated_text.hpp>
#include <lossc/program/gpu.hpp>
#include <lossc/program/kernel_source.hpp>
#include <lossc/program/shared_library.hpp>

namespace lossc::program {
namespace {

loaded_library load(const loss_entry& entry, emitted_kernel text, kernel_target target,
                    const std::string& gpu) {
  return loaded_library({.subject = std::string(entry.written.name),
                         .header_name = std::move(text.header_name),
                         .header = std::move(text.header),
                         .source_name = std::move(text.source_name),
                         .source = std::move(text.source),
                         .target = target,
                         .gpu = gpu});
}

const lossc_kernel& kernel_of(const loaded_library& library, const std::string& name,
                              lossc_dtype dtype) {
  const lossc_kernel* kernel =
      library.function<const lossc_kernel*(lossc_dtype)>(name + "_kernel")(dtype);
  if (kernel == nullptr)
    throw input_error(fmt::format("{}_kernel: is made for no such type of elements.", name));
  return *kernel;
}

}  // namespace

loaded_kernel kernel_for(const loss_entry& entry, const compile_options& options,
                         lossc_dtype dtype) {
  const lossc_kernel* built_in = dtype == LOSSC_F32   ? entry.f32
                                 : dtype == LOSSC_F64 ? entry.f64
                                                      : nullptr;
  bool as_built = !options.strict &&
                  print(with_reduction(entry.written, options.reduction)) == print(entry.written);
  if (built_in != nullptr && as_built) return {*built_in};

  const kernel_names names = names_of(entry, {});
  const loaded_library library =
      load(entry, emit_cpu(compile(entry.written, options), names), kernel_target::cpu, "");
  return {kernel_of(library, c_name(names, entry.written.name), dtype)};
}

cuda_device find_cuda_device() {
  const auto gpu = find_gpu();
  if (!gpu) return {.gpu = "", .text = "on the emulated grid: no GPU was found"};
  if (!find_program("nvcc")) {
    return {.gpu = "",
            .text = fmt::format(
                "on the emulated grid: there is no nvcc on the PATH to compile for GPU {}", *gpu)};
  }
  return {.gpu = *gpu, .text = "on GPU " + *gpu};
}

loaded_kernel cuda_kernel_for(const loss_entry& entry, const compiled& loss, lossc_dtype dtype,
                              const cuda_device& device) {
  const bool on_gpu = !device.gpu.empty();
  const kernel_names names = names_of(entry, {.cpu = false, .cuda = true});
  const loaded_library library =
      load(entry, emit_cuda(loss, names),
           on_gpu ? kernel_target::gpu : kernel_target::emulated_grid, device.gpu);
  const auto memory = library.function<const lossc_emulator*()>(on_gpu ? "lossc_gpu_memory"
                                                                       : "lossc_emulated_grid");
  return {kernel_of(library, c_name(names, entry.written.name) + "_cuda", dtype), memory(), on_gpu};
}

}  // namespace lossc::program
