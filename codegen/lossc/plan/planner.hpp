// plan(graph) → plan: tries every split of the axes and every region for each global reduction, and takes the cheapest.
#pragma once
#include <lossc/plan/plan.hpp>

namespace lossc {

/// Plans an expanded graph. Fails with a sentence where no split of the axes fits.
kernel_plan plan(const graph& expanded);

/// What must hold of every plan; the name of the first rule that does not, or empty.
std::string_view first_violation(const kernel_plan& p);

}  // namespace lossc
