// Classification losses on class labels: cross-entropy and its weighted, smoothed and focal forms.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// mean over batch of logsumexp(logits) − logits[target]; rows labelled ignore_index do not count.
inline constexpr auto cross_entropy = loss<"cross_entropy">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto logits, auto target) { return mean(-at(log_softmax(logits, indexed_axis(target)), target)); },
    {.summary = "Cross-entropy of class labels with softmax.",
     .formula = "mean over batch of logsumexp(logits) - logits[target]", .source = "Cox, 1958; Bridle, 1990", .id = "S4.6"});

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

/// mean over batch of (1 − p)^gamma · −log p with p = softmax(logits)[target]; no alpha.
inline constexpr auto focal = loss<"focal">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), param<"gamma">(2_c)),
    [](auto logits, auto target, auto gamma) {
      auto log_p = name<"log_p">(at(log_softmax(logits, indexed_axis(target)), target));
      return mean(pow(1_c - exp(log_p), gamma) * -log_p);
    },
    {.summary = "Focal loss: cross-entropy that turns away from easy examples.",
     .formula = "mean over batch of -(1 - p)^gamma * log p,  p = softmax(logits)[target]",
     .source = "Lin et al. 2017, arXiv:1708.02002", .id = "S0.18"});

/// Cross-entropy against (1 − smoothing) · one_hot + smoothing / n_classes, as torch defines it.
inline constexpr auto label_smoothing = loss<"label_smoothing">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), param<"smoothing">(0.1_c)),
    [](auto logits, auto target, auto smoothing) {
      auto log_p = log_softmax(logits, indexed_axis(target));
      return mean((1_c - smoothing) * -at(log_p, target) + smoothing * -mean(log_p, indexed_axis(target)));
    },
    {.summary = "Cross-entropy against smoothed labels.",
     .formula = "mean over batch of (1 - smoothing) * -log_p[target] + smoothing * -mean(log_p),  log_p = log_softmax(logits)",
     .source = "Szegedy et al. 2016, arXiv:1512.00567", .id = "S4.10"});

/// Σ w[target] · cross-entropy / Σ w[target].
inline constexpr auto class_weighted_cross_entropy = loss<"class_weighted_cross_entropy">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), weight<"class_weight">(classes)),
    [](auto logits, auto target, auto class_weight) {
      auto w = name<"item_weight">(at(class_weight, target));
      return sum(weight(-at(log_softmax(logits, indexed_axis(target)), target), w)) / sum(w);
    },
    {.summary = "Cross-entropy with a weight per class, normalised by the weights of the labels.",
     .formula = "sum(class_weight[target] * cross_entropy) / sum(class_weight[target])", .id = "S3.2"});

}  // namespace lossc::losses
