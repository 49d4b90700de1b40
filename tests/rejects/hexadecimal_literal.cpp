// A number literal that is not decimal.
// expect: lossc: a number literal must be decimal: write 0.5_c, 2_c or 1e-6_c
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"x">(batch)),
    [](auto x) {
#ifdef WRONG
      return mean(0x10_c * x);
#else
      return mean(16_c * x);
#endif
    });
}  // namespace my
