// Weighted errors and statistics: what a weight multiplies and what the sum is divided by is in the name.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// mean over batch of weight · (mean over feature of (prediction − target)²); not divided by Σ weight.
inline constexpr auto weighted_mse = loss<"weighted_mse">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature), weight<"weight">(batch)),
    [](auto prediction, auto target, auto w) {
      return mean(weight(mean_onto(square(name<"error">(prediction - target)), w), w));
    },
    {.summary = "Mean squared error with a weight per item.",
     .formula = "mean over batch of weight * mean over feature of (prediction - target)^2", .id = "S0.1"});

/// mean over all entries of weight · (prediction − target)²; not divided by Σ weight.
inline constexpr auto weighted_mse_elementwise = loss<"weighted_mse_elementwise">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature), weight<"weight">(batch, feature)),
    [](auto prediction, auto target, auto w) { return mean(weight(square(name<"error">(prediction - target)), w)); },
    {.summary = "Mean squared error with a weight per entry.", .formula = "mean of weight * (prediction - target)^2", .id = "S0.2"});

/// weighted_mse with weights clamped into [eps, max_weight] first: a weight of 0 counts as eps.
inline constexpr auto stable_weighted_mse = loss<"stable_weighted_mse">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature), weight<"weight">(batch), param<"eps">(1e-8_c).at_least(0_c),
           param<"max_weight">(1e6_c).at_least(0_c)),
    [](auto prediction, auto target, auto w, auto eps, auto max_weight) {
      return weighted_mse(prediction, target, clamp(w, eps, max_weight));
    },
    {.summary = "Mean squared error with a clamped weight per item.",
     .formula = "mean over batch of clamp(weight, eps, max_weight) * mean over feature of (prediction - target)^2", .id = "S0.13"});

/// mean over rows of weight · (target − design · coefficients)²: weighted linear regression, for any optimiser.
inline constexpr auto weighted_regression_mse = loss<"weighted_regression_mse">(
    inputs(tensor<"design">(rows, columns), tensor<"target">(rows), weight<"weight">(rows), tensor<"coefficients">(columns)),
    [](auto design, auto target, auto w, auto coefficients) {
      auto predicted = name<"predicted">(sum(design * coefficients, last_axis(design)));
      return mean(weight(square(target - predicted), w));
    },
    {.summary = "Weighted squared error of a linear model.",
     .formula = "mean over rows of weight * (target - sum over columns of design * coefficients)^2", .source = "Aitken, 1936",
     .id = "S0.9"});

/// Σ (weight / Σ weight) · value. A total of 0 gives 0.
inline constexpr auto weighted_mean = loss<"weighted_mean">(
    inputs(tensor<"value">(batch), weight<"weight">(batch)), [](auto value, auto w) { return mean_by_weight(value, w); },
    {.summary = "Mean of weighted values.", .formula = "sum(weight * value) / sum(weight)", .id = "S0.15"});

/// The same as a reduction of per-item losses: the gradient flows through the total too.
inline constexpr auto normalised_weighted_sum = loss<"normalised_weighted_sum">(
    inputs(tensor<"value">(batch), weight<"weight">(batch)), [](auto value, auto w) { return weighted_mean(value, w); },
    {.summary = "Per-item losses weighted and divided by the sum of the weights.", .formula = "sum(weight / sum(weight) * value)",
     .id = "S0.10"});

/// mean of weight · value: divided by the number of items.
inline constexpr auto weighted_mean_loss = loss<"weighted_mean_loss">(
    inputs(tensor<"value">(batch), weight<"weight">(batch)), [](auto value, auto w) { return mean(weight(value, w)); },
    {.summary = "Per-item losses weighted and divided by their number.", .formula = "mean(weight * value)", .id = "S0.11"});

/// Σ weight · value, not divided.
inline constexpr auto weighted_sum_loss = loss<"weighted_sum_loss">(
    inputs(tensor<"value">(batch), weight<"weight">(batch)), [](auto value, auto w) { return sum(weight(value, w)); },
    {.summary = "Weighted sum of losses.", .formula = "sum(weight * value)", .id = "S0.12"});

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
