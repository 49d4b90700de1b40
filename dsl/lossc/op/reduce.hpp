// Reductions over named axes, and the functions that look along an axis: softmax and its family.
#pragma once
#include <lossc/op/difference.hpp>
#include <lossc/op/sigmoid.hpp>

namespace lossc {

/// A language with axes as bit masks: graph nodes and arrays, not user expressions.
template <class E>
concept axis_term = term<E> && requires(E x, axis_mask axes) { x.axes(); };

namespace op {

struct Sum {
  static constexpr facts info{.name = "sum", .latex = R"(\sum_{$a} $0)", .shape = shape::reduction, .note = "Empty: 0. Along an axis that the operand lacks: its size times the operand."};
  template <class E> static constexpr auto vjp(E g, E, E, axis_mask) { return std::array{g}; }
};

struct Rename {
  static constexpr facts info{.name = "rename", .latex = R"({$0}_{$a})", .shape = shape::rename, .note = "The same rows under the name of their axis's twin."};
  template <class E> static constexpr auto vjp(E g, E, E, axis_mask twins) { return std::array{E::template along<Rename>(g, twins)}; }
};

struct Prod {
  static constexpr facts info{.name = "prod", .latex = R"(\prod_{$a} $0)", .shape = shape::reduction, .ulp = 4,
                              .note = "Empty: 1. The gradient is the product of the others, also where one or more entries are 0."};
  // The product divided by x, but of the entries that are not 0: where one is, it alone has a slope.
  template <class E> static constexpr auto vjp(E g, E, E x, axis_mask axes) {
    const E zero = E::number(x, 0), one = E::number(x, 1);
    const E is_zero = x == zero;
    const E zeros = E::template along<Sum>(where(is_zero, one, zero), axes);
    const E others = E::template along<Prod>(where(is_zero, one, x), axes) / where(is_zero, one, x);
    return std::array{guard(zeros == where(is_zero, one, zero), g * others)};
  }
};

struct MaxOver {
  static constexpr facts info{.name = "max", .latex = R"(\max_{$a} $0)", .shape = shape::reduction, .ulp = 0,
                              .kink = "equal parts to every entry that ties", .note = "Empty: an error."};
  template <class E> static constexpr auto vjp(E g, E out, E x, axis_mask axes) {
    const E ties = E::template along<Sum>(where(x == out, E::number(x, 1), E::number(x, 0)), axes);
    return std::array{guard(x == out, g / ties)};
  }
};

struct MinOver {
  static constexpr facts info{.name = "min", .latex = R"(\min_{$a} $0)", .shape = shape::reduction, .ulp = 0,
                              .kink = "equal parts to every entry that ties", .note = "Empty: an error."};
  template <class E> static constexpr auto vjp(E g, E out, E x, axis_mask axes) { return MaxOver::vjp(g, out, x, axes); }
};

struct Mean {
  static constexpr facts info{.name = "mean", .latex = R"(\operatorname{mean}_{$a} $0)", .shape = shape::reduction,
                              .note = "Empty: value 0, gradient 0."};
  template <class E> static constexpr E formula(E x, axis_mask axes) {
    const E n = E::count(x, axes);
    return guard(n != 0, E::template along<Sum>(x, axes) / n);
  }
  template <class E> static constexpr auto vjp(E g, E, E x, axis_mask axes) {
    const E n = E::count(x, axes);
    return std::array{guard(n != 0, g / n)};
  }
};

/// What the softmax family keeps of a row: its top and the sum of the others relative to it,
/// never (max, sum): a confident row would lose its gradient in the rounding of 1 + tiny.
template <class E>
struct row_state {
  E top;     // the largest entry
  E others;  // S = sum over the entries that are not the (first) top of e^{x - top}
  E weight;  // e^{x - top}, 1 at a top, also where the top is +inf
};

template <class E>
constexpr row_state<E> state_of_row(E x, axis_mask axes) {
  const E top = E::named(E::template along<MaxOver>(x, axes), "top");
  const E zero = E::number(x, 0), one = E::number(x, 1);
  const E is_top = x == top;
  const E below = E::template apply<ExpDifference>(x, top);  // x - top rounds: at 80 nats to 64 ulp of the result
  const E below_top = E::named(E::template along<Sum>(where(is_top, zero, below), axes), "below_top");
  const E ties = E::named(E::template along<Sum>(where(is_top, one, zero), axes), "ties");
  return {top, E::named(below_top + (ties - 1), "others"), where(is_top, one, below)};
}

struct Softmax;
struct LogSumExp {
  static constexpr facts info{.name = "logsumexp", .latex = R"(\log\sum_{$a} e^{$0})", .shape = shape::reduction, .ulp = 4, .cost = 1,
                              .note = "top + log1p(sum of the others): no overflow, and confident rows keep their digits."};
  template <class E> static constexpr E formula(E x, axis_mask axes) {
    const auto row = state_of_row(x, axes);
    return row.top + log1p(row.others);
  }
  template <class E> static constexpr auto vjp(E g, E, E x, axis_mask axes) {
    return std::array{g * E::template along<Softmax>(x, axes)};
  }
};

struct Softmax {
  static constexpr facts info{.name = "softmax", .latex = R"(\operatorname{softmax}_{$a}($0))", .shape = shape::along, .ulp = 4, .cost = 1,
                              .note = "A row of -inf has no support: 0 everywhere."};
  template <class E> static constexpr E formula(E x, axis_mask axes) {
    const auto row = state_of_row(x, axes);
    return guard(row.top != -infinity, row.weight * (1 / (1 + row.others)));
  }
  template <class E> static constexpr auto vjp(E g, E out, E, axis_mask axes) {
    return std::array{out * (g - E::template along<Sum>(g * out, axes))};
  }
};

struct LogSoftmax {
  static constexpr facts info{.name = "log_softmax", .latex = R"(\operatorname{log\,softmax}_{$a}($0))", .shape = shape::along, .ulp = 4, .cost = 1,
                              .note = "A row of -inf has no support: 0 everywhere, and no gradient."};
  template <class E> static constexpr E formula(E x, axis_mask axes) {
    const auto row = state_of_row(x, axes);
    return guard(row.top != -infinity, where(x == row.top, E::number(x, 0), x - row.top) - log1p(row.others));
  }
  template <class E> static constexpr auto vjp(E g, E, E x, axis_mask axes) {
    return std::array{guard(E::template along<MaxOver>(x, axes) != -infinity,
                            g - E::template along<Softmax>(x, axes) * E::template along<Sum>(g, axes))};
  }
};

}  // namespace op

template <axis_term E> constexpr E sum(const E& x, axis_mask axes) { return E::template along<op::Sum>(x, axes); }
template <axis_term E> constexpr E softmax(const E& x, axis_mask axes) { return E::template along<op::Softmax>(x, axes); }

}  // namespace lossc
