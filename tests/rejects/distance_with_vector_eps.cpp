// A pairwise distance whose eps has an axis.
// expect: lossc: pairwise_distance(x, y, axis, eps) needs a scalar eps
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto loss_of_mine = loss<"loss_of_mine">(
    inputs(tensor<"x">(batch, feature), tensor<"y">(batch, feature), tensor<"margin">(batch), param<"eps">(1e-6_c)),
    [](auto x, auto y, auto margin, auto eps) {
#ifdef WRONG
      return mean(pairwise_distance(x, y, feature, margin));
#else
      return mean(pairwise_distance(x, y, feature, eps) - margin);
#endif
    });
}  // namespace my
