// Text of the kernel of a loss on rows of tables: rows are taken in blocks, and their gradients given back.
#pragma once
#include <lossc/emit/cpu_units.hpp>

namespace lossc {

/// `run(call)` and `workspace_size(call)` of the whole, in value_only and with_gradients.
void emit_tables_run(writer& out, const compiled& c, const std::vector<slot>& whole, const std::deque<kernel_unit>& units);

}  // namespace lossc
