// A product over an axis that its operand does not have.
// expect: lossc: this reduction names an axis that its operand does not have
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"prediction">(batch, feature)),
    [](auto prediction) {
#ifdef WRONG
      return mean(prod(prediction, classes));
#else
      return mean(prod(prediction, feature));
#endif
    });
}  // namespace my
