// Overlap losses of segmentation, over the whole batch: Dice, its sum with cross-entropy, and IoU.
#pragma once
#include <lossc/loss/binary.hpp>

namespace lossc::losses {

/// (2 Σ p t + smooth) / (Σ p + Σ t + smooth) over all entries, p = sigmoid(logits): 1 is a perfect overlap.
inline constexpr auto dice_coefficient = loss<"dice_coefficient">(
    inputs(tensor<"logits">(batch, feature), tensor<"target">(batch, feature).constant().distribution(), param<"smooth">(1e-6_c).at_least(0_c)),
    [](auto logits, auto target, auto smooth) {
      auto p = name<"probability">(sigmoid(logits));
      auto overlap = name<"overlap">(sum(p * target));
      auto mass = name<"mass">(sum(p + target));
      return (2_c * overlap + smooth) / (mass + smooth);
    },
    {.summary = "Soft Dice coefficient over the whole batch.",
     .formula = "(2 * sum(p * target) + smooth) / (sum(p) + sum(target) + smooth),  p = sigmoid(logits)",
     .source = "Dice, 1945", .id = "S4.17"});

/// 1 − dice_coefficient: a loss that a large background does not swamp.
inline constexpr auto dice = loss<"dice">(
    inputs(tensor<"logits">(batch, feature), tensor<"target">(batch, feature).constant().distribution(), param<"smooth">(1e-6_c).at_least(0_c)),
    [](auto logits, auto target, auto smooth) { return 1_c - dice_coefficient(logits, target, smooth); },
    {.summary = "Dice loss over the whole batch.",
     .formula = "1 - (2 * sum(p * target) + smooth) / (sum(p) + sum(target) + smooth),  p = sigmoid(logits)",
     .source = "Milletari et al. 2016, arXiv:1606.04797", .id = "S4.15"});

/// dice_weight · dice + bce_weight · bce_with_logits, in one kernel.
inline constexpr auto dice_bce = loss<"dice_bce">(
    inputs(tensor<"logits">(batch, feature), tensor<"target">(batch, feature).constant().distribution(), param<"dice_weight">(1_c),
           param<"bce_weight">(1_c), param<"smooth">(1e-6_c).at_least(0_c)),
    [](auto logits, auto target, auto dice_weight, auto bce_weight, auto smooth) {
      return dice_weight * dice(logits, target, smooth) + bce_weight * bce_with_logits(logits, target);
    },
    {.summary = "Dice plus binary cross-entropy.", .formula = "dice_weight * dice + bce_weight * bce_with_logits",
     .source = "Isensee et al. 2018, arXiv:1809.10486", .id = "S4.23"});

/// I / (Σ b + Σ t − I + eps), I = Σ b t, b = [sigmoid(logits) > threshold]: a metric, without a gradient.
inline constexpr auto iou = loss<"iou">(
    inputs(tensor<"logits">(batch, feature).constant(), tensor<"target">(batch, feature).constant(), param<"threshold">(0.5_c),
           param<"eps">(1e-6_c).at_least(0_c)),
    [](auto logits, auto target, auto threshold, auto eps) {
      auto marked = name<"marked">(where(sigmoid(logits) > threshold, 1_c, 0_c));
      auto overlap = name<"overlap">(sum(marked * target));
      return overlap / (sum(marked + target) - overlap + eps);
    },
    {.summary = "Intersection over union of a thresholded mask.",
     .formula = "I / (sum(b) + sum(target) - I + eps),  I = sum(b * target),  b = sigmoid(logits) > threshold",
     .source = "Jaccard, 1901", .id = "S4.18"});

}  // namespace lossc::losses
