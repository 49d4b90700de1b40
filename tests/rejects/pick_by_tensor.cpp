// Picking by a real tensor instead of a label.
// expect: lossc: at(x, label) picks by a label: declare one as label<...>(batch, classes)
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), tensor<"score">(batch), label<"target">(batch, classes)),
    [](auto logits, auto score, auto target) {
#ifdef WRONG
      return mean(score * at(logits, score));
#else
      return mean(score * at(logits, target));
#endif
    });
}  // namespace my
