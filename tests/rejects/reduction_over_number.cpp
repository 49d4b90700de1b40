// A reduction whose axis is given by its position.
// expect: lossc: a reduction names axes: write sum(x, batch)
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"prediction">(batch, feature)),
    [](auto prediction) {
#ifdef WRONG
      return mean(sum(prediction, 1));
#else
      return mean(sum(prediction, feature));
#endif
    });
}  // namespace my
