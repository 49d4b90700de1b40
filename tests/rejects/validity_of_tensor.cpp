// Asking whether a tensor counts, as a label may.
// expect: lossc: is_valid(label) needs a label
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto logits, auto target) {
#ifdef WRONG
      return mean(where(is_valid(logits), at(logits, target), 0_c));
#else
      return mean(where(is_valid(target), at(logits, target), 0_c));
#endif
    });
}  // namespace my
