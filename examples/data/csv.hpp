// Reads a table of numbers from a CSV file, compressed by gzip or not.
#pragma once

#include <zlib.h>

#include <Eigen/Core>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

// Row-major, as the kernels read it.
using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

inline matrix read_csv(const std::string& path, int header_lines = 0) {
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) throw std::runtime_error(path + ": cannot be opened; expected a table of numbers.");

  std::vector<float> numbers;
  Eigen::Index columns = 0;
  std::string line(4096, '\0');  // the longest line of the data sets has 300 characters
  int line_number = 0;
  while (gzgets(file.get(), line.data(), static_cast<int>(line.size()))) {
    if (++line_number <= header_lines) continue;
    auto refuse = [&](const std::string& what) {
      throw std::runtime_error(path + ": line " + std::to_string(line_number) + " " + what);
    };
    Eigen::Index found = 0;
    const char* at = line.c_str();
    for (bool more = true; more; ++found) {
      char* end = nullptr;
      numbers.push_back(std::strtof(at, &end));
      if (end == at) refuse("holds something that is no number; expected numbers and commas.");
      more = *end == ',';
      if (!more && *end != '\n' && *end != '\r' && *end != '\0') {
        refuse("goes on after a number; expected a comma.");
      }
      at = end + 1;
    }
    if (columns != 0 && found != columns) {
      refuse("has " + std::to_string(found) + " numbers; the lines before it have " +
             std::to_string(columns) + ".");
    }
    columns = found;
  }
  int error = Z_OK;
  gzerror(file.get(), &error);
  if (error != Z_OK)
    throw std::runtime_error(path + ": is damaged; its compressed data end early.");
  if (columns == 0) throw std::runtime_error(path + ": holds no numbers; expected a table.");
  auto rows = static_cast<Eigen::Index>(numbers.size()) / columns;
  return Eigen::Map<matrix>(numbers.data(), rows, columns);
}
