// One training step's loss under three weightings: a model predicts v, and noise levels count by a function of the log-SNR.
#include <lossc/loss/diffusion.hpp>
#include <lossc/lossc.hpp>

namespace weightings {
using namespace lossc;
using losses::batch, losses::feature, losses::cosine, losses::prediction_type;

inline constexpr auto step_inputs = [] {
  return inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature).constant(), tensor<"time">(batch).constant());
};
constexpr auto v = prediction_type::v, x0 = prediction_type::x0, epsilon = prediction_type::epsilon;

/// The error of the noise, every time alike: Ho et al. 2020, arXiv:2006.11239.
inline constexpr auto uniform = loss<"uniform">(step_inputs(), [](auto predicted, auto target, auto time) {
  return mean(losses::weighted_diffusion<v, epsilon, false>(predicted, target, cosine(time)));
});

/// The error of the data, by the signal-to-noise ratio up to 5: Hang et al. 2023, arXiv:2303.09556.
inline constexpr auto min_snr = loss<"min_snr">(step_inputs(), [](auto predicted, auto target, auto time) {
  return mean(losses::weighted_diffusion<v, x0, false>(predicted, target, cosine(time), [](auto log_snr) { return min(exp(log_snr), 5_c); }));
});

/// Every log-SNR alike below the bias, cleaner ones fade: Hoogeboom et al. 2024, arXiv:2410.19324.
inline constexpr auto sid2 = loss<"sid2">(step_inputs(), [](auto predicted, auto target, auto time) {
  return mean(losses::sid2_weight<v>(cosine(time), -3_c) * mean_onto(square(predicted - target), time));
});

}  // namespace weightings

LOSSC_GENERATE(weightings::uniform)
LOSSC_GENERATE(weightings::min_snr)
LOSSC_GENERATE(weightings::sid2)
