// A number literal with more digits than a double keeps.
// expect: lossc: a number literal may hold 15 digits
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

#ifdef WRONG
inline constexpr auto pi = 3.14159265358979323846_c;
#else
inline constexpr auto pi = 3.14159265358979_c;
#endif
}  // namespace my
