// Losses of the traps of masks, means, sizes and execution, spelled as people write them.
#include <lossc/loss/all.hpp>
#include <lossc/lossc.hpp>

namespace lossc::traps {

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto dice_of_probabilities = loss<"dice_of_probabilities">(
    inputs(tensor<"p">(batch), tensor<"target">(batch).constant().distribution(),
           param<"smooth">(0_c)),
    [](auto p, auto target, auto smooth) {
      return 1_c - (2_c * sum(p * target) + smooth) / (sum(p) + sum(target) + smooth);
    });

inline constexpr auto masked_mean = loss<"masked_mean">(
    inputs(tensor<"x">(batch), mask<"mask">(batch)),
    [](auto x, auto mask) { return sum(weight(x, mask)) / sum(mask); });

inline constexpr auto masked_sum = loss<"masked_sum">(
    inputs(tensor<"x">(batch), mask<"mask">(batch)),
    [](auto x, auto mask) { return sum(weight(x, mask)); });

inline constexpr auto weighted_mean = loss<"weighted_mean">(
    inputs(tensor<"x">(batch), weight<"weight">(batch)),
    [](auto x, auto w) { return sum(weight(x, w)) / sum(w); });

inline constexpr auto total = loss<"total">(inputs(tensor<"x">(batch)), [](auto x) { return sum(x); });

inline constexpr auto summed_cross_entropy = loss<"summed_cross_entropy">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto logits, auto target) { return sum(-at(log_softmax(logits, classes), target)); });

inline constexpr auto cross_entropy_of_rows = loss<"cross_entropy_of_rows">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
    [](auto logits, auto target) { return -at(log_softmax(logits, classes), target); });

inline constexpr auto product = loss<"product">(
    inputs(tensor<"x">(batch), tensor<"y">(batch)), [](auto x, auto y) { return sum(x * y); });

inline constexpr auto exponential = loss<"exponential">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(exp(x)); });

inline constexpr auto logarithm = loss<"logarithm">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(log(x)); });

inline constexpr auto finite_part = loss<"finite_part">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(where(is_finite(x), x, 0_c)); });

}  // namespace lossc::traps

LOSSC_GENERATE(lossc::traps::dice_of_probabilities, lossc::traps::masked_mean,
               lossc::traps::masked_sum, lossc::traps::weighted_mean, lossc::traps::total,
               lossc::traps::summed_cross_entropy,
               lossc::traps::cross_entropy_of_rows, lossc::traps::product,
               lossc::traps::exponential, lossc::traps::logarithm, lossc::traps::finite_part)
