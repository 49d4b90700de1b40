// Derivatives as parts of a formula. They are resolved into ordinary nodes before anything else reads the graph.
#pragma once
#include <lossc/op/facts.hpp>

namespace lossc::op {

struct Gradient {
  static constexpr facts info{.name = "gradient", .latex = R"(\nabla_{$1}\!\left\langle $2, $0\right\rangle)", .shape = shape::derivative,
                              .note = "The gradient of Σ z·x with respect to y, a part of x; z is not differentiated."};
};

struct DirectionalDerivative {
  static constexpr facts info{.name = "directional_derivative", .latex = R"(\mathrm{D}_{$1}\!\left[$0\right]\!($2))", .shape = shape::derivative,
                              .note = "The rate at which x changes when y, a part of it, changes at the rate z."};
};

}  // namespace lossc::op
