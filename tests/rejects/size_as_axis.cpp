// An input declared over a number instead of an axis.
// expect: lossc: an input is declared over axes, such as (batch, classes)
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto declared =
#ifdef WRONG
    inputs(tensor<"x">(batch, 10));
#else
    inputs(tensor<"x">(batch, feature));
#endif
}  // namespace my
