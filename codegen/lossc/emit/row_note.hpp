// Rows that a report tells of: without support or without direction, known by the guards that make them inert.
#pragma once
#include <lossc/emit/region_scope.hpp>

namespace lossc {

struct row_note {
  std::string_view name;    // of the first such row in generated text
  std::string_view bit;     // of lossc_report_bit
  std::string_view member;  // of lossc_report
  double at;                // the value of the guarded node that says it
};

inline constexpr row_note row_notes[] = {
    {"without_support", "LOSSC_REPORT_NO_SUPPORT", "first_row", -infinity},
    {"without_direction", "LOSSC_REPORT_ZERO_NORM", "first_zero_norm", 0},
};

/// The place in `row_notes` of what the condition `id` guards against, or -1: a top of −∞ in the softmax
/// family, a length of 0 where a row is divided by it.
int note_of(const kernel_plan& p, node_id id);

/// Which notes a region takes.
std::vector<int> notes_of(const kernel_plan& p, const region& r);

}  // namespace lossc
