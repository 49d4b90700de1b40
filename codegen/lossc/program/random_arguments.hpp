// Random arguments from the domain that the inputs of a loss suggest by kind and name.
#pragma once

#include <lossc/program/call_arguments.hpp>

namespace lossc::program {

// Sizes of all axes: those that the loss fixes, those given by --size, and defaults: `outer` for
// the first axis, `inner` for the others. Throws input_error for an axis that the loss does not
// have, a size below 1, and one that contradicts a fixed size.
std::vector<std::int64_t> choose_sizes(const graph& loss, const std::vector<named_value>& given,
                                       std::int64_t outer, std::int64_t inner);

// Numbers that float32 holds exactly, so that kernels of either type and the reference see the
// same: labels in range; masks of 0 and 1; weights in [0, 2] with a 0 among them; target
// distributions in [0, 1]; inputs named as probabilities in (0, 1), p and q normalised; sigma in
// (0, 1); otherwise standard normal.
call_arguments random_arguments(const graph& loss, std::vector<std::int64_t> sizes,
                                const std::vector<named_value>& parameters, std::uint64_t seed);

}  // namespace lossc::program
