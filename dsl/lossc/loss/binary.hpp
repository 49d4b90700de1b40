// Binary cross-entropy on independent outputs, from probabilities and from logits, and its weighted forms.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// [batch, outputs]: −(y log p + (1 − y) log(1 − p)) from logits, what the losses of this file reduce.
template <expression Logits, expression Target>
constexpr auto bce_per_entry(Logits logits, Target target) {
  return -(target * log_sigmoid(logits) + (1_c - target) * log_sigmoid(-logits));
}

/// mean over all entries of y · softplus(−z) + (1 − y) · softplus(z): binary cross-entropy from logits.
inline constexpr auto bce_with_logits = loss<"bce_with_logits">(
    inputs(tensor<"logits">(batch, outputs), tensor<"target">(batch, outputs).constant().distribution()),
    [](auto logits, auto target) { return mean(bce_per_entry(logits, target)); },
    {.summary = "Binary cross-entropy from logits.",
     .formula = "mean of -(target * log sigmoid(logits) + (1 - target) * log sigmoid(-logits))", .source = "Cox, 1958", .id = "S4.16"});

/// mean over all entries of −(y log p + (1 − y) log(1 − p)): exact, +inf where p excludes the target; no clamp.
inline constexpr auto binary_cross_entropy = loss<"binary_cross_entropy">(
    inputs(tensor<"probability">(batch, outputs).probability(), tensor<"target">(batch, outputs).constant().distribution()),
    [](auto probability, auto target) {
      return mean(-(target * log(probability) + (1_c - target) * log(1_c - probability)));
    },
    {.summary = "Binary cross-entropy from probabilities.",
     .formula = "mean of -(target * log(probability) + (1 - target) * log(1 - probability))", .source = "Cox, 1958", .id = "S2.12"});

/// The same summed over outputs, mean over batch: n_outputs times binary_cross_entropy. For several labels per item.
inline constexpr auto binary_cross_entropy_multilabel = loss<"binary_cross_entropy_multilabel">(
    inputs(tensor<"probability">(batch, outputs).probability(), tensor<"target">(batch, outputs).constant().distribution()),
    [](auto probability, auto target) {
      return mean(sum(-(target * log(probability) + (1_c - target) * log(1_c - probability)), last_axis(probability)));
    },
    {.summary = "Binary cross-entropy summed over labels.",
     .formula = "mean over batch of sum over outputs of -(target * log(probability) + (1 - target) * log(1 - probability))",
     .source = "Cox, 1958", .id = "S2.12"});

/// mean over all entries of weight · bce_with_logits, a weight per output.
inline constexpr auto weighted_bce_with_logits = loss<"weighted_bce_with_logits">(
    inputs(tensor<"logits">(batch, outputs), tensor<"target">(batch, outputs).constant().distribution(),
           weight<"weight">(outputs)),
    [](auto logits, auto target, auto w) { return mean(weight(bce_per_entry(logits, target), w)); },
    {.summary = "Binary cross-entropy with a weight per output.", .formula = "mean of weight * bce_with_logits", .id = "S3.1"});

/// mean over all entries of w[y] · bce_with_logits: one weight for positives, one for negatives.
inline constexpr auto label_weighted_bce_with_logits = loss<"label_weighted_bce_with_logits">(
    inputs(tensor<"logits">(batch, outputs), tensor<"target">(batch, outputs).constant().distribution(),
           param<"negative_weight">(1_c).at_least(0_c), param<"positive_weight">(10_c).at_least(0_c)),
    [](auto logits, auto target, auto negative_weight, auto positive_weight) {
      return mean(-(target * positive_weight * log_sigmoid(logits) + (1_c - target) * negative_weight * log_sigmoid(-logits)));
    },
    {.summary = "Binary cross-entropy with a weight per label.",
     .formula = "mean of -(target * positive_weight * log sigmoid(logits) + (1 - target) * negative_weight * log sigmoid(-logits))",
     .source = "King and Zeng, 2001", .id = "S3.1"});

}  // namespace lossc::losses
