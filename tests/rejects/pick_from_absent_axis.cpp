// Picking by a label from a value that lacks the axis which the label indexes.
// expect: lossc: at(x, label): x does not have the axis that the label indexes
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"prediction">(batch, feature), tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto prediction, auto logits, auto target) {
#ifdef WRONG
      return mean(prediction) + mean(at(prediction, target));
#else
      return mean(prediction) + mean(at(logits, target));
#endif
    });
}  // namespace my
