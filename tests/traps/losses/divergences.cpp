// Losses of the traps of entropies and divergences, spelled as people write them.
#include <lossc/loss/all.hpp>
#include <lossc/lossc.hpp>

namespace lossc::traps {

inline constexpr struct outcomes final : axis<"outcomes"> {} outcomes;

inline constexpr auto entropy_terms = loss<"entropy_terms">(
    inputs(tensor<"p">(outcomes)), [](auto p) { return sum(p * log(p)); });

inline constexpr auto divergence_of_logarithms = loss<"divergence_of_logarithms">(
    inputs(tensor<"log_p">(outcomes), tensor<"log_q">(outcomes)),
    [](auto log_p, auto log_q) { return sum(exp(log_p) * (log_p - log_q)); });

inline constexpr auto entropy_of_logits = loss<"entropy_of_logits">(
    inputs(tensor<"logits">(outcomes)), [](auto logits) {
      return -sum(softmax(logits, outcomes) * log_softmax(logits, outcomes));
    });

inline constexpr auto root_of_jensen_shannon = loss<"root_of_jensen_shannon">(
    inputs(tensor<"p">(outcomes), tensor<"q">(outcomes)), [](auto p, auto q) {
      auto middle = 0.5_c * (p + q);
      return sqrt(0.5_c * sum(p * log(p / middle)) + 0.5_c * sum(q * log(q / middle)));
    });

inline constexpr auto hellinger = loss<"hellinger">(
    inputs(tensor<"p">(outcomes), tensor<"q">(outcomes)),
    [](auto p, auto q) { return sum(square(sqrt(p) - sqrt(q))); });

inline constexpr auto divergence_of_target = loss<"divergence_of_target">(
    inputs(tensor<"q">(outcomes), tensor<"target">(outcomes).constant().distribution()),
    [](auto q, auto target) { return sum(target * log(target / q)); });

}  // namespace lossc::traps

LOSSC_GENERATE(lossc::traps::entropy_terms, lossc::traps::divergence_of_logarithms,
               lossc::traps::entropy_of_logits, lossc::traps::root_of_jensen_shannon,
               lossc::traps::hellinger, lossc::traps::divergence_of_target)
LOSSC_GENERATE(lossc::losses::kl_divergence)
