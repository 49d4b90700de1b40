// A parameter whose default it may not have.
// expect: lossc: the default of a parameter is outside its range
#include <lossc/lossc.hpp>

namespace my {
using namespace lossc;

#ifdef WRONG
inline constexpr auto margin = param<"margin">(-1_c).at_least(0_c);
#else
inline constexpr auto margin = param<"margin">(1_c).at_least(0_c);
#endif
}  // namespace my
