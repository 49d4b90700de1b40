// A generator in which two LOSSC_GENERATE register losses of one name: only the program can see it.
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto absolute = loss<"error">(inputs(tensor<"x">(batch)), [](auto x) { return mean(abs(x)); });
inline constexpr auto squared = loss<"error">(inputs(tensor<"x">(batch)), [](auto x) { return mean(square(x)); });
}  // namespace my

LOSSC_GENERATE(my::absolute)
LOSSC_GENERATE(my::squared)
