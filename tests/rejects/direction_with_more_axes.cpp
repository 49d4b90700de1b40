// A direction with an axis that the variable does not have.
// expect: lossc: a direction has an axis that the variable lacks
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), mask<"kept">(batch), tensor<"time">(batch)),
    []([[maybe_unused]] auto logits, [[maybe_unused]] auto target, [[maybe_unused]] auto kept, [[maybe_unused]] auto time) {
#ifdef WRONG
      return sum(jvp(logits * time, time, logits));
#else
      return sum(jvp(logits * time, logits, time));
#endif
    });
}  // namespace my
