// A formula that returns a label.
// expect: lossc: the formula of a loss must return numbers, not labels or conditions
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto logits, auto target) {
#ifdef WRONG
      return target;
#else
      return at(logits, target);
#endif
    });
}  // namespace my
