// How often the CUDA kernels of a plan read and write each array: what counted bytes are held against.
#pragma once
#include <lossc/emit/cuda_plan.hpp>

namespace lossc {

struct array_traffic {
  std::string name;     // the slot's
  int reads = 0;        // times that the launches read the whole array
  int reads_unkept = 0; // the same where rows are too long to be kept between sweeps
  int writes = 0;
  bool picked = false;  // single entries are read besides
};

/// Per array with inner axes, or with all axes where the plan has none; of both plans of a loss.
std::vector<array_traffic> cuda_traffic(const kernel_plan& p, const std::vector<slot>& slots);

/// Launches of a call that wants every output, on so many rows and columns.
int cuda_launches(const kernel_plan& p, const std::vector<slot>& slots, std::int64_t rows, std::int64_t columns);

}  // namespace lossc
