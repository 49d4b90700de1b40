// plan(graph) → plan: tries every split of the axes and every region for each global reduction, and takes the cheapest.
#pragma once
#include <lossc/plan/plan.hpp>

namespace lossc {

/// Plans an expanded graph; with `rows`, these are the parallel axes. Fails with a sentence where no split of the axes fits.
kernel_plan plan(const graph& expanded, axis_mask rows = 0);

/// What must hold of every plan; the name of the first rule that does not, or empty.
std::string_view first_violation(const kernel_plan& p);

}  // namespace lossc
