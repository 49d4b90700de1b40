// A weight with an axis that the weighted value lacks.
// expect: lossc: weight(x, w): the weight has an axis that the weighted value lacks
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"x">(batch, feature), weight<"w">(batch, feature)),
    [](auto x, auto w) {
#ifdef WRONG
      return mean(weight(mean(x, feature), w));
#else
      return mean(weight(x, w));
#endif
    });
}  // namespace my
