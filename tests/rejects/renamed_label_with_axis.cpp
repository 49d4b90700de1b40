// Comparing a renamed label with an axis: it indexes none.
// expect: lossc: same(axis, label): a renamed label is compared with labels only
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct other final : twin<"other", struct batch> {} other;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto logits, auto target) {
#ifdef WRONG
      return mean(where(same(classes, rename(target, batch, other)), logits, 0_c));
#else
      return mean(where(same(classes, target), logits, 0_c));
#endif
    });
}  // namespace my
