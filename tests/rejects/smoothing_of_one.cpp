// A label smoothing of 1, which leaves no label.
// expect: lossc: a number given to a parameter is outside the range that the loss declares for it
#include <lossc/loss/classification.hpp>
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;
using losses::batch, losses::classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)), [](auto logits, auto target) {
#ifdef WRONG
      return losses::label_smoothing(logits, target, 1_c);
#else
      return losses::label_smoothing(logits, target, 0.2_c);
#endif
    });
}  // namespace my
