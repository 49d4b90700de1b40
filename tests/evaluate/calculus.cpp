// grad, d, jvp and hvp inside losses: values against dual numbers or known ones, at kinks, in ignored rows.
#include <catch2/catch.hpp>
#include <lossc/evaluate.hpp>

#include "../dual.hpp"

using namespace lossc;

namespace {

using number = test::dual<long double>;

inline constexpr struct batch final : axis<"batch"> {
} batch;
inline constexpr struct feature final : axis<"feature"> {
} feature;

constexpr auto x_and_v = inputs(tensor<"x">(batch, feature), tensor<"v">(batch, feature));

//{ readme-calculus
constexpr auto energy = [](auto x) {
  return logsumexp(2_c * x, feature) * exp(0.1_c * mean(x, feature));
};
constexpr auto penalty = loss<"penalty">(
    inputs(tensor<"x">(batch, feature), tensor<"v">(batch, feature)),
    [](auto x, auto v) { return mean(square(norm(grad(energy(x), x) + v, feature) - 1_c)); });
//}
constexpr auto rate = loss<"rate">(x_and_v, [](auto x, auto v) { return jvp(energy(x), x, v); });
constexpr auto plain = loss<"plain">(x_and_v, [](auto x, auto) { return energy(x); });
constexpr auto curvature =
    loss<"curvature">(x_and_v, [](auto x, auto v) { return hvp(energy(x), x, v); });

using rows = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
const rows x{{0.3, -1.2, 0.8}, {2.1, 0.4, -0.6}};
const rows v{{-0.7, 0.2, 1.1}, {0.9, -1.3, 0.5}};

/// x as dual numbers with the slopes `along`.
auto moving(const rows& at, const rows& along) {
  Eigen::Array<number, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> moving(at.rows(), at.cols());
  for (std::int64_t k = 0; k < at.size(); ++k) moving.data()[k] = {at.data()[k], along.data()[k]};
  return moving;
}

constexpr auto both = {evaluation_mode::stable, evaluation_mode::as_written};

}  // namespace

TEST_CASE("a gradient inside a loss is differentiated again") {
  const auto x_at_rest = moving(x, 0 * x), v_at_rest = moving(v, 0 * v);
  for (auto mode : both) {
    const auto [value, d_x, d_v] = evaluate(penalty, bind("x"_s = x, "v"_s = v), mode).wrt("x"_s, "v"_s);
    CHECK(d_x.abs().minCoeff() > 1e-3);
    for (std::int64_t k = 0; k < x.size(); ++k) {
      rows one = 0 * x;
      one.data()[k] = 1;
      const auto x_moves = moving(x, one), v_moves = moving(v, one);
      const number by_x = evaluate<number>(penalty, bind("x"_s = x_moves, "v"_s = v_at_rest), evaluation_mode::as_written).value();
      const number by_v = evaluate<number>(penalty, bind("x"_s = x_at_rest, "v"_s = v_moves), evaluation_mode::as_written).value();
      CHECK(value == Approx(static_cast<double>(by_x.value)).epsilon(1e-13));
      CHECK(d_x.data()[k] == Approx(static_cast<double>(by_x.slope)).epsilon(1e-12));
      CHECK(d_v.data()[k] == Approx(static_cast<double>(by_v.slope)).epsilon(1e-12));
    }
  }
}

TEST_CASE("jvp is the slope of dual numbers, hvp the one of their gradient") {
  const auto x_moves = moving(x, v), v_at_rest = moving(v, 0 * v);
  const auto [values, gradients] =
      evaluate<number>(plain, bind("x"_s = x_moves, "v"_s = v_at_rest), evaluation_mode::as_written).wrt("x"_s);
  for (auto mode : both) {
    const auto found = evaluate(rate, bind("x"_s = x, "v"_s = v), mode).value();
    const auto second = evaluate(curvature, bind("x"_s = x, "v"_s = v), mode).value();
    REQUIRE(found.size() == 2);
    REQUIRE(second.size() == 6);
    for (std::int64_t i = 0; i < 2; ++i)
      CHECK(found(i) == Approx(static_cast<double>(values(i).slope)).epsilon(1e-13));
    for (std::int64_t k = 0; k < 6; ++k)
      CHECK(second(k) == Approx(static_cast<double>(gradients.data()[k].slope)).epsilon(1e-12));
  }
}

TEST_CASE("derivatives nest to any order") {
  // (x e^{2x})''' = (8 x + 12) e^{2x}
  constexpr auto third = loss<"third">(inputs(tensor<"x">(batch)), [](auto x) {
    return grad(grad(grad(x * exp(2_c * x), x), x), x);
  });
  const Eigen::ArrayXd at{{-1, 0, 0.5}};
  for (auto mode : both) {
    const Eigen::ArrayXd found = evaluate(third, bind("x"_s = at), mode).value();
    for (std::int64_t i = 0; i < 3; ++i)
      CHECK(found(i) == Approx((8 * at(i) + 12) * std::exp(2 * at(i))).epsilon(1e-14));
  }
}

TEST_CASE("second derivatives at kinks are 0") {
  constexpr auto bent = loss<"bent">(x_and_v, [](auto x, auto v) {
    return hvp(abs(x) + max(x, 0_c) + clamp(x, 0_c, 1_c), x, v) + hvp(norm(x, feature), x, v);
  });
  constexpr auto slopes = loss<"slopes">(
      x_and_v, [](auto x, auto) { return sum(square(grad(abs(x), x))) + sum(norm(grad(norm(x, feature), x), feature)); });
  const rows zero = rows::Zero(2, 3);
  for (auto mode : both) {
    CHECK((evaluate(bent, bind("x"_s = zero, "v"_s = v), mode).value() == 0).all());
    const auto [value, d_x] = evaluate(slopes, bind("x"_s = zero, "v"_s = v), mode).wrt("x"_s);
    CHECK(value == 0);
    CHECK((d_x == 0).all());
  }
}

TEST_CASE("ignored rows stay inert in gradients of gradients") {
  constexpr auto smoothed = loss<"smoothed">(
      inputs(tensor<"x">(batch, feature), label<"target">(batch, feature), tensor<"scale">(feature)), [](auto x, auto target, auto scale) {
        auto losses = -at(log_softmax(x * scale, feature), target);
        return mean(losses) + sum(square(grad(losses, x))) + sum(square(grad(losses, scale)));
      });
  rows with_nan(3, 3);
  with_nan << x, rows::Constant(1, 3, std::nan(""));
  const Eigen::ArrayXi target{{2, 0, -100}};
  const Eigen::ArrayXi kept = target.head(2);
  const Eigen::ArrayXd scale{{1, 2, 0.5}};
  const auto [expected, d_expected] = evaluate(smoothed, bind("x"_s = x, "target"_s = kept, "scale"_s = scale)).wrt("x"_s);
  for (auto mode : both) {
    CAPTURE(mode == evaluation_mode::stable);
    const auto [value, d_x] = evaluate(smoothed, bind("x"_s = with_nan, "target"_s = target, "scale"_s = scale), mode).wrt("x"_s);
    CHECK(value == Approx(expected).epsilon(1e-13));
    CHECK((d_x.row(2) == 0).all());
    CHECK((d_x.topRows(2) - d_expected).abs().maxCoeff() < 1e-13);
  }
}

TEST_CASE("an input without influence has derivative 0") {
  constexpr auto without = loss<"without">(x_and_v, [](auto x, auto v) { return sum(grad(energy(x), v)) + sum(d(2_c, v)) + 1_c; });
  for (auto mode : both) CHECK(evaluate(without, bind("x"_s = x, "v"_s = v), mode).value() == 1);
}
