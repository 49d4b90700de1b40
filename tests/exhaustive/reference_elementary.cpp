// Of the functions of <cmath> and the logistic family: stable formulas in f64, the textbook's with 50 digits.
#include "reference.hpp"

#include <cmath>

namespace lossc::test {
namespace {

using big = many_digits;

double sigmoid(double x) { return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x)); }
double sech_squared(double x) {
  const double e = std::exp(-2 * std::fabs(x));
  return 4 * e / ((1 + e) * (1 + e));
}
double softplus(double x) { return x < 0 ? std::log1p(std::exp(x)) : x + std::log1p(std::exp(-x)); }
double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }
double zero(double) { return 0; }
double minus_one(double) { return -1; }
double scale_below(double x) {
  if (x == 0 || !std::isfinite(x)) return 1;
  return std::fmax(std::exp2(std::floor(std::log2(std::fabs(x)))), 0x1p-126);
}
big none(const big&) { return 0; }
big minus_one(const big&) { return -1; }

}  // namespace

#define F64(formula) [](double x) -> double { return formula; }
#define BIG(formula) [](const big& x) -> big { return formula; }

std::vector<reference> elementary_references() {
  // clang-format off
  return {
      {"negate", F64(-x), minus_one, BIG(-x), minus_one},
      {"abs", F64(std::fabs(x)), sign, BIG(abs(x)), BIG(x.sign())},
      {"sign", sign, zero, BIG(x.sign()), none},
      {"relu", F64(x <= 0 ? 0 : x), F64(x <= 0 ? 0 : 1), BIG(x < 0 ? big(0) : x), BIG(x > 0 ? 1 : 0)},
      {"stop_gradient", F64(x), zero, BIG(x), none},
      {"floor", F64(std::floor(x)), zero, BIG(floor(x)), none},
      {"round", F64(std::rint(x)), zero, BIG(big(std::rint(static_cast<double>(x)))), none},
      {"binary_scale", scale_below, zero, BIG(big(scale_below(static_cast<double>(x)))), none},
      {"exp", F64(std::exp(x)), F64(std::exp(x)), BIG(exp(x)), BIG(exp(x))},
      {"log", F64(std::log(x)), F64(1 / x), BIG(log(x)), BIG(1 / x)},
      {"log1p", F64(std::log1p(x)), F64(1 / (1 + x)), BIG(log(1 + x)), BIG(1 / (1 + x))},
      {"expm1", F64(std::expm1(x)), F64(std::exp(x)), BIG(exp(x) - 1), BIG(exp(x))},
      {"sqrt", F64(std::sqrt(x)), F64(0.5 / std::sqrt(x)), BIG(sqrt(x)), BIG(1 / (2 * sqrt(x)))},
      {"rsqrt", F64(1 / std::sqrt(x)), F64(-0.5 / (x * std::sqrt(x))), BIG(1 / sqrt(x)), BIG(-1 / (2 * x * sqrt(x)))},
      {"tanh", F64(std::tanh(x)), sech_squared, BIG(tanh(x)), BIG(1 / (cosh(x) * cosh(x)))},
      {"sigmoid", sigmoid, F64(sigmoid(x) * sigmoid(-x)), BIG(1 / (1 + exp(-x))), BIG(exp(-x) / ((1 + exp(-x)) * (1 + exp(-x))))},
      {"softplus", softplus, sigmoid, BIG(log(1 + exp(x))), BIG(1 / (1 + exp(-x)))},
      {"log_sigmoid", F64(-softplus(-x)), F64(sigmoid(-x)), BIG(-log(1 + exp(-x))), BIG(1 / (1 + exp(x)))},
      {"sinh", F64(std::sinh(x)), F64(std::cosh(x)), BIG((exp(x) - exp(-x)) / 2), BIG((exp(x) + exp(-x)) / 2)},
      {"cosh", F64(std::cosh(x)), F64(std::sinh(x)), BIG((exp(x) + exp(-x)) / 2), BIG((exp(x) - exp(-x)) / 2)},
      {"asinh", F64(std::asinh(x)), F64(1 / std::sqrt(1 + x * x)), BIG(log(abs(x) + sqrt(x * x + 1)) * x.sign()), BIG(1 / sqrt(1 + x * x))},
      {"acosh", F64(std::acosh(x)), F64(x < 1 ? NAN : 1 / std::sqrt((x - 1) * (x + 1))), BIG(log(x + sqrt(x * x - 1))), BIG(1 / sqrt(x * x - 1))},
      {"atanh", F64(std::atanh(x)), F64(1 / ((1 - x) * (1 + x))), BIG(log((1 + x) / (1 - x)) / 2), BIG(1 / (1 - x * x))},
      {"sin", F64(std::sin(x)), F64(std::cos(x)), BIG(sin(x)), BIG(cos(x))},
      {"cos", F64(std::cos(x)), F64(-std::sin(x)), BIG(cos(x)), BIG(-sin(x))},
      {"tan", F64(std::tan(x)), F64(1 / (std::cos(x) * std::cos(x))), BIG(sin(x) / cos(x)), BIG(1 / (cos(x) * cos(x)))},
      {"asin", F64(std::asin(x)), F64(1 / std::sqrt((1 - x) * (1 + x))), BIG(asin(x)), BIG(1 / sqrt(1 - x * x))},
      {"acos", F64(std::acos(x)), F64(-1 / std::sqrt((1 - x) * (1 + x))), BIG(acos(x)), BIG(-1 / sqrt(1 - x * x))},
      {"atan", F64(std::atan(x)), F64(1 / (1 + x * x)), BIG(atan(x)), BIG(1 / (1 + x * x))},
      {"exp_minus_square", F64(std::exp(-(x * x))), F64(std::fabs(x) > 30 ? 0 : -2 * x * std::exp(-(x * x))), BIG(exp(-x * x)), BIG(-2 * x * exp(-x * x))},
  };
  // clang-format on
}

#undef F64
#undef BIG

}  // namespace lossc::test
