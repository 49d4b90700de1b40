// Two losses of one name in one LOSSC_GENERATE.
// expect: lossc: two losses of one generator have the same name
#define LOSSC_BUILDING_GENERATOR
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto absolute = loss<"error">(inputs(tensor<"x">(batch)), [](auto x) { return mean(abs(x)); });
#ifdef WRONG
inline constexpr auto squared = loss<"error">(inputs(tensor<"x">(batch)), [](auto x) { return mean(square(x)); });
#else
inline constexpr auto squared = loss<"squared_error">(inputs(tensor<"x">(batch)), [](auto x) { return mean(square(x)); });
#endif
}  // namespace my

LOSSC_GENERATE(my::absolute, my::squared)
