// A derivative with respect to an expression that is not a part.
// expect: lossc: a derivative with respect to an expression that does not occur in what is differentiated
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), mask<"kept">(batch), tensor<"time">(batch)),
    []([[maybe_unused]] auto logits, [[maybe_unused]] auto target, [[maybe_unused]] auto kept, [[maybe_unused]] auto time) {
#ifdef WRONG
      return sum(grad(exp(time), square(time)));
#else
      return sum(grad(exp(square(time)), square(time)));
#endif
    });
}  // namespace my
