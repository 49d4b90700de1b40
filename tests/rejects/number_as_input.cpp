// A number in the list of inputs.
// expect: lossc: inputs(...) takes tensor, weight, label, mask and param declarations
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto declared =
#ifdef WRONG
    inputs(tensor<"x">(batch), 2_c);
#else
    inputs(tensor<"x">(batch), param<"gamma">(2_c));
#endif
}  // namespace my
