// An input whose name is that of a gradient in the generated arguments.
// expect: lossc: an input's name is a C or C++ keyword, or collides with a member of the generated arguments
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto declared =
#ifdef WRONG
    inputs(tensor<"x">(batch), tensor<"d_x">(batch));
#else
    inputs(tensor<"x">(batch), tensor<"delta_x">(batch));
#endif
}  // namespace my
