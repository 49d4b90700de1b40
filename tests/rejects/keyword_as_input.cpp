// An input whose name is a keyword of C.
// expect: lossc: an input's name is a C or C++ keyword, or collides with a member of the generated arguments
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto declared =
#ifdef WRONG
    inputs(tensor<"x">(batch), tensor<"register">(batch));
#else
    inputs(tensor<"x">(batch), tensor<"registered">(batch));
#endif
}  // namespace my
