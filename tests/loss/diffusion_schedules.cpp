// Weights of diffusion losses from their spelling by rates: published values, the ends of time, and few ulp in f32.
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <lossc/evaluate.hpp>
#include <lossc/loss/diffusion_schedules.hpp>

using namespace lossc;
using namespace lossc::losses;

namespace {

enum class schedule_name { rectified_flow, cosine, inverse_cosine, linear_diffusion, geometric };
constexpr std::array schedule_names{schedule_name::rectified_flow, schedule_name::cosine, schedule_name::inverse_cosine,
                                    schedule_name::linear_diffusion, schedule_name::geometric};
constexpr std::array types{prediction_type::x0, prediction_type::epsilon, prediction_type::score, prediction_type::velocity, prediction_type::v};

template <schedule_name Name, class T, class Low, class High>
constexpr auto schedule_of(T t, Low low, High high) {
  if constexpr (Name == schedule_name::rectified_flow) return rectified_flow(t);
  else if constexpr (Name == schedule_name::cosine) return cosine(t);
  else if constexpr (Name == schedule_name::inverse_cosine) return inverse_cosine(t);
  else if constexpr (Name == schedule_name::linear_diffusion) return linear_diffusion(t);
  else return geometric(t, low, high);
}

template <schedule_name Name, prediction_type Type>
constexpr auto weight_loss = loss<"weight_loss">(
    inputs(tensor<"time">(batch).constant(), param<"bias">(0_c), param<"sigma_min">(0.01_c), param<"sigma_max">(50_c)),
    [](auto time, auto bias, auto sigma_min, auto sigma_max) {
      return sid2_weight<Type>(schedule_of<Name>(time, sigma_min, sigma_max), bias);
    });

/// Calls body.operator()<schedule, type>(place of the schedule, place of the type) for all 25.
template <class Body> void for_all(Body&& body) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (body.template operator()<schedule_names[I / 5], types[I % 5]>(I / 5, I % 5), ...);
  }(std::make_index_sequence<25>{});
}

using real = long double;
const real pi = std::acos(real(-1));

/// The closed form in long double, by hand: −λ′ · share · conversion, with λ the log SNR.
real closed_form(schedule_name name, prediction_type type, real t, real bias, real low, real high) {
  real square_alpha = 0, square_sigma = 0, rate = 0;  // rate = −λ′
  if (name == schedule_name::rectified_flow) {
    square_alpha = (1 - t) * (1 - t), square_sigma = t * t, rate = 2 / (t * (1 - t));
  } else if (name == schedule_name::cosine) {
    const real s = std::sin(pi / 2 * t), a = std::sin(pi / 2 * (1 - t));
    square_alpha = a * a, square_sigma = s * s, rate = pi / (a * s);
  } else if (name == schedule_name::inverse_cosine) {
    square_alpha = std::asin(std::sqrt(1 - t)) * 2 / pi, square_sigma = std::asin(std::sqrt(t)) * 2 / pi;
    if (t < 0.5L) square_alpha = 1 - square_sigma;
    rate = 1 / (std::sqrt(t * (1 - t)) * pi * square_alpha * square_sigma);
  } else if (name == schedule_name::linear_diffusion) {
    const real noise = 0.1L * t + 19.9L / 2 * t * t;
    square_alpha = std::exp(-noise), square_sigma = -std::expm1(-noise), rate = (0.1L + 19.9L * t) / square_sigma;
  } else {
    square_alpha = 1, square_sigma = low * low * std::exp(2 * t * std::log(high / low)), rate = 2 * std::log(high / low);
  }
  const real q = std::exp(-bias) * square_alpha + square_sigma, r = square_alpha + square_sigma;
  if (type == prediction_type::x0) return rate * square_alpha / q;
  if (type == prediction_type::epsilon) return rate * square_sigma / q;
  if (type == prediction_type::score) return rate * square_sigma * square_sigma / q;
  if (type == prediction_type::velocity) return 4 / (rate * q);
  return rate * square_alpha * square_sigma / (q * r * r);
}

// NaN stands for what the closed form gives there too.
constexpr double inf = infinity, formula = std::numeric_limits<double>::quiet_NaN();
constexpr double limits[5][5][2] = {
    {{inf, 0}, {0, inf}, {0, inf}, {0, 0}, {0, 0}},
    {{inf, 0}, {0, inf}, {0, inf}, {0, 0}, {0, 0}},
    {{inf, inf}, {inf, inf}, {0.2026423672846756, inf}, {0, 0}, {inf, inf}},
    {{inf, formula}, {0.1, formula}, {0, formula}, {0, formula}, {0.1, formula}},
    {{formula, formula}, {formula, formula}, {formula, formula}, {formula, formula}, {formula, formula}}};

// Of the library whose weights these are, in f64: B = 2, shape (2, 2, 3), predictions 0.1 … 1.2, target 0.5, bias 0.
constexpr double mean_squared_errors[2] = {0.0516666666667, 0.231666666667};
constexpr double published[5][5][2] = {
    {{0.496, 0.247111111111}, {0.0551111111111, 2.224}, {0.00344444444444, 1.251}, {0.031, 0.139}, {0.07936, 0.35584}},
    {{0.39186457224, 0.301465582592}, {0.0672333313694, 1.75707017875}, {0.00984609341816, 1.49975320859}, {0.0232581715007, 0.104286639955}, {0.0573872379512, 0.257316970168}},
    {{0.113941305054, 0.255449054879}, {0.0569706525269, 0.510898109758}, {0.018990217509, 0.340598739838}, {0.0624753114347, 0.280131235143}, {0.0379804350179, 0.170299369919}},
    {{0.288279112155, 0.0120201857111}, {0.262208333333, 3.48079166667}, {0.124895146352, 3.4688128473}, {0.019396950585, 0.0614627374308}, {0.137313186981, 0.0119788193649}},
    {{0.873930342399, 0.108548004616}, {0.00617962071395, 3.83775150741}, {4.369651712e-05, 135.68500577}, {0.0120471362348, 0.00149633504661}, {0.00609314596011, 0.00290362450039}}};

}  // namespace

TEST_CASE("SiD2 weights are those of the library") {
  const Eigen::ArrayXd time{{0.25, 0.75}};
  for_all([&]<schedule_name Name, prediction_type Type>(std::size_t s, std::size_t p) {
    for (auto mode : {evaluation_mode::stable, evaluation_mode::as_written}) {
      const Eigen::ArrayXd found = evaluate(weight_loss<Name, Type>, bind("time"_s = time), mode).value();
      for (int i = 0; i < 2; ++i) {
        CAPTURE(s, p, i);
        CHECK(found(i) * mean_squared_errors[i] == Approx(published[s][p][i]).epsilon(2e-10));
      }
    }
  });
}

TEST_CASE("SiD2 weights are right at both ends of time") {
  const Eigen::ArrayXd time{{0, 1}};
  for_all([&]<schedule_name Name, prediction_type Type>(std::size_t s, std::size_t p) {
    for (double bias : {-2.0, 0.0, 1.0}) {
      const Eigen::ArrayXd found = evaluate(weight_loss<Name, Type>, bind("time"_s = time, "bias"_s = bias)).value();
      for (int i = 0; i < 2; ++i) {
        double expected = limits[s][p][i];
        if (std::isnan(expected)) expected = static_cast<double>(closed_form(Name, Type, time(i), bias, 0.01L, 50));
        else if (i == 0 && std::isfinite(expected)) expected *= std::exp(bias);  // Q is e^−b there
        CAPTURE(s, p, i, bias);
        if (std::isinf(expected)) CHECK(found(i) == expected);
        else CHECK(found(i) == Approx(expected).epsilon(1e-14).margin(0));
      }
    }
  });
}

TEST_CASE("SiD2 weights keep their digits next to the ends, in f32") {
  const Eigen::ArrayXf time{{1e-7f, 1e-6f, 1e-5f, 1e-4f, 1e-3f, 0.1f, 0.37f, 0.5f, 0.9f, 0.999f, 0.9999f, 0.99999f, 0.999999f, 0.9999999f}};
  double worst = 0;
  for_all([&]<schedule_name Name, prediction_type Type>(std::size_t s, std::size_t p) {
    for (float bias : {-2.0f, 0.0f, 1.0f}) {
      const Eigen::ArrayXf found =
          evaluate<float>(weight_loss<Name, Type>, bind("time"_s = time, "bias"_s = bias, "sigma_min"_s = 0.015625f, "sigma_max"_s = 64.0f)).value();
      for (std::int64_t i = 0; i < time.size(); ++i) {
        const real exact = closed_form(Name, Type, time(i), bias, 0.015625L, 64);
        const double ulp = std::abs(static_cast<double>((found(i) - exact) / std::ldexp(real(1), std::ilogb(exact) - 23)));
        CAPTURE(s, p, time(i), bias, found(i), static_cast<double>(exact));
        CHECK(ulp <= 16);
        worst = std::max(worst, ulp);
      }
    }
  });
  std::printf("worst f32 error of a SiD2 weight: %.2f ulp\n", worst);
}
