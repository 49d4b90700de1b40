// Negative log-likelihoods with learned scales, and of labels under given probabilities.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// mean over batch and feature of ½ (logvar + (target − mean)² e^{−logvar}), without the constant ½ log 2π.
inline constexpr auto gaussian_nll = loss<"gaussian_nll">(
    inputs(tensor<"mean">(batch, feature), tensor<"logvar">(batch, feature), tensor<"target">(batch, feature)),
    [](auto location, auto logvar, auto target) {
      return mean(0.5_c * (logvar + square(target - location) * exp(-logvar)));
    },
    {.summary = "Gaussian negative log-likelihood with learned log-variance.",
     .formula = "mean of (logvar + (target - mean)^2 * exp(-logvar)) / 2",
     .source = "Nix and Weigend, 1994", .id = "S2.8"});

/// mean over batch and feature of |target − location| e^{−log_scale} + log_scale + log 2.
inline constexpr auto laplace_nll = loss<"laplace_nll">(
    inputs(tensor<"location">(batch, feature), tensor<"log_scale">(batch, feature), tensor<"target">(batch, feature)),
    [](auto location, auto log_scale, auto target) {
      return mean(abs(target - location) * exp(-log_scale) + log_scale + log(2_c));
    },
    {.summary = "Laplace negative log-likelihood with learned log-scale.",
     .formula = "mean of |target - location| * exp(-log_scale) + log_scale + log 2", .source = "Laplace, 1774", .id = "S2.18"});

/// Σ over batch of −log probability[target]; not divided by the number of rows. 0 probability of the label: +inf.
inline constexpr auto nll = loss<"nll">(
    inputs(tensor<"probability">(batch, classes).probability(), label<"target">(batch, classes)),
    [](auto probability, auto target) { return sum(-log(at(probability, target))); },
    {.summary = "Negative log-likelihood of labels under given probabilities, summed.",
     .formula = "sum over batch of -log(probability[target])", .source = "Fisher, 1922", .id = "S2.5"});

}  // namespace lossc::losses
