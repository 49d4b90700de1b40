// A loss used inside another with an input missing.
// expect: lossc: a loss used inside another takes as many expressions as it has inputs
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto inner = loss<"inner">(inputs(tensor<"x">(batch), tensor<"y">(batch)),
                                           [](auto x, auto y) { return mean(x * y); });

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"x">(batch), tensor<"y">(batch)),
    [](auto x, auto y) {
#ifdef WRONG
      return inner(x);
#else
      return inner(x, y);
#endif
    });
}  // namespace my
