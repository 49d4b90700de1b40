// The terms of a loss that does not end in a mean or a sum.
// expect: lossc: unreduced(e) needs an e that ends in a mean or a sum
#include <lossc/loss/regression.hpp>
#include <lossc/loss/segmentation.hpp>
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;
using losses::batch, losses::feature;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, feature), tensor<"target">(batch, feature).constant()), [](auto logits, auto target) {
#ifdef WRONG
      return sum(unreduced(losses::dice(logits, target, 1_c)));
#else
      return sum(unreduced(losses::mse(logits, target)));
#endif
    });
}  // namespace my
