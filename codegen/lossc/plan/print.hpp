// The text form of a plan: regions, sweeps, what is joined, kept and written, and the cost.
#pragma once
#include <lossc/plan/plan.hpp>

namespace lossc {

std::string print(const kernel_plan& p);

/// "1.0 reads, 1.0 writes, 2 exp per logit"
std::string print_cost(const kernel_plan& p);

}  // namespace lossc
