// Text of a kernel: what the emitters need to know beside the plans, and what they give.
#pragma once
#include <string>
#include <vector>

#include <lossc/pipeline.hpp>

namespace lossc {

/// What the header of a generated file says.
struct kernel_names {
  std::string prefix;  // the target: of C names, and the folder of the headers; may be empty
  std::string summary, formula, source;
  std::string made_from;   // the user's file
  std::string regenerate;  // the command
  bool cpu = true, cuda = false;  // which functions the header declares
};

struct emitted_kernel {
  std::string header_name, header;  // <prefix>/<loss>.h
  std::string source_name, source;  // <loss>.cc or <loss>.cu
};

/// The CPU kernel: value, and value with gradients, in f32 and f64, for all ISAs.
emitted_kernel emit_cpu(const compiled& c, const kernel_names& names);

/// A file that includes the sources of several CPU kernels, given as names and texts: a small kernel takes less time to compile than
/// the headers. It differs where a text does, so that a build that knows the bundle alone makes it anew.
std::string emit_bundle(const std::string& name, const std::vector<std::pair<std::string, std::string>>& sources);

/// Whether emit_cuda() can: losses on all pairs and on rows of tables run on the CPU only.
bool has_cuda_kernel(const compiled& c);

/// The CUDA kernel: the same in f32 and f64, and with bf16 and f16 storage. Fails with a sentence where there is none.
emitted_kernel emit_cuda(const compiled& c, const kernel_names& names);

/// "my_losses_focal", or "focal" without a library.
std::string c_name(const kernel_names& names, std::string_view loss);

std::string emit_dot(const graph& g);
std::string emit_latex(const compiled& c);

}  // namespace lossc
