// Denoising score matching: score[batch, feature] against its target, weighted by functions of the noise level sigma[batch].
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// mean over batch of w · mean over feature of (score − target)², what the losses of this file weight.
template <expression Score, expression Target, expression Weight>
constexpr auto weighted_score_mse(Score score, Target target, Weight w) { return mean(mean_onto(square(score - target), w) * w); }

/// The signal-to-noise ratio (alpha / sigma)² where alpha² = 1 − sigma², as a product: the difference cancels next to 1.
template <expression Sigma>
constexpr auto signal_to_noise(Sigma sigma) { return name<"snr">((1_c - sigma) * (1_c + sigma) / square(sigma)); }

/// Weighted by sigma²: every noise level contributes alike.
inline constexpr auto diffusion_score_mse = loss<"diffusion_score_mse">(
    inputs(tensor<"score">(batch, feature), tensor<"score_target">(batch, feature), tensor<"sigma">(batch).constant()),
    [](auto score, auto target, auto sigma) { return weighted_score_mse(score, target, square(sigma)); },
    {.summary = "Score matching weighted by sigma^2.",
     .formula = "mean over batch of sigma^2 * mean over feature of (score - score_target)^2",
     .source = "Song and Ermon 2019, arXiv:1907.05600", .id = "S0.4"});

/// Not weighted.
inline constexpr auto diffusion_score_mse_uniform = loss<"diffusion_score_mse_uniform">(
    inputs(tensor<"score">(batch, feature), tensor<"score_target">(batch, feature), tensor<"sigma">(batch).constant()),
    [](auto score, auto target, auto) { return mean(square(score - target)); },
    {.summary = "Score matching, not weighted.", .formula = "mean of (score - score_target)^2",
     .source = "Hyvarinen, 2005", .id = "S0.4"});

/// Weighted by the signal-to-noise ratio.
inline constexpr auto diffusion_score_mse_snr = loss<"diffusion_score_mse_snr">(
    inputs(tensor<"score">(batch, feature), tensor<"score_target">(batch, feature), tensor<"sigma">(batch).constant()),
    [](auto score, auto target, auto sigma) { return weighted_score_mse(score, target, signal_to_noise(sigma)); },
    {.summary = "Score matching weighted by the signal-to-noise ratio.",
     .formula = "mean over batch of (1 - sigma^2) / sigma^2 * mean over feature of (score - score_target)^2",
     .source = "Salimans and Ho 2022, arXiv:2202.00512", .id = "S0.4"});

/// Weighted by the signal-to-noise ratio, at most snr_max: clean samples do not take over.
inline constexpr auto diffusion_score_mse_min_snr = loss<"diffusion_score_mse_min_snr">(
    inputs(tensor<"score">(batch, feature), tensor<"score_target">(batch, feature), tensor<"sigma">(batch).constant(),
           param<"snr_max">(5_c).at_least(0_c)),
    [](auto score, auto target, auto sigma, auto snr_max) {
      return weighted_score_mse(score, target, min(signal_to_noise(sigma), snr_max));
    },
    {.summary = "Score matching weighted by the clipped signal-to-noise ratio.",
     .formula = "mean over batch of min((1 - sigma^2) / sigma^2, snr_max) * mean over feature of (score - score_target)^2",
     .source = "Hang et al. 2023, arXiv:2303.09556", .id = "S0.4"});

/// The loss of the training step: sigma² (score + noise / sigma)² with the division cancelled, so that sigma may be 0.
inline constexpr auto denoising_score_matching = loss<"denoising_score_matching">(
    inputs(tensor<"score">(batch, feature), tensor<"noise">(batch, feature).constant(), tensor<"sigma">(batch).constant()),
    [](auto score, auto noise, auto sigma) { return mean(square(sigma * score + noise)); },
    {.summary = "Denoising score matching against the noise that was added.",
     .formula = "mean over batch of sigma^2 * mean over feature of (score + noise / sigma)^2", .source = "Vincent, 2011", .id = "S0.5"});

/// [batch, feature]: alpha · data + sigma · noise, the forward process.
inline constexpr auto diffuse = loss<"diffuse">(
    inputs(tensor<"data">(batch, feature), tensor<"noise">(batch, feature), tensor<"alpha">(batch), tensor<"sigma">(batch)),
    [](auto data, auto noise, auto alpha, auto sigma) { return alpha * data + sigma * noise; },
    {.summary = "Data with noise, the input of a diffusion model.", .formula = "alpha * data + sigma * noise",
     .source = "Ho et al. 2020, arXiv:2006.11239", .id = "S0.5"});

}  // namespace lossc::losses
