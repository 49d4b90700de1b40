// A loss whose name is no identifier.
// expect: lossc: the name of a loss must be a C identifier
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto declared =
#ifdef WRONG
    loss<"my loss">(inputs(tensor<"x">(batch)), [](auto x) { return mean(x); });
#else
    loss<"my_loss">(inputs(tensor<"x">(batch)), [](auto x) { return mean(x); });
#endif
}  // namespace my
