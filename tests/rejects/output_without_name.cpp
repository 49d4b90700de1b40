// A by-product without a name.
// expect: lossc: with_outputs(value, ...) takes the value first and then outputs, each with a name
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(inputs(tensor<"x">(batch)), [](auto x) {
#ifdef WRONG
  return with_outputs(mean(x), max(x));
#else
  return with_outputs(mean(x), output<"largest">(max(x)));
#endif
});
}  // namespace my
