// Losses on all pairs of shapes that no shipped one has: two products, parameters in several parts, a constant side, weights of rows.
#pragma once
#include <lossc/loss/all.hpp>

namespace lossc::test {

namespace axes = losses;

/// Similarities of one model towards those of another: two products of different depths, whose gradients differ.
inline constexpr auto distillation = loss<"distillation">(
    inputs(tensor<"left">(axes::batch, axes::feature), tensor<"right">(axes::pair, axes::feature), tensor<"teacher_left">(axes::batch, axes::outputs),
           tensor<"teacher_right">(axes::pair, axes::outputs)),
    [](auto left, auto right, auto teacher_left, auto teacher_right) {
      return mean(square(dot(left, right, axes::feature) - dot(teacher_left, teacher_right, axes::outputs)));
    });

/// The second product's gradient does not wait for the first one's statistics: they may be written in different regions.
inline constexpr auto two_paces = loss<"two_paces">(
    inputs(tensor<"left">(axes::batch, axes::feature), tensor<"right">(axes::pair, axes::feature), tensor<"other">(axes::pair, axes::feature)),
    [](auto left, auto right, auto other) {
      return mean(logsumexp(dot(left, right, axes::feature), axes::batch)) + mean(square(dot(left, other, axes::feature)));
    });

/// A parameter that the core and an operand share, weights of rows and a side without a gradient.
inline constexpr auto shared_scale = loss<"shared_scale">(
    inputs(tensor<"left">(axes::batch, axes::feature), tensor<"right">(axes::pair, axes::feature).constant(), weight<"importance">(axes::batch),
           param<"scale">(0.5_c).differentiable()),
    [](auto left, auto right, auto importance, auto scale) {
      return mean(weight(logsumexp(dot(tanh(left * scale), right, axes::feature), axes::pair) * scale, importance));
    });

inline constexpr auto pair_shapes = boost::hana::make_tuple(distillation, two_paces, shared_scale);

}  // namespace lossc::test
