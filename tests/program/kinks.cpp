// The kinks that `show --stage rewrite` prints: their places and conventions, and what is none.
#include <catch2/catch.hpp>
#include <lossc/graph/lower.hpp>
#include <lossc/loss/all.hpp>
#include <lossc/program/breakpoint_inputs.hpp>
#include <lossc/program/kink_report.hpp>
#include <lossc/program/random_arguments.hpp>

using namespace lossc;
using namespace lossc::program;

namespace {

inline constexpr struct batch final : axis<"batch"> {
} batch;
inline constexpr struct feature final : axis<"feature"> {
} feature;

constexpr auto x_and_y = inputs(tensor<"x">(batch), tensor<"y">(batch).constant());
constexpr auto hinge =
    loss<"hinge">(x_and_y, [](auto x, auto y) { return mean(max(1_c - y * x, 0_c)); });
// Binary cross-entropy of y = 1 as torch spells it: two kinks that cancel.
constexpr auto bce = loss<"bce">(
    x_and_y, [](auto x, auto y) { return mean(max(x, 0_c) - x * y + log1p(exp(-abs(x)))); });
constexpr auto step =
    loss<"step">(x_and_y, [](auto x, auto y) { return mean(where(x < y, x, 3_c * x)); });
constexpr auto tie = loss<"tie">(inputs(tensor<"x">(batch), tensor<"z">(batch)),
                                 [](auto x, auto z) { return mean(max(x, z) + max(x, x * z)); });
constexpr auto length = loss<"length">(inputs(tensor<"x">(batch, feature)),
                                       [](auto x) { return mean(sqrt(sum(square(x), feature))); });
constexpr auto detached =
    loss<"detached">(x_and_y, [](auto x, auto y) { return mean(x * abs(y)); });

template <class Loss> std::string kinks_of(const Loss& loss) {
  return kinks_text(compile(lower(loss)));
}

const std::string none = "  none: the value has a derivative everywhere\n";
const std::string smooth = ": none, the slopes on both sides are equal\n";

}  // namespace

TEST_CASE("a kink has a place and the slope of least magnitude") {
  CHECK(kinks_of(losses::mae) == "  abs(error) at error = 0: 0, between the slopes -1 and 1\n");
  CHECK(kinks_of(hinge) ==
        "  maximum(1 - y * x, 0) at 1 - y * x = 0: 0, between the slopes 0 and 1\n");
}

TEST_CASE("a norm, a choice and a tie have theirs in words") {
  CHECK(kinks_of(length) == "  norm(x, feature): 0 at the zero vector\n");
  CHECK(kinks_of(step) ==
        "  (x < y ? x : 3 * x) at x = y: the derivative of the branch that was taken\n");
  CHECK(kinks_of(tie).find("  maximum(x, z) at x = z: half to each\n") == 0);
}

TEST_CASE("kinks that cancel, and choices that meet smoothly, are none") {
  CHECK(kinks_of(bce) == "  maximum(x, 0) at x = 0" + smooth + "  abs(x) at x = 0" + smooth);
  const std::string huber = kinks_of(losses::huber);
  CHECK(huber.find("at abs(error) = delta" + smooth) != huber.npos);
  CHECK(huber.find("  abs(error) at error = 0" + smooth) == 0);
}

TEST_CASE("a root that never reaches 0 and a power of 1 or more have no kink") {
  const auto of = [](auto body) { return kinks_of(loss<"of">(x_and_y, body)); };
  CHECK(of([](auto x, auto y) { return mean(sqrt(1_c + square(x - y))); }) == none);
  CHECK(of([](auto x, auto y) { return mean(pow(x, 3_c) + y); }) == none);
  CHECK(of([](auto x, auto y) { return mean(sqrt(square(x) - 1_c) + y); }) ==
        "  sqrt(x * x - 1): +inf at 0, by the limit\n");
}

TEST_CASE("a choice that a rule made between forms of one function is no kink") {
  constexpr auto pseudo_huber = loss<"pseudo_huber">(
      x_and_y, [](auto x, auto y) { return mean(sqrt(1_c + square(x - y)) - 1_c); });
  const compiled c = compile(lower(pseudo_huber));
  bool has_choice = false;
  for (const node& n : c.stable.nodes()) has_choice = has_choice || is<op::Where>(n);
  CHECK(has_choice);
  CHECK(kinks_text(c) == none);
}

TEST_CASE("where no gradient passes there is no kink") {
  CHECK(kinks_of(detached) == none);
  CHECK(kinks_of(losses::cross_entropy) == none);
}

TEST_CASE("arguments on a breakpoint lie on it in one entry, and smoothness is tried there") {
  const compiled mae = compile(lower(losses::mae));
  graph g = mae.stable;
  const auto kinks = find_kinks(g);
  REQUIRE(kinks.size() == 1);
  const auto hit = arguments_at(g, kinks, 0, random_arguments(mae.written, {2, 3}, {}, 1));
  REQUIRE(hit);
  const auto x = hit->arrays[0].as_f64(), y = hit->arrays[1].as_f64();
  int equal = 0;
  for (std::size_t i = 0; i < x.size(); ++i) equal += x[i] == y[i];
  CHECK(equal == 1);
  CHECK_FALSE(is_smooth_at(mae, *hit));
  CHECK(is_smooth_at(compile(lower(losses::mse)), *hit));
}
