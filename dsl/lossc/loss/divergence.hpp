// Divergences between distributions given as probabilities.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// mean over batch of Σ p log(p / q); a p of 0 contributes 0.
inline constexpr auto kl_divergence = loss<"kl_divergence">(
    inputs(tensor<"p">(batch, outcomes), tensor<"q">(batch, outcomes)),
    [](auto p, auto q) { return mean(sum(p * log(p / q), last_axis(p))); },
    {.summary = "Kullback-Leibler divergence of q from p.", .formula = "mean over batch of sum over outcomes of p * log(p / q)",
     .source = "Kullback and Leibler, 1951", .id = "S2.1"});

}  // namespace lossc::losses
