// Text of the sizes that the host code of a plan begins with, on both backends.
#pragma once
#include <lossc/emit/text.hpp>

namespace lossc {

/// "a.n_batch * a.n_classes", or "1".
std::string size_product(const kernel_plan& p, axis_mask mask, const char* of = "a.n_");

/// The sizes of the axes, of rows, columns and groups, as members of `arguments<T> a`.
void emit_sizes(writer& out, const kernel_plan& p);

/// How many numbers a join that is no single number consists of.
const char* entries_of(const accumulation& j);

/// `workspace_size(call)`, by `place_workspace(a, workspace)`.
void emit_workspace_size(writer& out, const kernel_plan& p);

}  // namespace lossc
