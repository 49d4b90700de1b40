// A number where a condition belongs.
// expect: lossc: this place needs a condition, such as x < y or a mask
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"x">(batch)),
    [](auto x) {
#ifdef WRONG
      return mean(where(x, x, 0_c));
#else
      return mean(where(0_c < x, x, 0_c));
#endif
    });
}  // namespace my
