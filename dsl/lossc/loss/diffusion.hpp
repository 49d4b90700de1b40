// Losses of diffusion models.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// mean over batch of min((alpha / sigma)², snr_max) · mean over feature of (score − score_target)², alpha² = 1 − sigma².
inline constexpr auto diffusion_score_mse_min_snr = loss<"diffusion_score_mse_min_snr">(
    inputs(tensor<"score">(batch, feature), tensor<"score_target">(batch, feature), tensor<"sigma">(batch).constant(),
           param<"snr_max">(5_c)),
    [](auto score, auto score_target, auto sigma, auto snr_max) {
      auto snr = name<"snr">(square(sqrt(1_c - square(sigma)) / sigma));
      return mean(mean_onto(square(score - score_target), sigma) * min(snr, snr_max));
    },
    {.summary = "Score matching weighted by the clipped signal-to-noise ratio.",
     .formula = "mean over batch of min((1 - sigma^2) / sigma^2, snr_max) * mean over feature of (score - score_target)^2",
     .source = "Hang et al. 2023, arXiv:2303.09556", .id = "S0.4"});

}  // namespace lossc::losses
