// Lengths of rows and their spread: norm, var, standard deviation.
#pragma once
#include <lossc/op/reduce.hpp>

namespace lossc::op {

struct Norm {
  static constexpr facts info{.name = "norm", .latex = R"(\left\|$0\right\|_{$a})", .shape = shape::reduction, .ulp = 4, .cost = 0,
                              .kink = "0 at the zero vector", .note = "The Euclidean norm."};
  template <class E> static constexpr E formula(E x, axis_mask axes) { return sqrt(E::template along<Sum>(x * x, axes)); }
  template <class E> static constexpr auto vjp(E g, E out, E x, axis_mask) {
    return std::array{guard(out != 0, g * (x / out))};
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
                              .kink = "0 where all entries are equal", .note = "The norm of the deviations from the mean over √n. Empty: value 0, gradient 0."};
  template <class E> static constexpr E formula(E x, axis_mask axes) {
    const E n = E::count(x, axes);
    return guard(n != 0, E::template along<Norm>(Var::deviation(x, axes), axes) / sqrt(n));
  }
  template <class E> static constexpr auto vjp(E g, E, E x, axis_mask axes) {
    const E n = E::count(x, axes), d = Var::deviation(x, axes);
    return Norm::vjp(guard(n != 0, g / sqrt(n)), E::template along<Norm>(d, axes), d, axes);
  }
};

}  // namespace lossc::op
