// Contrastive losses on given similarities: the positive against all candidates.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// −s_0 + logsumexp(s), s = keys · query / temperature: key 0 is the positive, the others are negatives.
inline constexpr auto info_nce_query = loss<"info_nce_query">(
    inputs(tensor<"query">(feature), tensor<"keys">(candidates, feature), param<"temperature">(1_c).above(0_c)),
    [](auto query, auto keys, auto temperature) {
      auto similarity = name<"similarity">(sum(query * keys, last_axis(query)) / temperature);
      return logsumexp(similarity, candidates) - entry(similarity, candidates, 0_c);
    },
    {.summary = "InfoNCE of one query, whose positive is key 0.",
     .formula = "logsumexp(s) - s[0],  s = sum over feature of query * keys / temperature", .source = "van den Oord et al. 2018, arXiv:1807.03748",
     .id = "S2.15"});

/// mean over batch of logsumexp(row / temperature) − diagonal / temperature: the positives stand on the diagonal.
inline constexpr auto info_nce_matrix = loss<"info_nce_matrix">(
    inputs(tensor<"similarity">(batch, pair), param<"temperature">(0.07_c).above(0_c)),
    [](auto similarity, auto temperature) {
      auto scaled = name<"scaled">(similarity / temperature);
      return mean(logsumexp(scaled, pair) - diagonal(scaled, batch, pair));
    },
    {.summary = "InfoNCE along the rows of a similarity matrix.",
     .formula = "mean over batch of logsumexp(similarity / temperature) - similarity[i, i] / temperature",
     .source = "van den Oord et al. 2018, arXiv:1807.03748", .id = "S2.16"});

/// ½ (rows + columns) of the same: image to text and text to image.
inline constexpr auto symmetric_cross_entropy = loss<"symmetric_cross_entropy">(
    inputs(tensor<"similarity">(batch, pair), param<"temperature">(0.07_c).above(0_c)),
    [](auto similarity, auto temperature) {
      auto scaled = name<"scaled">(similarity / temperature);
      return 0.5_c * (mean(logsumexp(scaled, pair)) + mean(logsumexp(scaled, batch))) - mean(diagonal(scaled, batch, pair));
    },
    {.summary = "InfoNCE along the rows and the columns of a similarity matrix.",
     .formula = "mean of (logsumexp(row i) + logsumexp(column i)) / 2 - s[i, i],  s = similarity / temperature",
     .source = "Radford et al. 2021, arXiv:2103.00020", .id = "S2.17"});

}  // namespace lossc::losses
