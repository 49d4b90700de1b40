// Two losses for a rare positive class: weighted binary cross-entropy and binary focal loss.
#include <lossc/lossc.hpp>

namespace rare {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct outputs final : axis<"outputs"> {} outputs;

// The mean of weight[target] times binary cross-entropy; the weight of a negative is 1.
inline constexpr auto weighted_bce = loss<"weighted_bce">(
    inputs(tensor<"logits">(batch, outputs),
           tensor<"target">(batch, outputs).constant().distribution(),  // 0 or 1
           param<"positive_weight">(10_c)),
    [](auto logits, auto target, auto positive_weight) {
      auto positive = positive_weight * -log_sigmoid(logits);
      auto negative = -log_sigmoid(-logits);  // log(1 - sigmoid(x)) is log_sigmoid(-x)
      return mean(target * positive + (1_c - target) * negative);
    });

// -alpha_t (1 - p_t)^gamma log p_t with p = sigmoid(logits): Lin et al. 2017, arXiv:1708.02002.
inline constexpr auto binary_focal = loss<"binary_focal">(
    inputs(tensor<"logits">(batch, outputs),
           tensor<"target">(batch, outputs).constant().distribution(),
           param<"alpha">(0.25_c), param<"gamma">(2_c)),
    [](auto logits, auto target, auto alpha, auto gamma) {
      auto positive = alpha * pow(sigmoid(-logits), gamma) * -log_sigmoid(logits);
      auto negative = (1_c - alpha) * pow(sigmoid(logits), gamma) * -log_sigmoid(-logits);
      return mean(target * positive + (1_c - target) * negative);
    });

}  // namespace rare

LOSSC_GENERATE(rare::weighted_bce)
LOSSC_GENERATE(rare::binary_focal)
