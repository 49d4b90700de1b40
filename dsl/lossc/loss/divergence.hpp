// Entropies and divergences of distributions: given as probabilities, as Gaussians, or by samples.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// [batch]: Σ over outcomes of p log(p / q), what the divergences of this file reduce.
template <expression P, expression Q>
constexpr auto kl_per_item(P p, Q q) { return sum(p * log(p / q), last_axis(p)); }

/// mean over batch of Σ over outcomes of p log(p / q); a p of 0 contributes 0.
inline constexpr auto kl_divergence = loss<"kl_divergence">(
    inputs(tensor<"p">(batch, outcomes), tensor<"q">(batch, outcomes)),
    [](auto p, auto q) { return mean(kl_per_item(p, q)); },
    {.summary = "Kullback-Leibler divergence of q from p.", .formula = "mean over batch of sum over outcomes of p * log(p / q)",
     .source = "Kullback and Leibler, 1951", .id = "S2.1"});

/// mean over batch of −Σ over outcomes of p log q: entropy of p plus divergence of q from it.
inline constexpr auto cross_entropy_distributions = loss<"cross_entropy_distributions">(
    inputs(tensor<"p">(batch, outcomes), tensor<"q">(batch, outcomes)),
    [](auto p, auto q) { return mean(-sum(xlogy(p, q), last_axis(p))); },
    {.summary = "Cross-entropy of q under p.", .formula = "mean over batch of -sum over outcomes of p * log(q)",
     .source = "Shannon, 1948", .id = "S2.3"});

/// mean over batch of −Σ over outcomes of p log p; a p of 0 contributes 0.
inline constexpr auto entropy = loss<"entropy">(
    inputs(tensor<"p">(batch, outcomes)), [](auto p) { return mean(-sum(xlogy(p, p), last_axis(p))); },
    {.summary = "Shannon entropy.", .formula = "mean over batch of -sum over outcomes of p * log(p)", .source = "Shannon, 1948",
     .id = "S2.3"});

/// mean over batch of ½ KL(p, m) + ½ KL(q, m) with m = (p + q) / 2: symmetric, at most log 2.
inline constexpr auto js_divergence = loss<"js_divergence">(
    inputs(tensor<"p">(batch, outcomes), tensor<"q">(batch, outcomes)),
    [](auto p, auto q) {
      auto middle = name<"middle">(0.5_c * (p + q));
      return mean(0.5_c * (kl_per_item(p, middle) + kl_per_item(q, middle)));
    },
    {.summary = "Jensen-Shannon divergence.",
     .formula = "mean over batch of (KL(p, m) + KL(q, m)) / 2,  m = (p + q) / 2", .source = "Lin, 1991", .id = "S2.4"});

/// mean over batch of Σ over feature of the divergence of one Gaussian from another, diagonal, given mean and log-variance.
inline constexpr auto gaussian_kl = loss<"gaussian_kl">(
    inputs(tensor<"mean_p">(batch, feature), tensor<"logvar_p">(batch, feature), tensor<"mean_q">(batch, feature),
           tensor<"logvar_q">(batch, feature)),
    [](auto mean_p, auto logvar_p, auto mean_q, auto logvar_q) {
      auto spread = exp(logvar_p - logvar_q) - 1_c - (logvar_p - logvar_q);
      return mean(sum(0.5_c * (spread + square(mean_p - mean_q) * exp(-logvar_q)), last_axis(mean_p)));
    },
    {.summary = "Divergence of a diagonal Gaussian q from p.",
     .formula = "mean over batch of sum over feature of (logvar_q - logvar_p + (exp(logvar_p) + (mean_p - mean_q)^2) / exp(logvar_q) - 1) / 2",
     .source = "Kullback and Leibler, 1951", .id = "S2.2"});

/// The same with q = N(0, 1): the regulariser of variational autoencoders.
inline constexpr auto gaussian_kl_standard = loss<"gaussian_kl_standard">(
    inputs(tensor<"mean">(batch, feature), tensor<"logvar">(batch, feature)),
    [](auto location, auto logvar) {
      return mean(sum(0.5_c * (exp(logvar) - 1_c - logvar + square(location)), last_axis(location)));
    },
    {.summary = "Divergence of a diagonal Gaussian from the standard one.",
     .formula = "mean over batch of sum over feature of (exp(logvar) - 1 - logvar + mean^2) / 2",
     .source = "Kingma and Welling 2014, arXiv:1312.6114", .id = "S2.2"});

/// mean over samples of log p − log q, for samples drawn from p.
inline constexpr auto monte_carlo_kl = loss<"monte_carlo_kl">(
    inputs(tensor<"log_p">(samples), tensor<"log_q">(samples)),
    [](auto log_p, auto log_q) { return mean(log_p - log_q); },
    {.summary = "Kullback-Leibler divergence estimated from samples of p.", .formula = "mean over samples of log_p - log_q",
     .source = "Kullback and Leibler, 1951", .id = "S2.2"});

}  // namespace lossc::losses
