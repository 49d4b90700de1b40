// A label in arithmetic.
// expect: lossc: a label is used as a number: pick with at(x, label) or compare with same(axis, label)
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto logits, auto target) {
#ifdef WRONG
      return mean(logits - target);
#else
      return mean(logits - where(same(classes, target), 1_c, 0_c));
#endif
    });
}  // namespace my
