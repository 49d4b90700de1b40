// An emitter that reads expressions: wrong. What it writes is not what it includes: right.
#include <lossc/plan/plan.hpp>
inline constexpr char head[] = R"(
#include <lossc/loss/focal.hpp>
)";
inline constexpr char tail[] = R"cpp(
#include <lossc/loss/focal.hpp>  // (a parenthesis)
)cpp";
#include <lossc/expr/axis.hpp>
