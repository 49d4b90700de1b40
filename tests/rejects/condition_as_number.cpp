// A comparison in arithmetic.
// expect: lossc: a condition is used as a number: write where(condition, 1_c, 0_c)
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"x">(batch)),
    [](auto x) {
#ifdef WRONG
      return mean((x < 1_c) * x);
#else
      return mean(where(x < 1_c, x, 0_c));
#endif
    });
}  // namespace my
