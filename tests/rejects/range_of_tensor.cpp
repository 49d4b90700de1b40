// A range for an input that is no parameter.
// expect: lossc: only a parameter has a range: at_least, above, at_most and below follow param
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

#ifdef WRONG
inline constexpr auto declared = inputs(tensor<"x">(batch).at_least(0_c));
#else
inline constexpr auto declared = inputs(tensor<"x">(batch));
#endif
}  // namespace my
