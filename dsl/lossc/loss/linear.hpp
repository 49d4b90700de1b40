// A classifier and its loss in one: the logits are products of rows and never in memory as a whole.
#pragma once
#include <lossc/loss/classification.hpp>

namespace lossc::losses {

/// mean over batch of −log softmax over classes of embedding · classifier, at the target; gradients for both. Any other loss of
/// rows of logits takes dot(embedding, classifier, feature) likewise.
inline constexpr auto linear_cross_entropy = loss<"linear_cross_entropy">(
    inputs(tensor<"embedding">(batch, feature), tensor<"classifier">(classes, feature), label<"target">(batch, classes)),
    [](auto embedding, auto classifier, auto target) { return cross_entropy(name<"logits">(dot(embedding, classifier, feature)), target); },
    {.summary = "Cross-entropy of a linear classifier, whose logits are never in memory.",
     .formula = "mean over batch of logsumexp over classes of z - z[target],  z = sum over feature of embedding * classifier",
     .source = "Wijmans et al. 2024, arXiv:2411.09009"});

}  // namespace lossc::losses
