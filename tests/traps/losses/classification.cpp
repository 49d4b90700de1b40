// Losses of the traps of classification, spelled as people write them.
#include <lossc/loss/all.hpp>
#include <lossc/lossc.hpp>

namespace lossc::traps {

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

/// Binary cross-entropy as frameworks spell it: smooth, of parts that are not.
inline constexpr auto bce_of_parts = loss<"bce_of_parts">(
    inputs(tensor<"logits">(batch), tensor<"target">(batch).constant().distribution()),
    [](auto logits, auto target) {
      return sum(max(logits, 0_c) - logits * target + log1p(exp(-abs(logits))));
    });

inline constexpr auto bce_of_sigmoid = loss<"bce_of_sigmoid">(
    inputs(tensor<"logits">(batch, losses::outputs),
           tensor<"target">(batch, losses::outputs).constant().distribution()),
    [](auto logits, auto target) { return losses::binary_cross_entropy(sigmoid(logits), target); });

inline constexpr auto soft_cross_entropy = loss<"soft_cross_entropy">(
    inputs(tensor<"logits">(batch, classes), tensor<"target">(batch, classes).constant().distribution()),
    [](auto logits, auto target) {
      return mean(-sum(target * log_softmax(logits, classes), classes));
    });

/// The weight of the label multiplies the smoothed cross-entropy and normalises it.
inline constexpr auto weighted_label_smoothing = loss<"weighted_label_smoothing">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes),
           weight<"class_weight">(classes), param<"smoothing">(0.1_c)),
    [](auto logits, auto target, auto class_weight, auto smoothing) {
      auto log_p = log_softmax(logits, classes);
      auto w = at(class_weight, target);
      auto smoothed = (1_c - smoothing) * -at(log_p, target) + smoothing * -mean(log_p, classes);
      return sum(weight(smoothed, w)) / sum(w);
    });

/// The same with the smoothed label as a distribution.
inline constexpr auto weighted_soft_cross_entropy = loss<"weighted_soft_cross_entropy">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes),
           weight<"class_weight">(classes), param<"smoothing">(0.1_c)),
    [](auto logits, auto target, auto class_weight, auto smoothing) {
      auto n = size(classes);
      auto p = where(same(classes, target), 1_c - smoothing + smoothing / n, smoothing / n);
      auto w = at(class_weight, target);
      return sum(weight(-sum(p * log_softmax(logits, classes), classes), w)) / sum(w);
    });

inline constexpr auto picked = loss<"picked">(
    inputs(tensor<"x">(batch, classes), label<"target">(batch, classes)),
    [](auto x, auto target) { return sum(at(x, target)); });

}  // namespace lossc::traps

LOSSC_GENERATE(lossc::traps::bce_of_parts, lossc::traps::bce_of_sigmoid,
               lossc::traps::soft_cross_entropy, lossc::traps::weighted_label_smoothing,
               lossc::traps::weighted_soft_cross_entropy, lossc::traps::picked)
LOSSC_GENERATE(lossc::losses::cross_entropy_naive, lossc::losses::bce_with_logits,
               lossc::losses::binary_cross_entropy, lossc::losses::focal,
               lossc::losses::label_smoothing)
