// Losses of the traps of exp and log, which cancel and overflow, spelled as people write them.
#include <lossc/lossc.hpp>

namespace lossc::traps {

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct others final : axis<"others"> {} others;

inline constexpr auto log_one_plus_exp = loss<"log_one_plus_exp">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(log(1_c + exp(x))); });

inline constexpr auto slope_of_softplus = loss<"slope_of_softplus">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(d(log(1_c + exp(x)), x)); });

inline constexpr auto soft_margin = loss<"soft_margin">(
    inputs(tensor<"x">(batch), tensor<"y">(batch).constant()),
    [](auto x, auto y) { return mean(log(1_c + exp(-y * x))); });

inline constexpr auto log_of_sigmoid = loss<"log_of_sigmoid">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(log(sigmoid(x))); });

inline constexpr auto one_minus_sigmoid = loss<"one_minus_sigmoid">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(1_c - sigmoid(x)); });

inline constexpr auto log_sum_exp = loss<"log_sum_exp">(
    inputs(tensor<"x">(batch)), [](auto x) { return log(sum(exp(x))); });

inline constexpr auto softmax_of_row = loss<"softmax_of_row">(
    inputs(tensor<"x">(batch), tensor<"factor">(batch).constant()),
    [](auto x, auto factor) { return sum(factor * (exp(x) / sum(exp(x)))); });

/// Entries that are masked out stand at -inf, not at a number that an entry may fall below.
inline constexpr auto masked_log_sum_exp = loss<"masked_log_sum_exp">(
    inputs(tensor<"x">(batch), mask<"mask">(batch)),
    [](auto x, auto mask) { return log(sum(where(mask, exp(x), 0_c))); });

inline constexpr auto info_nce = loss<"info_nce">(
    inputs(tensor<"similarity">(batch, others), label<"positive">(batch, others),
           param<"temperature">(0.01_c)),
    [](auto similarity, auto positive, auto temperature) {
      auto weights = exp(similarity / temperature);
      return mean(-log(at(weights, positive) / sum(weights, others)));
    });

/// The clipped objective of PPO, as a loss.
inline constexpr auto policy_ratio = loss<"policy_ratio">(
    inputs(tensor<"log_ratio">(batch), weight<"advantage">(batch).constant(), param<"eps">(0.2_c)),
    [](auto log_ratio, auto advantage, auto eps) {
      auto ratio = exp(log_ratio);
      return -sum(min(ratio * advantage, clamp(ratio, 1_c - eps, 1_c + eps) * advantage));
    });

inline constexpr auto excess_of_ratio = loss<"excess_of_ratio">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(exp(x) - x - 1_c); });

inline constexpr auto discretised_logistic = loss<"discretised_logistic">(
    inputs(tensor<"centre">(batch), param<"upper">(0.1_c), param<"lower">(0.09_c),
           param<"scale">(0.01_c)),
    [](auto centre, auto upper, auto lower, auto scale) {
      return sum(log(sigmoid((upper - centre) / scale) - sigmoid((lower - centre) / scale)));
    });

}  // namespace lossc::traps

LOSSC_GENERATE(lossc::traps::log_one_plus_exp, lossc::traps::slope_of_softplus, lossc::traps::soft_margin,
               lossc::traps::log_of_sigmoid, lossc::traps::one_minus_sigmoid,
               lossc::traps::log_sum_exp, lossc::traps::softmax_of_row,
               lossc::traps::masked_log_sum_exp, lossc::traps::info_nce,
               lossc::traps::policy_ratio, lossc::traps::excess_of_ratio,
               lossc::traps::discretised_logistic)
