// A negative gamma inside a larger loss.
// expect: lossc: a number given to a parameter is outside the range that the loss declares for it
#include <lossc/loss/focal.hpp>
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;
using losses::batch, losses::classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)), [](auto logits, auto target) {
#ifdef WRONG
      return losses::focal(logits, target, -1_c);
#else
      return losses::focal(logits, target, 1_c);
#endif
    });
}  // namespace my
