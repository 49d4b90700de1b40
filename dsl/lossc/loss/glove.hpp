// GloVe: vectors of words from how often they stand together.
#pragma once
#include <lossc/loss/weight_functions.hpp>

namespace lossc::losses {

//{ readme-tables
/// mean over pairs of f(count) (word_vectors[word] · context_vectors[context] + their biases − log count)², f as in glove_weight.
/// A pair that was never counted has weight 0, and is one of the pairs of the mean.
inline constexpr auto glove = loss<"glove">(
    inputs(tensor<"word_vectors">(words, embedding), tensor<"context_vectors">(contexts, embedding), tensor<"word_bias">(words),
           tensor<"context_bias">(contexts), label<"word">(pairs, words), label<"context">(pairs, contexts), tensor<"count">(pairs).constant(),
           param<"x_max">(100_c).above(0_c), param<"exponent">(0.75_c).at_least(0_c)),
    [](auto word_vectors, auto context_vectors, auto word_bias, auto context_bias, auto word, auto context, auto count, auto x_max, auto exponent) {
      auto predicted = name<"predicted">(dot(take(word_vectors, word), take(context_vectors, context), embedding) + take(word_bias, word) + take(context_bias, context));
      auto term = glove_weight(count, x_max, exponent) * square(predicted - log(count));
      return mean(where(count == 0_c, 0_c, term));
    },
    {.summary = "GloVe: word vectors whose products are the logarithms of co-occurrence counts.",
     .formula = "mean over pairs of f(count) * (w . c + b_w + b_c - log(count))^2,  f(x) = min(x / x_max, 1)^exponent",
     .source = "Pennington et al. 2014", .id = "S0.7"});
//}

}  // namespace lossc::losses
