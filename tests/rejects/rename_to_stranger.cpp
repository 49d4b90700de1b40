// Renaming an axis to one that is not declared as its twin.
// expect: lossc: rename(x, axis, twin): the second axis is not declared as the twin of the first
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct other final : twin<"other", struct batch> {} other;
inline constexpr struct pair final : axis<"pair"> {} pair;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"x">(batch, feature)),
    [](auto x) {
#ifdef WRONG
      return mean(logsumexp(dot(x, rename(x, batch, pair), feature), pair));
#else
      return mean(logsumexp(dot(x, rename(x, batch, other), feature), other));
#endif
    });
}  // namespace my
