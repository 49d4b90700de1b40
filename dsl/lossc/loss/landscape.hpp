// Functions of two numbers whose landscapes are drawn and descended.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// w_0² + w_1²: the easiest landscape.
inline constexpr auto quadratic = loss<"quadratic">(
    inputs(tensor<"w">(dimension)), [](auto w) { return sum(square(w)); },
    {.summary = "A bowl.", .formula = "w[0]^2 + w[1]^2", .id = "S4.20"});

/// (a − w_0)² + b (w_1 − w_0²)²: a long curved valley, its minimum at (a, a²).
inline constexpr auto rosenbrock = loss<"rosenbrock">(
    inputs(tensor<"w">(dimension), param<"a">(1_c), param<"b">(100_c)),
    [](auto w, auto a, auto b) {
      auto first = name<"first">(entry(w, dimension, 0_c));
      auto second = name<"second">(entry(w, dimension, 1_c));
      return square(a - first) + b * square(second - square(first));
    },
    {.summary = "Rosenbrock's valley.", .formula = "(a - w[0])^2 + b * (w[1] - w[0]^2)^2", .source = "Rosenbrock, 1960", .id = "S4.20"});

}  // namespace lossc::losses
