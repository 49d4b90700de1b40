// Losses on embeddings given row by row.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// mean over batch of max(0, |anchor − positive| − |anchor − negative| + margin).
inline constexpr auto triplet = loss<"triplet">(
    inputs(tensor<"anchor">(batch, feature), tensor<"positive">(batch, feature), tensor<"negative">(batch, feature),
           param<"margin">(1_c), param<"eps">(0_c)),
    [](auto anchor, auto positive, auto negative, auto margin, auto eps) {
      auto to_positive = name<"to_positive">(pairwise_distance(anchor, positive, last_axis(anchor), eps));
      auto to_negative = name<"to_negative">(pairwise_distance(anchor, negative, last_axis(anchor), eps));
      return mean(max(to_positive - to_negative + margin, 0_c));
    },
    {.summary = "Triplet margin loss.", .formula = "mean over batch of max(0, |anchor - positive| - |anchor - negative| + margin)",
     .source = "Schroff et al. 2015, arXiv:1503.03832", .id = "S2.14"});

}  // namespace lossc::losses
