// A formula that forgets to return.
// expect: lossc: the formula of a loss must return an expression
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"x">(batch)),
    [](auto x) {
#ifdef WRONG
      mean(x);
#else
      return mean(x);
#endif
    });
}  // namespace my
