// Contrastive losses on all pairs of embeddings: InfoNCE, CLIP, SigLIP.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// −log of the softmax along `column`, where both axes stand at one index: log(1 + Σ_{j≠i} e^(s_ij − s_ii)). Neither it nor its
/// gradient is a difference of near numbers, however sure the row is.
template <expression S, class Row, class Column>
constexpr auto surprise_of_diagonal(S similarity, Row row, Column column) {
  constexpr number_expression<to_bits(-infinity)> nothing;
  return softplus(logsumexp(where(same(row, column), nothing, similarity - diagonal(similarity, row, column)), column));
}

/// mean over batch of −s_ii + logsumexp over pair of s_ij, s = left · right / temperature: the positive of row i is row i of
/// the other side, which may have more rows, all of them negatives.
inline constexpr auto info_nce = loss<"info_nce">(
    inputs(tensor<"left">(batch, feature), tensor<"right">(pair, feature), param<"temperature">(0.07_c).above(0_c).differentiable()),
    [](auto left, auto right, auto temperature) {
      auto similarity = name<"similarity">(dot(left, right, feature) / temperature);
      return mean(surprise_of_diagonal(similarity, batch, pair));
    },
    {.summary = "InfoNCE from embeddings: each row against all of the other side.",
     .formula = "mean over batch of logsumexp over pair of s - s[i, i],  s = sum over feature of left * right / temperature",
     .source = "van den Oord et al. 2018, arXiv:1807.03748", .id = "S2.16"});

/// ½ (rows + columns) of the same with both sides normalised. Columns would need two more passes over all pairs to keep the digits
/// of sure rows, so that value and gradient are as exact as a rounding of the largest similarity, not of themselves.
inline constexpr auto clip = loss<"clip">(
    inputs(tensor<"left">(batch, feature), tensor<"right">(pair, feature), param<"temperature">(0.07_c).above(0_c).differentiable()),
    [](auto left, auto right, auto temperature) {
      auto similarity = name<"similarity">(cosine_similarity(left, right, feature) / temperature);
      return 0.5_c * (mean(logsumexp(similarity, pair)) + mean(logsumexp(similarity, batch))) - mean(diagonal(similarity, batch, pair));
    },
    {.summary = "CLIP: InfoNCE of normalised embeddings in both directions.",
     .formula = "mean of (logsumexp(row i) + logsumexp(column i)) / 2 - s[i, i],  s = cosine(left, right) / temperature",
     .source = "Radford et al. 2021, arXiv:2103.00020", .id = "S2.17"});

//{ readme-pairs
/// SigLIP: mean over batch of Σ over pair of −log sigmoid(z (s_ij / temperature + bias)), z = 1 on the diagonal, else −1.
inline constexpr auto siglip = loss<"siglip">(
    inputs(tensor<"left">(batch, feature), tensor<"right">(pair, feature), param<"temperature">(0.1_c).above(0_c).differentiable(),
           param<"bias">(-10_c).differentiable()),
    [](auto left, auto right, auto temperature, auto bias) {
      auto logits = name<"logits">(cosine_similarity(left, right, feature) / temperature + bias);
      return mean(sum(-log_sigmoid(where(same(batch, pair), logits, -logits)), pair));
    },
    {.summary = "SigLIP: each pair judged alone, by a sigmoid.",
     .formula = "mean over batch of sum over pair of -log sigmoid(z * (cosine(left, right) / temperature + bias)),  z = 1 if i = j else -1",
     .source = "Zhai et al. 2023, arXiv:2303.15343"});
//}

}  // namespace lossc::losses
