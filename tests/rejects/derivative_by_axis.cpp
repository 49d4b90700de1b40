// A gradient with respect to something that is no expression.
// expect: lossc: a derivative is taken of an expression, with respect to an input or an expression inside it
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), mask<"kept">(batch), tensor<"time">(batch)),
    []([[maybe_unused]] auto logits, [[maybe_unused]] auto target, [[maybe_unused]] auto kept, [[maybe_unused]] auto time) {
#ifdef WRONG
      return sum(grad(sum(square(logits)), classes));
#else
      return sum(grad(sum(square(logits)), logits));
#endif
    });
}  // namespace my
