// Losses of the traps of regression, kinks and ties, spelled as people write them.
#include <lossc/loss/all.hpp>
#include <lossc/lossc.hpp>

namespace lossc::traps {

inline constexpr struct batch final : axis<"batch"> {} batch;

/// The rectifier in every spelling, each of an input of its own.
inline constexpr auto rectifier_spellings = loss<"rectifier_spellings">(
    inputs(tensor<"larger">(batch), tensor<"above">(batch), tensor<"from">(batch),
           tensor<"product">(batch), tensor<"half">(batch)),
    [](auto larger, auto above, auto from, auto product, auto half) {
      return sum(max(larger, 0_c)) + sum(where(above > 0_c, above, 0_c)) +
             sum(where(from >= 0_c, from, 0_c)) +
             sum(product * where(product > 0_c, 1_c, 0_c)) + sum(0.5_c * (half + abs(half)));
    });

inline constexpr auto largest = loss<"largest">(
    inputs(tensor<"x">(batch)), [](auto x) { return max(x, batch); });

inline constexpr auto gaussian_with_variance = loss<"gaussian_with_variance">(
    inputs(tensor<"error">(batch), tensor<"variance">(batch)), [](auto error, auto variance) {
      return 0.5_c * sum(log(variance) + square(error) / variance);
    });

inline constexpr auto poisson = loss<"poisson">(
    inputs(tensor<"rate">(batch), tensor<"count">(batch).constant().distribution()),
    [](auto rate, auto count) { return sum(rate - count * log(rate)); });

inline constexpr auto logarithmic = loss<"logarithmic">(
    inputs(tensor<"prediction">(batch), tensor<"target">(batch).constant()),
    [](auto prediction, auto target) {
      return mean(square(log(1_c + prediction) - log(1_c + target)));
    });

inline constexpr auto percentage = loss<"percentage">(
    inputs(tensor<"prediction">(batch), tensor<"target">(batch).constant()),
    [](auto prediction, auto target) { return mean(abs(prediction - target) / abs(target)); });

inline constexpr auto symmetric_percentage = loss<"symmetric_percentage">(
    inputs(tensor<"prediction">(batch), tensor<"target">(batch).constant()),
    [](auto prediction, auto target) {
      return mean(abs(prediction - target) / (abs(prediction) + abs(target)));
    });

inline constexpr auto root =
    loss<"root">(inputs(tensor<"x">(batch)), [](auto x) { return sum(sqrt(x)); });

}  // namespace lossc::traps

LOSSC_GENERATE(lossc::traps::rectifier_spellings, lossc::traps::largest,
               lossc::traps::gaussian_with_variance, lossc::traps::poisson,
               lossc::traps::logarithmic, lossc::traps::percentage,
               lossc::traps::symmetric_percentage, lossc::traps::root)
LOSSC_GENERATE(lossc::losses::huber, lossc::losses::mse, lossc::losses::gaussian_nll)
