// Text of the kernel of a loss on all pairs: parts called one after the other, products between them.
#pragma once
#include <lossc/emit/cpu_units.hpp>

namespace lossc {

/// The product of matrices, for one instruction set.
void emit_products(writer& out);

/// `run(call)` and `workspace_size(call)` of the whole, in value_only and with_gradients.
void emit_pairs_run(writer& out, const compiled& c, const std::vector<slot>& whole, const std::deque<kernel_unit>& units);

}  // namespace lossc
