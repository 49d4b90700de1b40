// A NaN is traced to the primitive that made it and to the entry of the input that it came from.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <lossc/graph/lower.hpp>
#include <lossc/pipeline.hpp>
#include <lossc/program/not_a_number.hpp>
#include <lossc/program/random_arguments.hpp>
#include <lossc/program/reference.hpp>

using namespace lossc;
using namespace lossc::program;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_number = std::numeric_limits<double>::quiet_NaN();

inline constexpr struct batch final : axis<"batch"> {
} batch;
inline constexpr struct feature final : axis<"feature"> {
} feature;

// Of two inputs x and y of shape (2, 3): ones, but for one entry of x.
template <class Loss> std::string reason(const Loss& loss, std::size_t place, double entry) {
  const compiled c = compile(lower(loss));
  call_arguments given = random_arguments(c.written, {2, 3}, {}, 1);
  std::vector<double> x(6, 1), y(6, 1);
  x[place] = entry;
  given.arrays[0] = make_array<double>({2, 3}, std::span<const double>(x));
  given.arrays[1] = make_array<double>({2, 3}, std::span<const double>(y));
  return why_not_a_number(c.rewritten, given).value_or("");
}

constexpr auto both = inputs(tensor<"x">(batch, feature), tensor<"y">(batch, feature));
constexpr auto of_log = loss<"of_log">(both, [](auto x, auto y) { return mean(log(x) + y); });
constexpr auto of_formula =
    loss<"of_formula">(both, [](auto x, auto y) { return mean(log(x * y)); });
constexpr auto difference =
    loss<"difference">(both, [](auto x, auto y) { return mean(x - 1_c / (y - y) * x); });
constexpr auto chosen =
    loss<"chosen">(both, [](auto x, auto y) { return mean(where(x > 0_c, log(x), y)); });
constexpr auto slope =
    loss<"slope">(both, [](auto x, auto y) { return mean(y * sqrt(x * x * x)); });

}  // namespace

TEST_CASE("the primitive and the entry are named") {
  CHECK(reason(of_log, 2, -1) ==
        "the value is NaN: log: its operand x[0, 2] = -1 is outside [0, inf]");
  CHECK(reason(of_log, 3, -0.5) ==
        "the value is NaN: log: its operand x[1, 0] = -0.5 is outside [0, inf]");
}

TEST_CASE("a number outside a domain is NaN in its own entry only") {
  const compiled c = compile(lower(of_log), {.reduction = compile_options::outermost::none});
  call_arguments given = random_arguments(c.written, {2, 3}, {}, 1);
  const std::vector<double> x{1, 1, -1, 1, 1, 1};
  given.arrays[0] = make_array<double>({2, 3}, std::span<const double>(x));
  const outcome made = run_reference(c, given);
  const std::vector<double> value = made.value.as_f64(), slope = made.gradients[0].values.as_f64();
  for (std::size_t i = 0; i < x.size(); ++i) {
    CHECK(std::isnan(value[i]) == (i == 2));
    if (i != 2) CHECK(slope[i] == 1);
  }
}

TEST_CASE("an operand that is a formula is traced to its inputs") {
  CHECK(
      reason(of_formula, 1, -2) ==
      "the value is NaN: log: its operand x * y = -2 at [0, 1] is outside [0, inf], from x[0, 1] = "
      "-2, y[0, 1] = 1");
}

TEST_CASE("a NaN that is given is said to be") {
  CHECK(reason(of_log, 5, not_number) == "the value is NaN: x[1, 2] = nan is given");
}

TEST_CASE("operands without a number between them are shown") {
  const std::string text = reason(difference, 0, 0);
  CHECK(text.find("the value is NaN: multiply: there is no number for ") == 0);
  CHECK(text.find("x[0, 0] = 0") != text.npos);
}

TEST_CASE("infinities that meet in a sum are named by the sum") {
  constexpr auto total =
      loss<"total">(both, [](auto x, auto y) { return sum(x, batch, feature) + mean(y); });
  const compiled c = compile(lower(total));
  call_arguments given = random_arguments(c.written, {2, 3}, {}, 1);
  const std::vector<double> x{inf, 1, 1, -inf, 1, 1};
  given.arrays[0] = make_array<double>({2, 3}, std::span<const double>(x));
  CHECK(
      why_not_a_number(c.rewritten, given) ==
      "the value is NaN: sum: sum(x, batch, feature) is no number, since infinities of both signs "
      "meet in it");
}

TEST_CASE("a branch that is not taken, and numbers, need no explanation") {
  CHECK(reason(chosen, 0, -1) == "");
  CHECK(reason(of_log, 0, 2) == "");
}

TEST_CASE("a gradient that is NaN beside a finite value is named") {
  CHECK(reason(slope, 0, 0).find("d_x is NaN: ") == 0);
}
