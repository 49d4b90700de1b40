// An input that names one axis twice.
// expect: lossc: an input names one axis twice
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto declared =
#ifdef WRONG
    inputs(tensor<"x">(batch, batch));
#else
    inputs(tensor<"x">(batch, feature));
#endif
}  // namespace my
