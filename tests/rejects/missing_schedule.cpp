// A diffusion loss without a schedule.
// expect: lossc: a diffusion loss needs a schedule at its time, such as cosine(time)
#include <lossc/loss/diffusion.hpp>
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;
using losses::batch, losses::feature, losses::prediction_type;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature), tensor<"time">(batch).constant()),
    [](auto predicted, auto target, auto time) {
#ifdef WRONG
      return losses::weighted_diffusion<prediction_type::v, prediction_type::x0>(predicted, target, time);
#else
      return losses::weighted_diffusion<prediction_type::v, prediction_type::x0>(predicted, target, losses::cosine(time));
#endif
    });
}  // namespace my
