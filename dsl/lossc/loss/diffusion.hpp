// Diffusion losses per item: what the model predicts, in which prediction its error is judged, and how noise levels weigh.
#pragma once
#include <boost/hana/flatten.hpp>

#include <lossc/loss/diffusion_schedules.hpp>

namespace lossc::losses {

/// The weight 1 of every noise level.
inline constexpr auto unweighted = [](auto) { return 1_c; };

/// [batch]: mean over feature of w · (prediction − target)². A model that predicts `Predicts` is judged by the error of
/// `Judged`; with `by_log_snr` every level of log_snr weighs alike; `weight_fn` is any function of the log_snr.
template <prediction_type Predicts, prediction_type Judged, bool by_log_snr = true, expression Predicted, expression Target, class Schedule,
          class WeightFn = decltype(unweighted)>
constexpr auto weighted_diffusion(Predicted predicted, Target target, Schedule schedule, WeightFn weight_fn = unweighted) {
  constexpr bool has_schedule = requires { schedule.alpha; schedule.sigma; };
  static_assert(has_schedule, "lossc: a diffusion loss needs a schedule at its time, such as cosine(time)");
  if constexpr (has_schedule) {
    auto snr = log_snr(schedule);
    auto weight = squared_error_factor<Predicts, Judged>(schedule) * weight_fn(snr);
    auto error = mean_onto(square(predicted - target), schedule.time);
    if constexpr (by_log_snr) return -d(snr, schedule.time) * weight * error;
    else return weight * error;
  }
}

/// [batch]: mean over feature of (prediction − target)².
inline constexpr auto no_weight_diffusion = loss<"no_weight_diffusion">(
    inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature)),
    [](auto prediction, auto target) { return mean(square(prediction - target), feature); },
    {.summary = "Squared error per item, not weighted.", .formula = "mean over feature of (prediction - target)^2",
     .source = "Ho et al. 2020, arXiv:2006.11239", .id = "S1.2"});

namespace family {

template <prediction_type P>
constexpr auto name_of() {
  if constexpr (P == prediction_type::x0) return text("x0");
  else if constexpr (P == prediction_type::epsilon) return text("epsilon");
  else if constexpr (P == prediction_type::score) return text("score");
  else if constexpr (P == prediction_type::velocity) return text("velocity");
  else return text("v");
}
template <prediction_type P>
inline constexpr auto name = name_of<P>();

template <prediction_type... P>
struct prediction_types {};
inline constexpr prediction_types<prediction_type::x0, prediction_type::epsilon, prediction_type::score, prediction_type::velocity, prediction_type::v> all_types{};

/// Schedules with a name for kernels, and their parameters.
struct of_cosine {
  static constexpr text name = "cosine";  // Nichol and Dhariwal 2021, arXiv:2102.09672
  static constexpr auto parameters = boost::hana::make_tuple();
  static constexpr auto at(auto time) { return cosine(time); }
};
struct of_rectified_flow {
  static constexpr text name = "rectified_flow";  // Liu et al. 2023, arXiv:2209.03003
  static constexpr auto parameters = boost::hana::make_tuple();
  static constexpr auto at(auto time) { return rectified_flow(time); }
};
struct of_inverse_cosine {
  static constexpr text name = "inverse_cosine";
  static constexpr auto parameters = boost::hana::make_tuple();
  static constexpr auto at(auto time) { return inverse_cosine(time); }
};
struct of_linear_diffusion {
  static constexpr text name = "linear_diffusion";  // Song et al. 2021, arXiv:2011.13456
  static constexpr auto parameters = boost::hana::make_tuple(param<"beta_min">(0.1_c).at_least(0_c), param<"beta_max">(20_c).above(0_c));
  static constexpr auto at(auto time, auto beta_min, auto beta_max) { return linear_diffusion(time, beta_min, beta_max); }
};
struct of_geometric {
  static constexpr text name = "geometric";  // Song and Ermon 2019, arXiv:1907.05600
  static constexpr auto parameters = boost::hana::make_tuple(param<"sigma_min">().above(0_c), param<"sigma_max">().above(0_c));
  static constexpr auto at(auto time, auto sigma_min, auto sigma_max) { return geometric(time, sigma_min, sigma_max); }
};

inline constexpr auto diffusion_inputs = [](auto... more) {
  return inputs(tensor<"prediction">(batch, feature), tensor<"target">(batch, feature), tensor<"time">(batch).constant(), more...);
};

}  // namespace family

/// [batch]: a model that predicts P, judged by the error of J under the cosine schedule: every level of log_snr weighs alike.
template <prediction_type P, prediction_type J>
inline constexpr auto continuous_diffusion_of = loss<joined<"continuous_diffusion_", family::name<P>, "_", family::name<J>>>(
    family::diffusion_inputs(),
    [](auto predicted, auto target, auto time) { return weighted_diffusion<P, J>(predicted, target, cosine(time)); },
    {.summary = stored<joined<"Diffusion loss of a model that predicts ", family::name<P>, ", as error of ", family::name<J>, ".">>.view(),
     .formula = "-log_snr'(t) * (c_loss / c_prediction)^2 * mean over feature of (prediction - target)^2",
     .source = "Kingma and Gao 2023, arXiv:2303.00848", .id = "S1.1"});

/// The same with the defaults of the document: x0, judged as x0.
inline constexpr auto continuous_diffusion = loss<"continuous_diffusion">(
    family::diffusion_inputs(),
    [](auto predicted, auto target, auto time) { return continuous_diffusion_of<prediction_type::x0, prediction_type::x0>(predicted, target, time); },
    {.summary = "Diffusion loss of a model that predicts x0, all levels of log_snr alike.",
     .formula = "-log_snr'(t) * mean over feature of (prediction - target)^2", .source = "Kingma and Gao 2023, arXiv:2303.00848",
     .id = "S1.1"});

/// [batch]: judged as x0; levels of log_snr below `bias` weigh alike and cleaner ones fade: sigmoid(log_snr − bias) e^bias.
template <prediction_type P, class S>
inline constexpr auto sid2 = loss<joined<"sid2_", family::name<P>, "_", S::name>>(
    boost::hana::unpack(S::parameters, [](auto... of_schedule) { return family::diffusion_inputs(param<"bias">(0_c), of_schedule...); }),
    [](auto predicted, auto target, auto time, auto bias, auto... of_schedule) {
      return sid2_weight<P>(S::at(time, of_schedule...), bias) * mean_onto(square(predicted - target), time);
    },
    {.summary = stored<joined<"SiD2 loss of a model that predicts ", family::name<P>, ", schedule ", S::name, ".">>.view(),
     .formula = "-log_snr'(t) * sigmoid(log_snr - bias) * exp(bias) / c_prediction^2 * mean over feature of (prediction - target)^2",
     .source = "Hoogeboom et al. 2024, arXiv:2410.19324", .id = "S1.3"});

namespace family {
template <prediction_type P, prediction_type... J>
constexpr auto continuous_row(prediction_types<J...>) { return boost::hana::make_tuple(continuous_diffusion_of<P, J>...); }
template <prediction_type... P>
constexpr auto every_continuous(prediction_types<P...> all) { return boost::hana::flatten(boost::hana::make_tuple(continuous_row<P>(all)...)); }
template <class S, prediction_type... P>
constexpr auto sid2_row(prediction_types<P...>) { return boost::hana::make_tuple(sid2<P, S>...); }
template <class... S>
constexpr auto every_sid2() { return boost::hana::flatten(boost::hana::make_tuple(sid2_row<S>(all_types)...)); }
}  // namespace family

/// Every shipped kernel of the two families.
inline constexpr auto continuous_diffusion_family = family::every_continuous(family::all_types);
inline constexpr auto sid2_family =
    family::every_sid2<family::of_cosine, family::of_rectified_flow, family::of_inverse_cosine, family::of_linear_diffusion, family::of_geometric>();

}  // namespace lossc::losses
