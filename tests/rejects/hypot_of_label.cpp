// A label as an operand of a function of two numbers.
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
      return mean(hypot(logits, target));
#else
      return mean(hypot(logits, at(logits, target)));
#endif
    });
}  // namespace my
