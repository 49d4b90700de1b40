// Contrastive losses on all pairs of embeddings: InfoNCE, CLIP, SigLIP, NT-Xent, supervised contrastive.
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

/// The same for a row of one view of a batch: its positive is the same row of the other view (s_ii of `across`), its negatives
/// are all other rows of both views.
template <expression Across, expression Within>
constexpr auto surprise_of_view(Across across, Within within) {
  constexpr number_expression<to_bits(-infinity)> nothing;
  const auto positive = diagonal(across, batch, other);
  const auto excess = [&](auto similarity) { return logsumexp(where(same(batch, other), nothing, similarity - positive), other); };
  return softplus(logaddexp(excess(across), excess(within)));
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

/// SimCLR: mean over the 2N rows of both views of −log of the softmax of its positive among all rows but itself.
inline constexpr auto nt_xent = loss<"nt_xent">(
    inputs(tensor<"view_a">(batch, feature), tensor<"view_b">(batch, feature), param<"temperature">(0.5_c).above(0_c).differentiable()),
    [](auto view_a, auto view_b, auto temperature) {
      const auto similarity = [&](auto x, auto y) { return cosine_similarity(x, rename(y, batch, other), feature) / temperature; };
      return 0.5_c * mean(surprise_of_view(similarity(view_a, view_b), similarity(view_a, view_a)) +
                          surprise_of_view(similarity(view_b, view_a), similarity(view_b, view_b)));
    },
    {.summary = "NT-Xent (SimCLR): two views of a batch, each row against all others of both.",
     .formula = "mean over both views of logsumexp over all other rows of s - s[i, positive of i],  s = cosine / temperature",
     .source = "Chen et al. 2020, arXiv:2002.05709", .id = "S2.15"});

/// SupCon: −mean over the rows p of i's class, p ≠ i, of (s_ip − logsumexp over j ≠ i of s_ij), mean over the rows that have one.
inline constexpr auto supervised_contrastive = loss<"supervised_contrastive">(
    inputs(tensor<"embedding">(batch, feature), label<"label">(batch, classes), param<"temperature">(0.1_c).above(0_c).differentiable()),
    [](auto embedding, auto label, auto temperature) {
      constexpr number_expression<to_bits(-infinity)> nothing;
      // Of an ignored row nothing is read, for it need not be finite.
      auto similarity = name<"similarity">(where(is_valid(label), cosine_similarity(embedding, rename(embedding, batch, other), feature) / temperature, 0_c));
      auto other_label = rename(label, batch, other);
      auto is_positive = same(label, other_label) && !same(batch, other);
      auto is_other = is_valid(other_label) && !same(batch, other);
      auto log_total = name<"log_total">(logsumexp(where(is_other, similarity, nothing), other));
      auto positives = name<"positives">(sum(where(is_positive, 1_c, 0_c), other));
      auto surprise = sum(where(is_positive, log_total - similarity, 0_c), other) / positives;
      auto counts = positives > 0_c;
      return sum(where(counts, surprise, 0_c), batch) / max(sum(where(counts, 1_c, 0_c), batch), 1_c);
    },
    {.summary = "Supervised contrastive: each row near all rows of its class, far from the others.",
     .formula = "mean over rows with positives of mean over positives p of logsumexp over j != i of s[i, j] - s[i, p],  s = cosine / temperature",
     .source = "Khosla et al. 2020, arXiv:2004.11362"});

}  // namespace lossc::losses
