// A reduction that names one axis twice.
// expect: lossc: this reduction names one axis twice
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"prediction">(batch, feature)),
    [](auto prediction) {
#ifdef WRONG
      return sum(prediction, batch, batch);
#else
      return sum(prediction, batch, feature);
#endif
    });
}  // namespace my
