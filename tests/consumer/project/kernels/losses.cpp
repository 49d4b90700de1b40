// Two losses of the project's own: the quantile loss and the Poisson likelihood.
#include <lossc/lossc.hpp>

namespace own {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto pinball = loss<"pinball">(
    inputs(tensor<"prediction">(batch), tensor<"target">(batch).constant(), param<"tau">(0.5_c)),
    [](auto prediction, auto target, auto tau) {
      auto error = name<"error">(target - prediction);
      return mean(max(tau * error, (tau - 1_c) * error));
    });

inline constexpr auto poisson = loss<"poisson">(
    inputs(tensor<"log_rate">(batch), tensor<"count">(batch).constant()),
    [](auto log_rate, auto count) { return mean(exp(log_rate) - count * log_rate); });
}  // namespace own

LOSSC_GENERATE(own::pinball)
LOSSC_GENERATE(own::poisson)
