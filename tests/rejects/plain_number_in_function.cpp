// A plain number as the argument of a function.
// expect: lossc: a plain number cannot be part of a loss: write 1_c instead of 1, 0.5_c instead of 0.5
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"probability">(batch)),
    [](auto probability) {
#ifdef WRONG
      return mean(pow(probability, 0.5));
#else
      return mean(pow(probability, 0.5_c));
#endif
    });
}  // namespace my
