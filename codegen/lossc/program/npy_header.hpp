// The header of a .npy file: a Python dict literal such as {'descr': '<f4', 'fortran_order': False,
// 'shape': (3, 4), }.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lossc::program {

struct npy_header {
  std::string dtype;  // one of array_dtypes
  bool fortran_order = false;
  std::vector<std::int64_t> shape;  // as written: sizes may still be negative
};

// Throws input_error, with `source` as the file's name.
npy_header parse_npy_header(std::string_view text, const std::string& source);

std::string npy_header_text(const npy_header& header);

}  // namespace lossc::program
