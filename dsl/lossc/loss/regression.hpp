// Regression losses on prediction[batch, feature] and target[batch, feature], as means or sums over all entries.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// mean (prediction − target)²: the likelihood of Gaussian errors of one size.
inline constexpr auto mse = loss<"mse">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature)),
    [](auto prediction, auto target) { return mean(square(name<"error">(prediction - target))); },
    {.summary = "Mean squared error.", .formula = "mean (prediction - target)^2", .source = "Gauss, 1809", .id = "S2.7, S4.1"});

/// Σ (prediction − target)² over all entries: mse without its divisor.
inline constexpr auto sse = loss<"sse">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature)),
    [](auto prediction, auto target) { return sum(square(name<"error">(prediction - target))); },
    {.summary = "Sum of squared errors.", .formula = "sum (prediction - target)^2", .source = "Legendre, 1805", .id = "S2.7"});

/// mean |prediction − target|: robust, the median's loss; gradient 0 at a perfect fit.
inline constexpr auto mae = loss<"mae">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature)),
    [](auto prediction, auto target) { return mean(abs(name<"error">(prediction - target))); },
    {.summary = "Mean absolute error.", .formula = "mean |prediction - target|", .source = "Laplace, 1774", .id = "S2.9, S4.2"});

/// Quadratic within delta of the target, linear beyond: mean over all entries. For data with outliers.
inline constexpr auto huber = loss<"huber">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature), param<"delta">(1_c).above(0_c)),
    [](auto prediction, auto target, auto delta) {
      auto error = name<"error">(prediction - target);
      return mean(where(abs(error) < delta, 0.5_c * square(error), delta * (abs(error) - 0.5_c * delta)));
    },
    {.summary = "Huber loss: squared near the target, absolute far from it.",
     .formula = "mean of |e| < delta ? e^2 / 2 : delta * (|e| - delta / 2),  e = prediction - target",
     .source = "Huber, Robust estimation of a location parameter, 1964", .id = "S4.3"});

/// The same function without a branch: q = min(|e|, delta) is the quadratic part of the error.
inline constexpr auto huber_min_form = loss<"huber_min_form">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature), param<"delta">(1_c).above(0_c)),
    [](auto prediction, auto target, auto delta) {
      auto error = name<"error">(abs(prediction - target));
      auto quadratic = name<"quadratic">(min(error, delta));
      return mean(0.5_c * square(quadratic) + delta * (error - quadratic));
    },
    {.summary = "Huber loss by the clipped error.",
     .formula = "mean of q^2 / 2 + delta * (|e| - q),  q = min(|e|, delta),  e = prediction - target",
     .source = "Huber, Robust estimation of a location parameter, 1964", .id = "S4.4"});

/// mean log cosh(prediction − target): squared near the target, absolute far from it, smooth everywhere; strict, it overflows.
inline constexpr auto log_cosh = loss<"log_cosh">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature)),
    [](auto prediction, auto target) { return mean(log(cosh(name<"error">(prediction - target)))); },
    {.summary = "Logarithm of the hyperbolic cosine of the error.", .formula = "mean log(cosh(prediction - target))",
     .source = "Green, 1990", .id = "S4.5"});

/// mean over all entries of (sigmoid(logits) − target)²: a squared error on probabilities; its gradient fades where the model is sure.
inline constexpr auto mse_sigmoid = loss<"mse_sigmoid">(
    inputs(tensor<"logits">(batch, outputs), tensor<"target">(batch, outputs).constant().distribution()),
    [](auto logits, auto target) { return mean(square(sigmoid(logits) - target)); },
    {.summary = "Squared error of probabilities from logits.", .formula = "mean (sigmoid(logits) - target)^2",
     .source = "Brier, 1950", .id = "S2.19"});

}  // namespace lossc::losses
