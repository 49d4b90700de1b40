// The predefined losses, the only list of them.
#pragma once
#include <lossc/loss/binary.hpp>
#include <lossc/loss/classification.hpp>
#include <lossc/loss/diffusion.hpp>
#include <lossc/loss/divergence.hpp>
#include <lossc/loss/metric_learning.hpp>
#include <lossc/loss/regression.hpp>

namespace lossc::losses {

// clang-format off
inline constexpr auto all = boost::hana::make_tuple(
    mse, mae, huber, weighted_mse, gaussian_nll, weighted_variance,
    cross_entropy, cross_entropy_naive, focal, label_smoothing, class_weighted_cross_entropy,
    bce_with_logits, binary_cross_entropy, dice, dice_bce,
    kl_divergence, triplet, diffusion_score_mse_min_snr);
// clang-format on

}  // namespace lossc::losses
