// A formula that returns a condition.
// expect: lossc: the formula of a loss must return numbers, not labels or conditions
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"x">(batch)),
    [](auto x) {
#ifdef WRONG
      return x < 1_c;
#else
      return where(x < 1_c, x, 1_c);
#endif
    });
}  // namespace my
