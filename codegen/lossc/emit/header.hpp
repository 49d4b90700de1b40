// Text of the C header that callers of a kernel include.
#pragma once
#include <lossc/emit/signature.hpp>

namespace lossc {

std::string emit_c_header(const compiled& c, const std::vector<slot>& slots, const kernel_names& names);

bool has_labels(const std::vector<slot>& slots);

}  // namespace lossc
