// Whether this machine has a GPU that CUDA can use.
#pragma once

#include <optional>
#include <string>

namespace lossc::program {

// The name of the GPU that CUDA takes first; nothing without a driver or a GPU.
std::optional<std::string> find_gpu();

}  // namespace lossc::program
