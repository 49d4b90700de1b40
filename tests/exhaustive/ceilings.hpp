// What no row may promise more than, apart from the rows: ulp of the value and of the gradient, in f32.
#pragma once
#include <string_view>

namespace lossc::test {

struct ceiling {
  std::string_view name;
  double value, gradient;
};

// clang-format off
constexpr ceiling ceilings[] = {
    {"negate", 0.5, 0}, {"abs", 0, 0}, {"sign", 0, 0}, {"relu", 0, 0}, {"stop_gradient", 0, 0},
    {"floor", 0, 0}, {"round", 0, 0}, {"binary_scale", 0, 0},
    {"exp", 1, 1}, {"log", 1, 1}, {"log1p", 1, 2}, {"expm1", 2, 1}, {"sqrt", 1, 2}, {"rsqrt", 2, 4},
    // Taken apart over e^-|x|, which value and gradient share: an ulp of it, of 1 + e and of the quotient.
    {"sigmoid", 2.5, 4}, {"softplus", 2, 2.5}, {"log_sigmoid", 2, 2.5},
    {"tanh", 2, 4}, {"sinh", 2, 2}, {"cosh", 2, 2}, {"asinh", 2, 4}, {"acosh", 2, 4}, {"atanh", 2, 4},
    {"sin", 2, 2}, {"cos", 2, 2}, {"tan", 2, 4}, {"asin", 2, 4}, {"acos", 2, 4}, {"atan", 2, 4},
    // Where a subnormal factor has few bits, the product is |x| times as far off: at e^-x^2 up to 21 times, at gelu 14.
    {"exp_minus_square", 1, 12}, {"erf", 2, 4}, {"erfc", 2, 4}, {"erfcx", 2, 4}, {"erfcx_derivative", 2, 4}, {"ndtr", 2, 4}, {"log_ndtr", 2, 4},
    {"gelu", 8, 10},
    {"log1mexp", 2, 4}, {"expm1mx", 2, 2}, {"log1pmx", 2, 4}, {"log_cosh", 2, 2},
    {"lgamma", 2, 2}, {"digamma", 2, 2}, {"trigamma", 2, 5}};
// clang-format on

}  // namespace lossc::test
