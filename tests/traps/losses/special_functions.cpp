// Losses of the traps of angles, hyperbolic functions and special functions, spelled as people write them.
#include <lossc/lossc.hpp>

namespace lossc::traps {

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto polar_angle = loss<"polar_angle">(
    inputs(tensor<"x">(batch), tensor<"y">(batch)),
    [](auto x, auto y) { return sum(atan2(y, x)); });

inline constexpr auto angle = loss<"angle">(
    inputs(tensor<"x">(batch, feature), tensor<"y">(batch, feature)), [](auto x, auto y) {
      auto cosine = sum(x * y, feature) / (norm(x, feature) * norm(y, feature));
      return sum(acos(cosine));
    });

inline constexpr auto clamped_angle = loss<"clamped_angle">(
    inputs(tensor<"cosine">(batch)), [](auto cosine) { return sum(acos(clamp(cosine, -1_c, 1_c))); });

/// The logit of a class whose margin is an angle.
inline constexpr auto angular_margin = loss<"angular_margin">(
    inputs(tensor<"x">(batch, feature), tensor<"centre">(batch, feature), param<"margin">(0.5_c)),
    [](auto x, auto centre, auto margin) {
      auto cosine = sum(x * centre, feature) / (norm(x, feature) * norm(centre, feature));
      return -sum(cos(acos(cosine) + margin));
    });

inline constexpr auto poincare = loss<"poincare">(
    inputs(tensor<"u">(batch, feature), tensor<"v">(batch, feature)), [](auto u, auto v) {
      auto room = (1_c - sum(square(u), feature)) * (1_c - sum(square(v), feature));
      return sum(acosh(1_c + 2_c * sum(square(u - v), feature) / room));
    });

inline constexpr auto logarithm_of_cosh = loss<"logarithm_of_cosh">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(log(cosh(x))); });

inline constexpr auto there_and_back = loss<"there_and_back">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(atanh(tanh(x))); });

inline constexpr auto log_of_half_erfc = loss<"log_of_half_erfc">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(log(0.5_c * erfc(-x / sqrt(2_c)))); });

inline constexpr auto log_of_ndtr = loss<"log_of_ndtr">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(log(ndtr(x))); });

inline constexpr auto robust = loss<"robust">(
    inputs(tensor<"x">(batch), param<"alpha">(1_c)), [](auto x, auto alpha) {
      auto distance = abs(alpha - 2_c);
      return sum(distance / alpha * (pow(square(x) / distance + 1_c, alpha / 2_c) - 1_c));
    });

inline constexpr auto poisson_with_constant = loss<"poisson_with_constant">(
    inputs(tensor<"rate">(batch), tensor<"count">(batch).constant()), [](auto rate, auto count) {
      return sum(rate - count * log(rate) + lgamma(count + 1_c));
    });

}  // namespace lossc::traps

LOSSC_GENERATE(lossc::traps::polar_angle, lossc::traps::angle, lossc::traps::clamped_angle,
               lossc::traps::angular_margin, lossc::traps::poincare,
               lossc::traps::logarithm_of_cosh, lossc::traps::there_and_back,
               lossc::traps::log_of_half_erfc, lossc::traps::log_of_ndtr,
               lossc::traps::robust,
               lossc::traps::poisson_with_constant)
