// Reads and writes .npy files, numpy's format for one array.
//
// cnpy does this too, but asserts on malformed files, where a user is owed a sentence.
#pragma once

#include <filesystem>
#include <lossc/program/array.hpp>

namespace lossc::program {

// Format versions 1.0, 2.0 and 3.0; Fortran order is turned into C order. Throws input_error.
array read_npy(const std::filesystem::path& path);

// Byte for byte what numpy.save writes. The file appears whole or not at all; a file that was there
// before stays as it was when something fails. Throws input_error.
void write_npy(const std::filesystem::path& path, const array& values);

}  // namespace lossc::program
