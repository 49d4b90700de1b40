// Regression losses: squared, absolute, Huber, weighted squared, Gaussian likelihood, weighted variance.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// mean (prediction − target)² over all entries.
inline constexpr auto mse = loss<"mse">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature)),
    [](auto prediction, auto target) { return mean(square(name<"error">(prediction - target))); },
    {.summary = "Mean squared error.", .formula = "mean (prediction - target)^2", .source = "Gauss, 1809", .id = "S4.1"});

/// mean |prediction − target| over all entries; gradient 0 at a perfect fit.
inline constexpr auto mae = loss<"mae">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature)),
    [](auto prediction, auto target) { return mean(abs(name<"error">(prediction - target))); },
    {.summary = "Mean absolute error.", .formula = "mean |prediction - target|", .source = "Laplace, 1774", .id = "S4.2"});

/// Quadratic within delta of the target, linear beyond: mean over all entries.
inline constexpr auto huber = loss<"huber">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature), param<"delta">(1_c)),
    [](auto prediction, auto target, auto delta) {
      auto error = name<"error">(prediction - target);
      return mean(where(abs(error) < delta, 0.5_c * square(error), delta * (abs(error) - 0.5_c * delta)));
    },
    {.summary = "Huber loss: squared near the target, absolute far from it.",
     .formula = "mean of |e| < delta ? e^2 / 2 : delta * (|e| - delta / 2),  e = prediction - target",
     .source = "Huber, Robust estimation of a location parameter, 1964", .id = "S4.3"});

/// mean over batch of weight · (mean over feature of (prediction − target)²); not divided by Σ weight.
inline constexpr auto weighted_mse = loss<"weighted_mse">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature), weight<"weight">(batch)),
    [](auto prediction, auto target, auto w) {
      return mean(weight(mean_onto(square(name<"error">(prediction - target)), w), w));
    },
    {.summary = "Mean squared error with a weight per item.",
     .formula = "mean over batch of weight * mean over feature of (prediction - target)^2", .id = "S0.1"});

/// mean ½ (logvar + (target − mean)² e^{−logvar}), without the constant log 2π.
inline constexpr auto gaussian_nll = loss<"gaussian_nll">(
    inputs(tensor<"mean">(batch, feature), tensor<"logvar">(batch, feature), tensor<"target">(batch, feature)),
    [](auto location, auto logvar, auto target) {
      return lossc::mean(0.5_c * (logvar + square(target - location) * exp(-logvar)));
    },
    {.summary = "Gaussian negative log-likelihood with learned log-variance.",
     .formula = "mean of (logvar + (target - mean)^2 * exp(-logvar)) / 2",
     .source = "Nix and Weigend, 1994", .id = "S2.8"});

/// Σ w (v − m)² / Σ w with m = Σ w v / Σ w: the population variance under weights.
inline constexpr auto weighted_variance = loss<"weighted_variance">(
    inputs(tensor<"value">(batch), weight<"weight">(batch)),
    [](auto value, auto w) {
      auto total = name<"total">(sum(w));
      auto centre = name<"centre">(sum(weight(value, w)) / total);
      return sum(weight(square(value - centre), w)) / total;
    },
    {.summary = "Population variance of weighted values.",
     .formula = "sum(weight * (value - m)^2) / sum(weight),  m = sum(weight * value) / sum(weight)", .id = "S0.16"});

}  // namespace lossc::losses
