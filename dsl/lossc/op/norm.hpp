// Lengths and directions of rows, and their spread: norm, normalize, var, standard deviation.
#pragma once
#include <lossc/op/reduce.hpp>
#include <lossc/op/rounding.hpp>

namespace lossc::op {

struct Norm;

/// A row divided by a power of two, so that its squares neither overflow nor all vanish.
template <class E>
struct scaled_row {
  E scale;    // of the largest entry
  E entries;  // all below 2
  E length;   // their norm; at least 1 unless the row is 0
};

template <class E>
constexpr scaled_row<E> scale_row(E x, axis_mask axes) {
  const E largest = E::template along<MaxOver>(abs(x), axes);
  const E power = binary_scale(largest);
  const E entries = x * (1 / power);
  return {power, entries, sqrt(E::template along<Sum>(square(entries), axes))};
}

struct Normalize {
  static constexpr facts info{.name = "normalize", .latex = R"(\frac{$0}{\left\|$0\right\|_{$a}})", .shape = shape::along, .ulp = 4, .cost = 0,
                              .kink = "0 at the zero vector, which has no direction",
                              .note = "A row divided by its norm, whatever its size: no eps. 0 at the zero vector."};
  template <class E> static constexpr E formula(E x, axis_mask axes) {
    const auto row = scale_row(x, axes);
    return guard(row.length != 0, row.entries / row.length);
  }
  template <class E> static constexpr auto vjp(E g, E out, E x, axis_mask axes) {
    const E length = E::template along<Norm>(x, axes);
    return std::array{guard(length != 0, (g - out * E::template along<Sum>(g * out, axes)) / length)};
  }
};

struct Norm {
  static constexpr facts info{.name = "norm", .latex = R"(\left\|$0\right\|_{$a})", .shape = shape::reduction, .ulp = 4, .cost = 0,
                              .kink = "0 at the zero vector", .note = "The Euclidean norm, scaled by a power of two: neither overflows nor underflows on the way."};
  template <class E> static constexpr E formula(E x, axis_mask axes) {
    const auto row = scale_row(x, axes);
    return row.scale * row.length;
  }
  template <class E> static constexpr auto vjp(E g, E, E x, axis_mask axes) {
    return std::array{g * E::template along<Normalize>(x, axes)};
  }
};

struct Var {
  static constexpr facts info{.name = "var", .latex = R"(\operatorname{var}_{$a} $0)", .shape = shape::reduction, .ulp = 4,
                              .note = "The mean square of the deviations from the mean, in two passes. Empty: value 0, gradient 0."};
  template <class E> static constexpr E deviation(E x, axis_mask axes) { return x - E::template along<Mean>(x, axes); }
  template <class E> static constexpr E formula(E x, axis_mask axes) {
    const E d = deviation(x, axes);
    return E::template along<Mean>(d * d, axes);
  }
  // The deviations sum to 0, so that the mean's own slope cancels.
  template <class E> static constexpr auto vjp(E g, E, E x, axis_mask axes) {
    const E n = E::count(x, axes);
    return std::array{guard(n != 0, g / n) * (2 * deviation(x, axes))};
  }
};

struct Std {
  static constexpr facts info{.name = "standard_deviation", .latex = R"(\operatorname{std}_{$a} $0)", .shape = shape::reduction, .ulp = 4,
                              .kink = "0 where all entries are equal", .note = "The norm of the deviations from the mean over √n. Empty: an error."};
  template <class E> static constexpr E formula(E x, axis_mask axes) {
    return E::template along<Norm>(Var::deviation(x, axes), axes) / sqrt(E::count(x, axes));
  }
  template <class E> static constexpr auto vjp(E g, E, E x, axis_mask axes) {
    const E d = Var::deviation(x, axes);
    return Norm::vjp(g / sqrt(E::count(x, axes)), d, d, axes);
  }
};

}  // namespace lossc::op
