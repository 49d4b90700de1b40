// An input whose name is no identifier.
// expect: lossc: an input's name must be a C identifier
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto declared =
#ifdef WRONG
    inputs(tensor<"the target">(batch));
#else
    inputs(tensor<"the_target">(batch));
#endif
}  // namespace my
