// A loss that lossc does not ship: the first-order polynomial loss.
//{ readme-loss
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto poly1 = loss<"poly1">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), param<"epsilon">(1_c)),
    [](auto logits, auto target, auto epsilon) {
      auto p = name<"p">(at(softmax(logits, classes), target));
      return mean(-log(p) + epsilon * (1_c - p));
    },
    {.summary = "Cross-entropy plus the first term of its expansion in 1 - p.",
     .formula = "mean over batch of -log p + epsilon * (1 - p),  p = softmax(logits)[target]",
     .source = "Leng et al. 2022, arXiv:2204.12511"});
}  // namespace my

LOSSC_GENERATE(my::poly1)
//}
