// The compilers of kernels on demand: $CXX or c++ of the system, and nvcc; run without a shell.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lossc::program {

// What a kernel is compiled to run on.
enum class kernel_target { cpu, emulated_grid, gpu };

struct system_compiler {
  std::vector<std::string> command;            // the program, and what $CXX adds to it
  std::vector<std::filesystem::path> include;  // folders of lossc's headers
  kernel_target target;
  std::string identity;  // all that the result depends on beside the source
};

// `subject` is the loss that needs the compiler. Throws input_error where there is no compiler or
// no headers of lossc.
system_compiler find_compiler(const std::string& subject, kernel_target target);

// Whether it succeeded; what the compiler said goes to `messages`.
bool compile_library(const system_compiler& compiler, const std::filesystem::path& source,
                     const std::filesystem::path& source_include,
                     const std::filesystem::path& library, const std::filesystem::path& messages);

// A program by its name, in the folders of PATH, or by its path.
std::optional<std::filesystem::path> find_program(const std::string& program);

}  // namespace lossc::program
