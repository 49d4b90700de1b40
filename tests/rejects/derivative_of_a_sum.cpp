// An elementwise derivative of what has been summed.
// expect: lossc: d(e, t) is taken entry by entry, and e lacks an axis of t: grad(e, t) is the gradient of a sum
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), mask<"kept">(batch), tensor<"time">(batch)),
    []([[maybe_unused]] auto logits, [[maybe_unused]] auto target, [[maybe_unused]] auto kept, [[maybe_unused]] auto time) {
#ifdef WRONG
      return d(mean(exp(time)), time);
#else
      return sum(grad(mean(exp(time)), time));
#endif
    });
}  // namespace my
