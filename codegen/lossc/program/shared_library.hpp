// Compiles a generated source into a shared library, cached by content, and loads it.
#pragma once

#include <filesystem>
#include <string>

namespace lossc::program {

struct library_source {
  std::string subject;  // the loss: what errors and progress speak of
  std::string header_name, header;
  std::string source_name, source;
};

// The address of an extern "C" function of the library. The library stays loaded, since its threads
// may outlive any call. Throws input_error: without a compiler, when it fails, and when the result
// cannot be loaded.
void* load_function(const library_source& text, const std::string& function);

// $XDG_CACHE_HOME/lossc, else ~/.cache/lossc. Throws input_error where neither is known.
std::filesystem::path cache_folder();

}  // namespace lossc::program
