// Every elementwise primitive of one operand, alone in a loss: what is tested on every float.
#pragma once
#include <lossc/lossc.hpp>

// clang-format off
// The name and the struct of each; CMake reads the names here too.
#define LOSSC_UNARY_PRIMITIVES(X) \
  X(negate, Negate) \
  X(abs, Abs) \
  X(sign, Sign) \
  X(relu, Relu) \
  X(stop_gradient, StopGradient) \
  X(floor, Floor) \
  X(round, Round) \
  X(binary_scale, BinaryScale) \
  X(exp, Exp) \
  X(log, Log) \
  X(log1p, Log1p) \
  X(expm1, Expm1) \
  X(sqrt, Sqrt) \
  X(rsqrt, Rsqrt) \
  X(tanh, Tanh) \
  X(sigmoid, Sigmoid) \
  X(softplus, Softplus) \
  X(log_sigmoid, LogSigmoid) \
  X(sinh, Sinh) \
  X(cosh, Cosh) \
  X(asinh, Asinh) \
  X(acosh, Acosh) \
  X(atanh, Atanh) \
  X(sin, Sin) \
  X(cos, Cos) \
  X(tan, Tan) \
  X(asin, Asin) \
  X(acos, Acos) \
  X(atan, Atan) \
  X(exp_minus_square, ExpMinusSquare) \
  X(log1mexp, Log1mexp) \
  X(expm1mx, Expm1mx) \
  X(log1pmx, Log1pmx) \
  X(log_cosh, LogCosh) \
  X(erf, Erf) \
  X(erfc, Erfc) \
  X(erfcx, Erfcx) \
  X(erfcx_derivative, ErfcxDerivative) \
  X(ndtr, Ndtr) \
  X(log_ndtr, LogNdtr) \
  X(gelu, Gelu) \
  X(lgamma, Lgamma) \
  X(digamma, Digamma) \
  X(trigamma, Trigamma)
// clang-format on

namespace lossc::test {

inline constexpr struct items final : axis<"items"> {} items;

/// The loss of one primitive. Its result has one entry per item, so that the gradient without an
/// upstream is the derivative of each.
template <class Op, text Name>
inline constexpr auto alone = loss<Name>(inputs(tensor<"x">(items)), [](auto x) { return apply<Op>(x); });

}  // namespace lossc::test
