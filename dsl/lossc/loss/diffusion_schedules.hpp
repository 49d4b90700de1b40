// Noise schedules of diffusion models as functions of time, and the weights that are made of them.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// x_t = alpha · x0 + sigma · ε, with time 0 at the data and 1 at the noise.
template <class Time, class Alpha, class Sigma>
struct noise_schedule {
  Time time;
  Alpha alpha;
  Sigma sigma;
};
template <class Time, class Alpha, class Sigma>
noise_schedule(Time, Alpha, Sigma) -> noise_schedule<Time, Alpha, Sigma>;

/// π / 2 as the nearest double: π / 4 has a literal that is exact.
inline constexpr auto quarter_turn = 2_c * 0.7853981633974483_c;

/// alpha = 1 − t, sigma = t.
template <expression T>
constexpr auto rectified_flow(T t) { return noise_schedule{t, 1_c - t, t}; }

/// alpha = cos(π t / 2), sigma = sin(π t / 2). The cosine is the sine of what is left of the quarter turn: of
/// a t next to 1 no digit is lost.
template <expression T>
constexpr auto cosine(T t) {
  return noise_schedule{t, sin(quarter_turn * (1_c - t)), sin(quarter_turn * t)};
}

/// alpha² = arccos(2 t − 1) / π, sigma² = 1 − alpha², both as twice the angle of (√t, √(1 − t)): arccos has lost
/// half of the digits next to ±1.
template <expression T>
constexpr auto inverse_cosine(T t) {
  return noise_schedule{t, sqrt(atan2(sqrt(1_c - t), sqrt(t)) / quarter_turn), sqrt(atan2(sqrt(t), sqrt(1_c - t)) / quarter_turn)};
}

/// alpha² = e^{−B}, sigma² = 1 − alpha², with B = beta_min t + (beta_max − beta_min) t² / 2.
template <expression T, expression Min = number_expression<to_bits(0.1)>, expression Max = number_expression<to_bits(20)>>
constexpr auto linear_diffusion(T t, Min beta_min = {}, Max beta_max = {}) {
  auto noise = beta_min * t + 0.5_c * (beta_max - beta_min) * square(t);
  auto alpha = exp(-0.5_c * noise);
  return noise_schedule{t, alpha, sqrt(1_c - square(alpha))};
}

/// alpha = 1, sigma = sigma_min^{1 − t} sigma_max^t.
template <expression T, expression Min, expression Max>
constexpr auto geometric(T t, Min sigma_min, Max sigma_max) {
  return noise_schedule{t, 1_c, sigma_min * exp(t * (log(sigma_max) - log(sigma_min)))};
}

/// The logarithm of the ratio of signal to noise, 2 (log alpha − log sigma).
template <class T, class A, class S>
constexpr auto log_snr(noise_schedule<T, A, S> schedule) { return 2_c * (log(schedule.alpha) - log(schedule.sigma)); }

/// The time at which the cosine schedule has this log_snr.
inline constexpr auto cosine_inverse = [](auto snr) { return atan(exp(-0.5_c * snr)) / quarter_turn; };

/// `original` with its log_snr, which runs from most to least, lowered by 2 log(target_resolution / base_resolution):
/// larger images need more noise. `inverse` gives the time at which the original has a log_snr. Hoogeboom et al. 2023, arXiv:2301.11093.
template <class Original, class Inverse, expression T, expression Target, expression Base, expression Most, expression Least>
constexpr auto shifted(Original original, Inverse inverse, T t, Target target_resolution, Base base_resolution, Most most, Least least) {
  auto first = inverse(most), last = inverse(least);
  auto shift = 2_c * (log(target_resolution) - log(base_resolution));
  auto moved = original(inverse(log_snr(original(t * (last - first) + first)) - shift));
  return noise_schedule{t, moved.alpha, moved.sigma};
}

/// What a network predicts: the data, the noise, the score −ε / sigma, the velocity alpha′ x0 + sigma′ ε, or
/// alpha ε − sigma x0.
enum class prediction_type : std::uint8_t { x0, epsilon, score, velocity, v };

/// The error of a prediction is this factor times the error of x0 that it implies.
template <prediction_type Type, class T, class A, class S>
constexpr auto error_factor(noise_schedule<T, A, S> schedule) {
  const auto [time, alpha, sigma] = schedule;
  if constexpr (Type == prediction_type::x0) return 1_c;
  else if constexpr (Type == prediction_type::epsilon) return -alpha / sigma;
  else if constexpr (Type == prediction_type::score) return alpha / square(sigma);
  else if constexpr (Type == prediction_type::velocity) return (d(alpha, time) * sigma - d(sigma, time) * alpha) / sigma;
  else return -(square(alpha) + square(sigma)) / sigma;
}

/// The factor from a squared error of one type to that of another.
template <prediction_type From, prediction_type To, class T, class A, class S>
constexpr auto squared_error_factor(noise_schedule<T, A, S> schedule) {
  return square(error_factor<To>(schedule) / error_factor<From>(schedule));
}

/// −d log_snr / dt · sigmoid(log_snr − bias) · e^bias on the squared error of x0, for an error of `Type`: finite
/// wherever the weight is, also where alpha or sigma is 0. Hoogeboom et al. 2024, arXiv:2410.19324.
template <prediction_type Type, class T, class A, class S, expression Bias = number_expression<0>>
constexpr auto sid2_weight(noise_schedule<T, A, S> schedule, Bias bias = {}) {
  auto snr = log_snr(schedule);
  return -d(snr, schedule.time) * sigmoid(snr - bias) * exp(bias) * squared_error_factor<Type, prediction_type::x0>(schedule);
}

}  // namespace lossc::losses
