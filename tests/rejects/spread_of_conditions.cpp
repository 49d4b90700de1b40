// A standard deviation of conditions.
// expect: lossc: a condition is used as a number: write where(condition, 1_c, 0_c)
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"prediction">(batch)),
    [](auto prediction) {
#ifdef WRONG
      return standard_deviation(prediction < 0_c, batch);
#else
      return standard_deviation(where(prediction < 0_c, 1_c, 0_c), batch);
#endif
    });
}  // namespace my
