// The inputs where a loss may go wrong, by what its primitives say about themselves.
#pragma once

#include <lossc/pipeline.hpp>
#include <lossc/program/call_arguments.hpp>
#include <string>
#include <vector>

namespace lossc::program {

struct hard_input {
  std::string text;  // what is special, "logits[0, 0] = 104"; the rest is as in `base`
  call_arguments arguments;
};

// Ends of domains, extremes, saturation, zeros, infinities and NaN in one entry and in a row; ties;
// zero residuals; what is masked, ignored or has no weight; and the loss's own breakpoints, where
// small numbers hit them. All are numbers of f32. `base` is of the same sizes.
std::vector<hard_input> hard_inputs(const compiled& loss, const call_arguments& base);

}  // namespace lossc::program
