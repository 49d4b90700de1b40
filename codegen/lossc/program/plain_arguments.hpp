// The plainest arguments of a loss: one item, three classes, zeros, met targets, weights of 1.
#pragma once

#include <lossc/program/call_arguments.hpp>

namespace lossc::program {

// Axes that the loss fixes, those given by --size or by the shape of an array, three classes, and 1 for the others.
// Numbers: 0; targets and masks 1; probabilities and sigmas 0.5; distributions uniform; labels 0; variances, counts and
// losses 1. `arrays` replace them. Throws input_error.
call_arguments plain_arguments(const graph& loss, std::vector<named_array> arrays, const std::vector<named_value>& sizes,
                               const std::vector<named_value>& parameters);

}  // namespace lossc::program
