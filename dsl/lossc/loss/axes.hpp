// The axes of the predefined losses.
#pragma once
#include <lossc/expr/loss.hpp>

namespace lossc::losses {

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct feature final : axis<"feature"> {} feature;
inline constexpr struct classes final : axis<"classes"> {} classes;
inline constexpr struct outputs final : axis<"outputs"> {} outputs;
inline constexpr struct outcomes final : axis<"outcomes"> {} outcomes;

}  // namespace lossc::losses
