// A gradient with respect to a mask.
// expect: lossc: a derivative with respect to a label, a mask or a condition: only real inputs and expressions vary
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), mask<"kept">(batch), tensor<"time">(batch)),
    []([[maybe_unused]] auto logits, [[maybe_unused]] auto target, [[maybe_unused]] auto kept, [[maybe_unused]] auto time) {
#ifdef WRONG
      return sum(grad(kept * time, kept));
#else
      return sum(grad(kept * time, time));
#endif
    });
}  // namespace my
