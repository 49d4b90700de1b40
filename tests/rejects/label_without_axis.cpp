// A label that indexes nothing.
// expect: lossc: a label indexes an axis: declare it over (batch, classes), and it indexes the last
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto declared =
#ifdef WRONG
    inputs(label<"target">());
#else
    inputs(label<"target">(batch, classes));
#endif
}  // namespace my
