// The system's C++ compiler: $CXX or c++, run without a shell.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lossc::program {

struct system_compiler {
  std::vector<std::string> command;            // the program, and what $CXX adds to it
  std::vector<std::filesystem::path> include;  // folders of lossc's headers
  std::string identity;                        // all that the result depends on beside the source
};

// `subject` is the loss that needs the compiler. Throws input_error where there is no compiler or
// no headers of lossc.
system_compiler find_compiler(const std::string& subject);

// Whether it succeeded; what the compiler said goes to `messages`.
bool compile_library(const system_compiler& compiler, const std::filesystem::path& source,
                     const std::filesystem::path& source_include,
                     const std::filesystem::path& library, const std::filesystem::path& messages);

}  // namespace lossc::program
