// Focal losses: cross-entropy that turns away from easy examples, for many classes and for two.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// mean over batch of (1 − p)^gamma · −log p with p = softmax(logits)[target]; no alpha.
inline constexpr auto focal = loss<"focal">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), param<"gamma">(2_c).at_least(0_c)),
    [](auto logits, auto target, auto gamma) {
      auto log_p = name<"log_p">(at(log_softmax(logits, indexed_axis(target)), target));
      return mean(pow(1_c - exp(log_p), gamma) * -log_p);
    },
    {.summary = "Focal loss: cross-entropy that turns away from easy examples.",
     .formula = "mean over batch of -(1 - p)^gamma * log p,  p = softmax(logits)[target]",
     .source = "Lin et al. 2017, arXiv:1708.02002", .id = "S0.18"});

/// alpha · focal: one factor for every class.
inline constexpr auto focal_uniform_alpha = loss<"focal_uniform_alpha">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), param<"alpha">(0.25_c).at_least(0_c).at_most(1_c), param<"gamma">(2_c).at_least(0_c)),
    [](auto logits, auto target, auto alpha, auto gamma) { return mean(alpha * unreduced(focal(logits, target, gamma))); },
    {.summary = "Focal loss scaled by one alpha for all classes.",
     .formula = "mean over batch of -alpha * (1 - p)^gamma * log p,  p = softmax(logits)[target]",
     .source = "Lin et al. 2017, arXiv:1708.02002", .id = "S4.9"});

/// mean over all entries of −alpha_t (1 − p_t)^gamma log p_t from probabilities; alpha weighs the positives, 1 − alpha the negatives.
inline constexpr auto focal_binary = loss<"focal_binary">(
    inputs(tensor<"probability">(batch, outputs).probability(), tensor<"target">(batch, outputs).constant().distribution(),
           param<"alpha">(0.25_c).at_least(0_c).at_most(1_c), param<"gamma">(2_c).at_least(0_c)),
    [](auto p, auto target, auto alpha, auto gamma) {
      auto positive = alpha * pow(1_c - p, gamma) * -log(p);
      auto negative = (1_c - alpha) * pow(p, gamma) * -log(1_c - p);
      return mean(target * positive + (1_c - target) * negative);
    },
    {.summary = "Binary focal loss from probabilities.",
     .formula = "mean of -alpha_t * (1 - p_t)^gamma * log p_t,  p_t = target ? p : 1 - p,  alpha_t = target ? alpha : 1 - alpha",
     .source = "Lin et al. 2017, arXiv:1708.02002", .id = "S2.11"});

/// The same from logits: for segmentation and detection.
inline constexpr auto focal_with_logits = loss<"focal_with_logits">(
    inputs(tensor<"logits">(batch, outputs), tensor<"target">(batch, outputs).constant().distribution(),
           param<"alpha">(0.25_c).at_least(0_c).at_most(1_c), param<"gamma">(2_c).at_least(0_c)),
    [](auto logits, auto target, auto alpha, auto gamma) { return focal_binary(sigmoid(logits), target, alpha, gamma); },
    {.summary = "Binary focal loss from logits.",
     .formula = "mean of -alpha_t * (1 - p_t)^gamma * log p_t,  p = sigmoid(logits),  p_t = target ? p : 1 - p",
     .source = "Lin et al. 2017, arXiv:1708.02002", .id = "S4.23"});

}  // namespace lossc::losses
