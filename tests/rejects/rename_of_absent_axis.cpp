// Renaming an axis that the expression does not have.
// expect: lossc: rename(x, axis, twin): x does not have this axis
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct other final : twin<"other", struct batch> {} other;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"x">(batch, feature)),
    [](auto x) {
#ifdef WRONG
      return mean(logsumexp(dot(x, rename(sum(x, batch), batch, other), feature), other));
#else
      return mean(logsumexp(dot(x, rename(x, batch, other), feature), other));
#endif
    });
}  // namespace my
