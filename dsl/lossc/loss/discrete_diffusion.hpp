// Discrete diffusion: cross-entropy of tokens[batch, sequence] per item, weighted by how fast tokens are being corrupted.
#pragma once
#include <lossc/loss/classification.hpp>

namespace lossc::losses {

/// The share of tokens that survive until t, from 1 at t = 0 to 0 at t = 1.
namespace survival {

inline constexpr struct linear_type {
  static constexpr text name = "linear";
  static constexpr auto parameters = boost::hana::make_tuple();
  template <expression T>
  constexpr auto operator()(T t) const { return 1_c - t; }
} linear{};
inline constexpr struct cosine_type {
  static constexpr text name = "cosine";
  static constexpr auto parameters = boost::hana::make_tuple();
  template <expression T>
  constexpr auto operator()(T t) const { return cos(0.5_c * pi * t); }
} cosine{};
inline constexpr struct squared_cosine_type {
  static constexpr text name = "squared_cosine";
  static constexpr auto parameters = boost::hana::make_tuple(param<"offset">(0_c));
  template <expression T, expression Offset>
  constexpr auto operator()(T t, Offset offset) const {
    auto start = cos(0.5_c * pi * offset / (1_c + offset));
    return square(cos(0.5_c * pi * (t + offset) / (1_c + offset)) / start);
  }
} squared_cosine{};
inline constexpr struct geometric_type {
  static constexpr text name = "geometric";  // the defaults of Shi et al. 2024
  static constexpr auto parameters = boost::hana::make_tuple(param<"beta_min">(1e-5_c).above(0_c), param<"beta_max">(20_c).above(0_c));
  template <expression T, expression Min, expression Max>
  constexpr auto operator()(T t, Min beta_min, Max beta_max) const {
    return exp(-exp((1_c - t) * log(beta_min) + t * log(beta_max)));
  }
} geometric{};
inline constexpr struct polynomial_type {
  static constexpr text name = "polynomial";
  static constexpr auto parameters = boost::hana::make_tuple(param<"degree">(1_c).above(0_c));
  template <expression T, expression Degree>
  constexpr auto operator()(T t, Degree degree) const { return 1_c - pow(t, degree); }
} polynomial{};

inline constexpr auto all = boost::hana::make_tuple(linear, cosine, squared_cosine, geometric, polynomial);

}  // namespace survival

/// [batch]: −α'/(1 − α) · mean over sequence of cross-entropy, which is 0 at visible tokens where use_mask is not 0. The mean
/// is over all positions, not over those that count.
template <class S>
inline constexpr auto diffusion_cross_entropy = loss<joined<"diffusion_cross_entropy_", S::name>>(
    boost::hana::unpack(S::parameters, [](auto... of_schedule) {
      return inputs(tensor<"logits">(batch, sequence, classes), label<"target">(batch, sequence, classes), mask<"visible">(batch, sequence),
                    tensor<"time">(batch).constant(), param<"use_mask">(0_c), of_schedule...);
    }),
    [](auto logits, auto target, auto visible, auto time, auto use_mask, auto... of_schedule) {
      auto alpha = name<"alpha">(S{}(time, of_schedule...));
      auto hidden = guard(use_mask == 0_c || !visible, cross_entropy_per_item(logits, target));
      return -d(alpha, time) / (1_c - alpha) * mean(hidden, sequence);
    },
    {.summary = stored<joined<"Cross-entropy of discrete diffusion, schedule ", S::name, ".">>.view(),
     .formula = "-alpha'(t) / (1 - alpha(t)) * mean over sequence of cross_entropy, 0 where visible",
     .source = "Austin et al. 2021, arXiv:2107.03006", .id = "S1.4"});

/// [batch]: mean over the positions that count of cross-entropy: corrupted ones where use_mask is not 0, else all. With
/// normalize_by_mask = 0 the divisor is the number of all positions.
inline constexpr auto no_weight_discrete_diffusion = loss<"no_weight_discrete_diffusion">(
    inputs(tensor<"logits">(batch, sequence, classes), label<"target">(batch, sequence, classes), mask<"is_corrupted">(batch, sequence),
           param<"use_mask">(0_c), param<"normalize_by_mask">(1_c)),
    [](auto logits, auto target, auto is_corrupted, auto use_mask, auto normalize_by_mask) {
      auto counts = use_mask == 0_c || is_corrupted;
      auto divisor = where(normalize_by_mask != 0_c, sum(where(counts, 1_c, 0_c), sequence), size(sequence));
      return sum(guard(counts, cross_entropy_per_item(logits, target)), sequence) / max(divisor, 1_c);
    },
    {.summary = "Cross-entropy of corrupted tokens per item.", .formula = "sum over counted positions of cross_entropy / their number",
     .source = "Shi et al. 2024, arXiv:2406.04329", .id = "S1.4"});

/// [batch]: the same, weighted by −α' / max(1 − α, 1e-12).
template <class S>
inline constexpr auto md4 = loss<joined<"md4_", S::name>>(
    boost::hana::unpack(S::parameters, [](auto... of_schedule) {
      return inputs(tensor<"logits">(batch, sequence, classes), label<"target">(batch, sequence, classes),
                    mask<"is_corrupted">(batch, sequence), tensor<"time">(batch).constant(), param<"use_mask">(0_c),
                    param<"normalize_by_mask">(1_c), of_schedule...);
    }),
    [](auto logits, auto target, auto is_corrupted, auto time, auto use_mask, auto normalize_by_mask, auto... of_schedule) {
      auto alpha = name<"alpha">(S{}(time, of_schedule...));
      return -d(alpha, time) / max(1_c - alpha, 1e-12_c) *
             no_weight_discrete_diffusion(logits, target, is_corrupted, use_mask, normalize_by_mask);
    },
    {.summary = stored<joined<"Masked diffusion of tokens (MD4), schedule ", S::name, ".">>.view(),
     .formula = "-alpha'(t) / max(1 - alpha(t), 1e-12) * mean over corrupted positions of cross_entropy",
     .source = "Shi et al. 2024, arXiv:2406.04329", .id = "S1.4"});

inline constexpr auto diffusion_cross_entropy_family =
    boost::hana::unpack(survival::all, []<class... S>(S...) { return boost::hana::make_tuple(diffusion_cross_entropy<S>...); });
inline constexpr auto md4_family =
    boost::hana::unpack(survival::all, []<class... S>(S...) { return boost::hana::make_tuple(md4<S>...); });

}  // namespace lossc::losses
