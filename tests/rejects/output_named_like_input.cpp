// An output whose name is that of an input.
// expect: lossc: an output has the name of another output or of an input
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(inputs(tensor<"x">(batch)), [](auto x) {
#ifdef WRONG
  return with_outputs(mean(x), output<"x">(max(x)));
#else
  return with_outputs(mean(x), output<"largest">(max(x)));
#endif
});
}  // namespace my
