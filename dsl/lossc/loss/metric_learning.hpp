// Losses on embeddings given row by row: pairs and triplets, by their distances.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// 1/(2N) Σ y d² + (1 − y) max(0, margin − d)²; similar y = 1. Similar pairs are drawn together, others apart.
inline constexpr auto siamese_contrastive = loss<"siamese_contrastive">(
    inputs(tensor<"left">(batch, feature), tensor<"right">(batch, feature), tensor<"similar">(batch).constant(), param<"margin">(1_c).at_least(0_c)),
    [](auto left, auto right, auto similar, auto margin) {
      auto distance = name<"distance">(lossc::pairwise_distance(left, right, last_axis(left)));
      return mean(0.5_c * (similar * square(distance) + (1_c - similar) * square(max(margin - distance, 0_c))));
    },
    {.summary = "Contrastive loss of pairs, 1 for similar ones.",
     .formula = "mean over batch of (y * d^2 + (1 - y) * max(0, margin - d)^2) / 2,  d = |left - right|,  y = similar",
     .source = "Hadsell et al. 2006", .id = "S2.13"});

/// The same with labels of the other sense, dissimilar y = 1, and d = |left − right + eps|. Beside it: mean_distance.
inline constexpr auto contrastive = loss<"contrastive">(
    inputs(tensor<"left">(batch, feature), tensor<"right">(batch, feature), tensor<"dissimilar">(batch).constant(), param<"margin">(1_c).at_least(0_c),
           param<"eps">(1e-6_c).at_least(0_c)),
    [](auto left, auto right, auto dissimilar, auto margin, auto eps) {
      auto distance = name<"distance">(lossc::pairwise_distance(left, right, last_axis(left), eps));
      auto value = mean(0.5_c * ((1_c - dissimilar) * square(distance) + dissimilar * square(max(margin - distance, 0_c))));
      return with_outputs(value, output<"mean_distance">(mean(distance)));
    },
    {.summary = "Contrastive loss of pairs, 1 for dissimilar ones.",
     .formula = "mean over batch of ((1 - y) * d^2 + y * max(0, margin - d)^2) / 2,  d = |left - right + eps|,  y = dissimilar",
     .source = "Hadsell et al. 2006", .id = "S4.12"});

/// mean over batch of max(0, |anchor − positive| − |anchor − negative| + margin).
inline constexpr auto triplet = loss<"triplet">(
    inputs(tensor<"anchor">(batch, feature), tensor<"positive">(batch, feature), tensor<"negative">(batch, feature),
           param<"margin">(1_c).at_least(0_c), param<"eps">(0_c).at_least(0_c)),
    [](auto anchor, auto positive, auto negative, auto margin, auto eps) {
      auto to_positive = name<"to_positive">(lossc::pairwise_distance(anchor, positive, last_axis(anchor), eps));
      auto to_negative = name<"to_negative">(lossc::pairwise_distance(anchor, negative, last_axis(anchor), eps));
      return mean(max(to_positive - to_negative + margin, 0_c));
    },
    {.summary = "Triplet margin loss.", .formula = "mean over batch of max(0, |anchor - positive| - |anchor - negative| + margin)",
     .source = "Schroff et al. 2015, arXiv:1503.03832", .id = "S2.14"});

/// triplet with its distances beside it: mean_positive_distance, mean_negative_distance, and their difference, margin_satisfaction.
inline constexpr auto triplet_distances = loss<"triplet_distances">(
    inputs(tensor<"anchor">(batch, feature), tensor<"positive">(batch, feature), tensor<"negative">(batch, feature),
           param<"margin">(1_c).at_least(0_c), param<"eps">(1e-6_c).at_least(0_c)),
    [](auto anchor, auto positive, auto negative, auto margin, auto eps) {
      auto to_positive = name<"to_positive">(lossc::pairwise_distance(anchor, positive, last_axis(anchor), eps));
      auto to_negative = name<"to_negative">(lossc::pairwise_distance(anchor, negative, last_axis(anchor), eps));
      return with_outputs(mean(max(to_positive - to_negative + margin, 0_c)), output<"mean_positive_distance">(mean(to_positive)),
                     output<"mean_negative_distance">(mean(to_negative)),
                     output<"margin_satisfaction">(mean(to_negative) - mean(to_positive)));
    },
    {.summary = "Triplet margin loss, with the mean distances.",
     .formula = "mean over batch of max(0, |anchor - positive + eps| - |anchor - negative + eps| + margin)",
     .source = "Schroff et al. 2015, arXiv:1503.03832", .id = "S4.14"});

/// [batch]: (Σ over feature of |left − right + eps|^p)^{1/p}.
inline constexpr auto pairwise_distance = loss<"pairwise_distance">(
    inputs(tensor<"left">(batch, feature), tensor<"right">(batch, feature), param<"eps">(1e-6_c).at_least(0_c), param<"p">(2_c).above(0_c)),
    [](auto left, auto right, auto eps, auto p) {
      return pow(sum(pow(abs(left - right + eps), p), last_axis(left)), 1_c / p);
    },
    {.summary = "Distance of pairs in the p-norm.", .formula = "(sum over feature of |left - right + eps|^p)^(1 / p)",
     .source = "Minkowski, 1896", .id = "S4.13"});

}  // namespace lossc::losses
