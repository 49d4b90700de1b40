// The list of primitives, the only one: opcodes, tables and checks are derived from it.
#pragma once
#include <boost/hana/size.hpp>
#include <boost/hana/tuple.hpp>

#include <lossc/op/derivative.hpp>
#include <lossc/op/entropy.hpp>
#include <lossc/op/gamma.hpp>
#include <lossc/op/gaussian.hpp>
#include <lossc/op/hyperbolic.hpp>
#include <lossc/op/label.hpp>
#include <lossc/op/leaf.hpp>
#include <lossc/op/remainder.hpp>

namespace lossc {

namespace op {
// clang-format off
inline constexpr auto all = boost::hana::tuple<
    Input, Number, Size, Position, ValidCount,
    Negate, Add, Subtract, Multiply, Divide,
    Less, LessEqual, Equal, NotEqual, Not, And, Or, IsFinite,
    Guard, Where, Weigh, Abs, Sign, Maximum, Minimum, Relu, Clamp, NearestZero, StopGradient, Floor, Round, BinaryScale,
    Exp, Log, Log1p, Expm1, Sqrt, Rsqrt, Pow,
    ExpDifference, SigmoidDifference, Logaddexp, Log1mexp, Expm1mx, Log1pmx, LogRatio, RelativeEntropy, Xlogy, Xlog1py,
    Tanh, Sigmoid, Softplus, LogSigmoid, Sinh, Cosh, Asinh, Acosh, Atanh, LogCosh,
    Sin, Cos, Tan, Asin, Acos, Atan, Atan2, Hypot,
    ExpMinusSquare, Erf, Erfc, Erfcx, ErfcxDerivative, Ndtr, LogNdtr, Gelu, Lgamma, Digamma, Trigamma,
    Sum, Rename, Prod, Mean, MaxOver, MinOver, LogSumExp, Softmax, LogSoftmax, Norm, Normalize, Var, Std,
    OneHot, Valid, At, CrossEntropy, CrossEntropyGradient,
    Gradient, DirectionalDerivative>{};
// clang-format on
}  // namespace op

inline constexpr std::size_t primitive_count = decltype(boost::hana::size(op::all))::value;

enum class opcode : std::uint8_t {};

namespace detail {
template <class Op, class... All>
constexpr std::size_t index_in(const boost::hana::tuple<All...>&) {
  std::size_t index = 0;
  const bool found = ((std::is_same_v<Op, All> || (++index, false)) || ...);
  return found ? index : primitive_count;
}
}  // namespace detail

template <class Op>
inline constexpr opcode code_of = [] {
  constexpr std::size_t index = detail::index_in<Op>(op::all);
  static_assert(index < primitive_count, "lossc: a primitive is missing from op/all.hpp");
  return static_cast<opcode>(index);
}();

namespace detail {
template <class... All>
constexpr std::array<facts, sizeof...(All)> facts_of(const boost::hana::tuple<All...>&) {
  return {All::info...};
}
}  // namespace detail

inline constexpr auto facts_table = detail::facts_of(op::all);

constexpr const facts& facts_of(opcode code) { return facts_table[static_cast<std::size_t>(code)]; }

namespace detail {
template <class... A>
constexpr int count_parameters(double (*)(A...)) { return sizeof...(A); }
}  // namespace detail

/// How many operands a primitive takes: the parameters of its `eval`, so that they cannot disagree.
template <class Op>
inline constexpr int arity_of = [] {
  if constexpr (requires { detail::count_parameters(&Op::template eval<double>); }) return detail::count_parameters(&Op::template eval<double>);
  else if (Op::info.shape == shape::leaf) return 0;
  else if (Op::info.shape == shape::derivative) return 3;
  else return Op::info.shape == shape::pick || std::is_same_v<Op, op::CrossEntropyGradient> ? 2 : 1;
}();

/// Calls `body.template operator()<Op>()` for the primitive with this opcode.
template <class Body>
constexpr void with_primitive(opcode code, Body&& body) {
  [&]<class... All>(const boost::hana::tuple<All...>&) {
    (void)((code == code_of<All> && (body.template operator()<All>(), true)) || ...);
  }(op::all);
}

}  // namespace lossc
