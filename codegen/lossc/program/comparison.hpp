// Compares the kernels of a loss with the reference, and the reference with finite differences.
#pragma once

#include <lossc/program/call_arguments.hpp>
#include <lossc/program/call_memory.hpp>
#include <string>
#include <vector>

namespace lossc::program {

// How far two results are apart: of gradients |difference| / |reference| by Euclidean norm; of
// values relative to the magnitudes of what cancels in them.
// Not finite where either is not.
struct deviations {
  std::string quantity;  // "value", an output beside it, or the gradient's name
  bool is_gradient = false;
  double f32 = 0, f64 = 0;
  // Of the reference; of a few entries, relative to the largest. 0 where the loss stops gradients.
  double finite_differences = 0;
  bool accepted() const;
};

// One row for the value, one for each output beside it, one for each gradient. `seed` chooses the entries that are differenced.
std::vector<deviations> compare(const graph& loss, const loaded_kernel& f32,
                                const loaded_kernel& f64, const call_arguments& arguments,
                                std::uint64_t seed);

}  // namespace lossc::program
