// Two inputs of one name.
// expect: lossc: two inputs of one loss have the same name
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto declared =
#ifdef WRONG
    inputs(tensor<"x">(batch), tensor<"x">(batch));
#else
    inputs(tensor<"x">(batch), tensor<"y">(batch));
#endif
}  // namespace my
