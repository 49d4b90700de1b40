// Losses of the documents that are compositions of shipped ones: weights computed from the prediction, logits behind
// probabilities, embeddings behind similarities.
#pragma once
#include <lossc/loss/all.hpp>

namespace lossc::composed {

using namespace losses;

/// What a weight is made of is up to the expression: a constant, an input, a function of the prediction, that function held fixed.
inline constexpr auto computed_weight_mse = loss<"computed_weight_mse">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature)),
    [](auto prediction, auto target) { return weighted_mse(prediction, target, 1_c + square(mean(prediction, feature))); });

inline constexpr auto detached_weight_mse = loss<"detached_weight_mse">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature)),
    [](auto prediction, auto target) { return weighted_mse(prediction, target, stop_gradient(1_c + square(mean(prediction, feature)))); });

inline constexpr auto normalised_weighted_mse = loss<"normalised_weighted_mse">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature), lossc::weight<"weight">(batch)),
    [](auto prediction, auto target, auto w) { return normalised_weighted_sum(mean(square(prediction - target), feature), w); });

inline constexpr auto multilabel_of_sigmoid = loss<"multilabel_of_sigmoid">(
    inputs(tensor<"logits">(batch, losses::outputs), tensor<"target">(batch, losses::outputs).constant().distribution()),
    [](auto logits, auto target) { return binary_cross_entropy_multilabel(sigmoid(logits), target); });

inline constexpr auto info_nce_of_embeddings = loss<"info_nce_of_embeddings">(
    inputs(tensor<"left">(batch, feature), tensor<"right">(pair, feature), param<"temperature">(0.07_c)),
    [](auto left, auto right, auto temperature) { return info_nce_matrix(sum(left * right, feature), temperature); });

inline constexpr auto symmetric_of_embeddings = loss<"symmetric_of_embeddings">(
    inputs(tensor<"left">(batch, feature), tensor<"right">(pair, feature), param<"temperature">(0.07_c)),
    [](auto left, auto right, auto temperature) { return symmetric_cross_entropy(sum(left * right, feature), temperature); });

/// The error of epsilon judged as the error of v, levels of log-SNR as they come.
inline constexpr auto conversion_without_logsnr = loss<"conversion_without_logsnr">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature), tensor<"time">(batch).constant()),
    [](auto predicted, auto target, auto time) {
      return weighted_diffusion<prediction_type::epsilon, prediction_type::v, false>(predicted, target, cosine(time));
    });

/// SiD2 under the cosine schedule shifted from 64 to 256 pixels.
template <prediction_type P>
inline constexpr auto sid2_shifted = loss<joined<"sid2_", family::name<P>, "_shifted">>(
    family::diffusion_inputs(), [](auto predicted, auto target, auto time) {
      auto schedule = shifted([](auto t) { return cosine(t); }, cosine_inverse, time, 256_c, 64_c, 15_c, -15_c);
      return sid2_weight<P>(schedule) * mean_onto(square(predicted - target), time);
    });

//{ readme-mixture
/// Focal and Dice of one prediction, with a weight per item and a learned temperature: one kernel of at most two regions.
inline constexpr auto mixture = loss<"mixture">(
    inputs(tensor<"logits">(batch, losses::outputs), tensor<"target">(batch, losses::outputs).constant().distribution(),
           lossc::weight<"weight">(batch), param<"temperature">(1_c).above(0_c).differentiable()),
    [](auto logits, auto target, auto w, auto temperature) {
      auto scaled = name<"scaled">(logits / temperature);
      auto focal_per_item = mean_onto(unreduced(focal_with_logits(scaled, target, 0.25_c, 2_c)), w);
      return 0.7_c * mean(lossc::weight(focal_per_item, w)) + 0.3_c * dice(scaled, target, 1e-6_c);
    });
//}

/// Class weights, an ignored label and a divisor of one's own for a loss that declares none of them.
inline constexpr auto class_weighted_focal = loss<"class_weighted_focal">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), lossc::weight<"class_weight">(classes)),
    [](auto logits, auto target, auto class_weight) { return mean_by_weight(unreduced(focal(logits, target, 2_c)), at(class_weight, target)); });

inline constexpr auto all = boost::hana::make_tuple(
    computed_weight_mse, detached_weight_mse, normalised_weighted_mse, multilabel_of_sigmoid, info_nce_of_embeddings,
    symmetric_of_embeddings, conversion_without_logsnr, sid2_shifted<prediction_type::x0>, sid2_shifted<prediction_type::epsilon>,
    sid2_shifted<prediction_type::score>, sid2_shifted<prediction_type::velocity>, sid2_shifted<prediction_type::v>, mixture, class_weighted_focal);

}  // namespace lossc::composed
