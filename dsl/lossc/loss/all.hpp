// The predefined losses, the only list of them.
#pragma once
#include <boost/hana/concat.hpp>
#include <boost/hana/flatten.hpp>

#include <lossc/loss/binary.hpp>
#include <lossc/loss/classification.hpp>
#include <lossc/loss/contrastive.hpp>
#include <lossc/loss/diffusion.hpp>
#include <lossc/loss/diffusion_score.hpp>
#include <lossc/loss/discrete_diffusion.hpp>
#include <lossc/loss/divergence.hpp>
#include <lossc/loss/focal.hpp>
#include <lossc/loss/glove.hpp>
#include <lossc/loss/info_nce.hpp>
#include <lossc/loss/landscape.hpp>
#include <lossc/loss/likelihood.hpp>
#include <lossc/loss/linear.hpp>
#include <lossc/loss/metric_learning.hpp>
#include <lossc/loss/multi_task.hpp>
#include <lossc/loss/regression.hpp>
#include <lossc/loss/segmentation.hpp>
#include <lossc/loss/weight_functions.hpp>
#include <lossc/loss/weighted.hpp>

namespace lossc::losses {

// clang-format off
/// Those that have a definition each.
inline constexpr auto single = boost::hana::make_tuple(
    mse, sse, mae, huber, huber_min_form, log_cosh, mse_sigmoid,
    gaussian_nll, laplace_nll, nll,
    weighted_mse, weighted_mse_elementwise, stable_weighted_mse, weighted_regression_mse,
    weighted_mean, normalised_weighted_sum, weighted_mean_loss, weighted_sum_loss, weighted_variance,
    inverse_class_frequency, inverse_variance, likelihood_ratio, importance_weighted, self_normalised_importance, glove_weight, glove,
    cross_entropy, cross_entropy_naive, weighted_cross_entropy, class_weighted_cross_entropy, class_weighted_cross_entropy_sum,
    label_smoothing, label_smoothing_overwrite, categorical_cross_entropy, true_class_confidence,
    focal, focal_uniform_alpha, focal_binary, focal_with_logits,
    bce_with_logits, binary_cross_entropy, binary_cross_entropy_multilabel, weighted_bce_with_logits, label_weighted_bce_with_logits,
    dice, dice_coefficient, dice_bce, iou,
    kl_divergence, cross_entropy_distributions, entropy, js_divergence, gaussian_kl, gaussian_kl_standard, monte_carlo_kl,
    siamese_contrastive, contrastive, triplet, triplet_distances, pairwise_distance,
    info_nce_query, info_nce_matrix, symmetric_cross_entropy, info_nce, clip, siglip, nt_xent, supervised_contrastive, linear_cross_entropy,
    diffusion_score_mse, diffusion_score_mse_uniform, diffusion_score_mse_snr, diffusion_score_mse_min_snr, denoising_score_matching, diffuse,
    no_weight_diffusion, continuous_diffusion, no_weight_discrete_diffusion,
    uncertainty_weighted, clip_by_norm, gradnorm,
    quadratic, rosenbrock);
// clang-format on

/// One of each family beside them: members differ in functions of time and scalars alone, their kernels have one shape.
inline constexpr auto one_of_each = boost::hana::concat(
    single, boost::hana::make_tuple(continuous_diffusion_of<prediction_type::epsilon, prediction_type::v>, sid2<prediction_type::v, family::of_cosine>,
                                    diffusion_cross_entropy<survival::linear_type>, md4<survival::cosine_type>));

/// Every shipped kernel.
inline constexpr auto all = boost::hana::flatten(
    boost::hana::make_tuple(single, continuous_diffusion_family, sid2_family, diffusion_cross_entropy_family, md4_family));

}  // namespace lossc::losses
