// Comparing a label with an axis that it does not index.
// expect: lossc: same(axis, label): the label indexes another axis
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto logits, auto target) {
#ifdef WRONG
      return mean(where(same(feature, target), logits, 0_c));
#else
      return mean(where(same(classes, target), logits, 0_c));
#endif
    });
}  // namespace my
