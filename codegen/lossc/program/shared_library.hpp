// Compiles a generated source into a shared library, cached by content, and loads it.
#pragma once

#include <filesystem>
#include <lossc/program/system_compiler.hpp>
#include <string>

namespace lossc::program {

struct library_source {
  std::string subject;  // the loss: what errors and progress speak of
  std::string header_name, header;
  std::string source_name, source;
  kernel_target target = kernel_target::cpu;
  std::string gpu;  // its name: what nvcc compiles for is the GPU that is there
};

// It stays loaded, since its threads may outlive any call.
class loaded_library {
 public:
  // Throws input_error: without a compiler, when it fails, and when the result cannot be loaded.
  explicit loaded_library(const library_source& text);

  // Of type F and extern "C". Throws input_error where there is none.
  template <class F> F* function(const std::string& name) const {
    return reinterpret_cast<F*>(address(name));
  }

 private:
  void* address(const std::string& name) const;
  [[noreturn]] void refuse() const;

  std::string subject_;
  void* handle_;
};

// $XDG_CACHE_HOME/lossc, else ~/.cache/lossc. Throws input_error where neither is known.
std::filesystem::path cache_folder();

}  // namespace lossc::program
