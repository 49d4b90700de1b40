// Writes several arrays into one folder: all of them, or none.
#pragma once

#include <filesystem>
#include <lossc/program/array.hpp>
#include <vector>

namespace lossc::program {

struct result_file {
  std::string name;
  const array* values;
};

// Makes the folder. When anything fails, what the folder held before is still there. Throws
// input_error.
void write_together(const std::filesystem::path& folder, const std::vector<result_file>& files);

}  // namespace lossc::program
