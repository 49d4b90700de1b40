// The plans of a compiled loss as text; of one that is cut into parts those of the parts, and what is between them.
#pragma once
#include <string>

#include <lossc/pipeline.hpp>

namespace lossc {

std::string print_plan(const compiled& c, bool gradients);

/// "1.0 reads, 1.0 writes, 2 exp per logit"; of a loss on all pairs also how many products of matrices.
std::string print_cost(const compiled& c, bool gradients);

}  // namespace lossc
