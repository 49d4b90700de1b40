// Text that the arguments of a plan and its host code share: sizes, groups, entries of joins.
#pragma once
#include <lossc/emit/text.hpp>

namespace lossc {

/// "a.n_batch * a.n_class", or "1".
std::string size_product(const kernel_plan& p, axis_mask mask);

void write_groups(writer& out, const kernel_plan& p);

/// How many numbers a join that is no single number consists of.
const char* entries_of(const accumulation& j);

}  // namespace lossc
