// Losses on independent outputs and segmentation: binary cross-entropy, Dice, and both.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// mean of y · softplus(−z) + (1 − y) · softplus(z): binary cross-entropy from logits.
inline constexpr auto bce_with_logits = loss<"bce_with_logits">(
    inputs(tensor<"logits">(batch, outputs), tensor<"target">(batch, outputs).constant().distribution()),
    [](auto logits, auto target) {
      return mean(-(target * log_sigmoid(logits) + (1_c - target) * log_sigmoid(-logits)));
    },
    {.summary = "Binary cross-entropy from logits.",
     .formula = "mean of -(target * log sigmoid(logits) + (1 - target) * log sigmoid(-logits))", .id = "S4.16"});

/// mean of −(y log p + (1 − y) log(1 − p)): exact, +inf where p excludes the target; no clamp.
inline constexpr auto binary_cross_entropy = loss<"binary_cross_entropy">(
    inputs(tensor<"probability">(batch, outputs), tensor<"target">(batch, outputs).constant().distribution()),
    [](auto probability, auto target) {
      return mean(-(target * log(probability) + (1_c - target) * log(1_c - probability)));
    },
    {.summary = "Binary cross-entropy from probabilities.",
     .formula = "mean of -(target * log(probability) + (1 - target) * log(1 - probability))", .id = "S2.12"});

/// 1 − (2 Σ p t + smooth) / (Σ p + Σ t + smooth) over the whole batch, p = sigmoid(logits).
inline constexpr auto dice = loss<"dice">(
    inputs(tensor<"logits">(batch, feature), tensor<"target">(batch, feature).constant().distribution(), param<"smooth">(1e-6_c)),
    [](auto logits, auto target, auto smooth) {
      auto p = name<"probability">(sigmoid(logits));
      auto overlap = name<"overlap">(sum(p * target));
      auto mass = name<"mass">(sum(p + target));
      return 1_c - (2_c * overlap + smooth) / (mass + smooth);
    },
    {.summary = "Dice loss over the whole batch.",
     .formula = "1 - (2 * sum(p * target) + smooth) / (sum(p) + sum(target) + smooth),  p = sigmoid(logits)",
     .source = "Milletari et al. 2016, arXiv:1606.04797", .id = "S4.15"});

/// dice_weight · dice + bce_weight · bce_with_logits, in one kernel.
inline constexpr auto dice_bce = loss<"dice_bce">(
    inputs(tensor<"logits">(batch, feature), tensor<"target">(batch, feature).constant().distribution(), param<"dice_weight">(1_c),
           param<"bce_weight">(1_c), param<"smooth">(1e-6_c)),
    [](auto logits, auto target, auto dice_weight, auto bce_weight, auto smooth) {
      return dice_weight * dice(logits, target, smooth) + bce_weight * bce_with_logits(logits, target);
    },
    {.summary = "Dice plus binary cross-entropy.", .formula = "dice_weight * dice + bce_weight * bce_with_logits",
     .source = "Isensee et al. 2018, arXiv:1809.10486", .id = "S4.23"});

}  // namespace lossc::losses
