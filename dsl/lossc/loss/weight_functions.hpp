// Where weights come from: class counts, variances, co-occurrences, and ratios of likelihoods.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// [classes]: n_batch / (n_classes · count of the class) over the labels that count; +inf for a class that does not occur.
inline constexpr auto inverse_class_frequency = loss<"inverse_class_frequency">(
    inputs(label<"target">(batch, classes)),
    [](auto target) {
      auto axis = indexed_axis(target);
      auto frequency = mean(where(same(axis, target), 1_c, 0_c), batch);
      return 1_c / (size(axis) * frequency);
    },
    {.summary = "Weights that balance classes, from their labels.",
     .formula = "n_batch / (n_classes * count[class])", .source = "King and Zeng, 2001", .id = "S0.20"});

/// [batch]: 1 / variance, the weight under which a weighted mean has least variance.
inline constexpr auto inverse_variance = loss<"inverse_variance">(
    inputs(tensor<"variance">(batch)), [](auto variance) { return 1_c / variance; },
    {.summary = "Weights by inverse variance.", .formula = "1 / variance", .source = "Aitken, 1936", .id = "S0.20"});

/// [batch]: p / q from their logarithms.
inline constexpr auto likelihood_ratio = loss<"likelihood_ratio">(
    inputs(tensor<"log_p">(batch), tensor<"log_q">(batch)), [](auto log_p, auto log_q) { return exp_difference(log_p, log_q); },
    {.summary = "Likelihood ratio from log-densities.", .formula = "exp(log_p - log_q)", .source = "Neyman and Pearson, 1933",
     .id = "S0.20"});

/// mean over batch of p / q · value: an expectation under p from samples of q. Unbiased.
inline constexpr auto importance_weighted = loss<"importance_weighted">(
    inputs(tensor<"value">(batch), tensor<"log_p">(batch).constant(), tensor<"log_q">(batch).constant()),
    [](auto value, auto log_p, auto log_q) { return mean(likelihood_ratio(log_p, log_q) * value); },
    {.summary = "Importance-weighted mean, from log-densities.", .formula = "mean over batch of exp(log_p - log_q) * value",
     .source = "Kahn and Marshall, 1953", .id = "S0.17"});

/// Σ over batch of softmax(log_p − log_q) · value: less variance, some bias; no ratio overflows.
inline constexpr auto self_normalised_importance = loss<"self_normalised_importance">(
    inputs(tensor<"value">(batch), tensor<"log_p">(batch).constant(), tensor<"log_q">(batch).constant()),
    [](auto value, auto log_p, auto log_q) { return sum(softmax(log_p - log_q, batch) * value); },
    {.summary = "Importance-weighted mean divided by the sum of the ratios.",
     .formula = "sum over batch of softmax(log_p - log_q) * value", .source = "Hesterberg, 1995", .id = "S0.17"});

/// [pairs]: (count / x_max)^exponent below x_max, 1 from there on: rare co-occurrences count less.
inline constexpr auto glove_weight = loss<"glove_weight">(
    inputs(tensor<"count">(pairs).constant(), param<"x_max">(100_c).above(0_c), param<"exponent">(0.75_c).at_least(0_c)),
    [](auto count, auto x_max, auto exponent) { return where(count < x_max, pow(count / x_max, exponent), 1_c); },
    {.summary = "The weight of a co-occurrence count in GloVe.", .formula = "count < x_max ? (count / x_max)^exponent : 1",
     .source = "Pennington et al. 2014", .id = "S0.6"});

}  // namespace lossc::losses
