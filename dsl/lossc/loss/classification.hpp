// Classification losses on class labels: cross-entropy and its weighted and smoothed forms.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// [batch]: −log softmax(logits)[target], what every loss of this file reduces.
template <expression Logits, expression Label>
constexpr auto cross_entropy_per_item(Logits logits, Label target) { return -at(log_softmax(logits, indexed_axis(target)), target); }

/// mean over batch of logsumexp(logits) − logits[target]; rows labelled ignore_index do not count.
inline constexpr auto cross_entropy = loss<"cross_entropy">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto logits, auto target) { return mean(cross_entropy_per_item(logits, target)); },
    {.summary = "Cross-entropy of class labels with softmax.",
     .formula = "mean over batch of logsumexp(logits) - logits[target]", .source = "Cox, 1958; Bridle, 1990", .id = "S4.6, S4.8"});

/// The textbook spelling, −log(e^{z_y} / Σ e^z): compiled, it is cross_entropy; strict, it overflows.
inline constexpr auto cross_entropy_naive = loss<"cross_entropy_naive">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto logits, auto target) {
      auto weights = exp(logits);
      auto probability = weights / sum(weights, indexed_axis(target));
      return mean(-at(log(probability), target));
    },
    {.summary = "Cross-entropy as written in textbooks; stable unless strict.",
     .formula = "mean over batch of -log(exp(logits[target]) / sum exp(logits))", .id = "S4.7"});

/// mean over batch of weight · cross-entropy: a weight per item, not divided by Σ weight.
inline constexpr auto weighted_cross_entropy = loss<"weighted_cross_entropy">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), weight<"weight">(batch)),
    [](auto logits, auto target, auto w) { return mean(weight(cross_entropy_per_item(logits, target), w)); },
    {.summary = "Cross-entropy with a weight per item.", .formula = "mean over batch of weight * cross_entropy", .id = "S0.3"});

/// Σ w[target] · cross-entropy / Σ w[target]: a weight per class, against imbalance.
inline constexpr auto class_weighted_cross_entropy = loss<"class_weighted_cross_entropy">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), weight<"class_weight">(classes)),
    [](auto logits, auto target, auto class_weight) {
      auto w = name<"item_weight">(at(class_weight, target));
      return mean_by_weight(cross_entropy_per_item(logits, target), w);
    },
    {.summary = "Cross-entropy with a weight per class, normalised by the weights of the labels.",
     .formula = "sum(class_weight[target] * cross_entropy) / sum(class_weight[target])", .source = "King and Zeng, 2001", .id = "S3.2"});

/// Σ w[target] · cross-entropy, not divided.
inline constexpr auto class_weighted_cross_entropy_sum = loss<"class_weighted_cross_entropy_sum">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), weight<"class_weight">(classes)),
    [](auto logits, auto target, auto class_weight) { return sum(weight(cross_entropy_per_item(logits, target), at(class_weight, target))); },
    {.summary = "Cross-entropy with a weight per class, summed.", .formula = "sum over batch of class_weight[target] * cross_entropy",
     .id = "S0.19"});

/// Cross-entropy against (1 − smoothing) · one_hot + smoothing / n_classes, as torch defines it.
inline constexpr auto label_smoothing = loss<"label_smoothing">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), param<"smoothing">(0.1_c).at_least(0_c).below(1_c)),
    [](auto logits, auto target, auto smoothing) {
      auto log_p = log_softmax(logits, indexed_axis(target));
      return mean((1_c - smoothing) * -at(log_p, target) + smoothing * -mean(log_p, indexed_axis(target)));
    },
    {.summary = "Cross-entropy against smoothed labels.",
     .formula = "mean over batch of (1 - smoothing) * -log_p[target] + smoothing * -mean(log_p),  log_p = log_softmax(logits)",
     .source = "Szegedy et al. 2016, arXiv:1512.00567", .id = "S4.10"});

/// Cross-entropy against smoothing / n_classes everywhere, overwritten by 1 − smoothing at the label: these labels sum to
/// 1 − smoothing / n_classes.
inline constexpr auto label_smoothing_overwrite = loss<"label_smoothing_overwrite">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), param<"smoothing">(0.1_c).at_least(0_c).below(1_c)),
    [](auto logits, auto target, auto smoothing) {
      auto axis = indexed_axis(target);
      auto log_p = log_softmax(logits, axis);
      return mean((1_c - smoothing - smoothing / size(axis)) * -at(log_p, target) + smoothing * -mean(log_p, axis));
    },
    {.summary = "Cross-entropy against smoothed labels that do not sum to 1.",
     .formula = "mean over batch of -sum(y * log_p),  y = smoothing / n_classes, and 1 - smoothing at the label",
     .source = "Szegedy et al. 2016, arXiv:1512.00567", .id = "S4.10"});

/// mean over batch of −Σ over classes of target · log(probability): one-hot or soft labels.
inline constexpr auto categorical_cross_entropy = loss<"categorical_cross_entropy">(
    inputs(tensor<"probability">(batch, classes).probability(), tensor<"target">(batch, classes).constant().distribution()),
    [](auto probability, auto target) { return mean(-sum(target * log(probability), last_axis(probability))); },
    {.summary = "Cross-entropy of probabilities under target distributions.",
     .formula = "mean over batch of -sum over classes of target * log(probability)", .source = "Shannon, 1948", .id = "S2.10"});

/// mean over batch of softmax(logits)[target]: how sure the model is of the true class.
inline constexpr auto true_class_confidence = loss<"true_class_confidence">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto logits, auto target) { return mean(at(softmax(logits, indexed_axis(target)), target)); },
    {.summary = "Mean probability of the true class.", .formula = "mean over batch of softmax(logits)[target]", .id = "S4.11"});

/// The share of rows whose label has the largest logit; a tie counts. For outputs beside a loss.
template <expression Logits, expression Label>
constexpr auto accuracy(Logits logits, Label target) {
  return mean(where(at(logits, target) == max(logits, indexed_axis(target)), 1_c, 0_c));
}

}  // namespace lossc::losses
