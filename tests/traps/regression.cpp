// Traps of regression: kinks and ties, infinite errors, variances and counts of 0.
#include <catch2/catch.hpp>

#include "expect.hpp"

using namespace lossc;
using namespace lossc::traps;

TEST_CASE("trap_T108: a rectifier at its kink, however it is spelled") {
  const std::vector<double> x{-1, 0, 3}, slope{0, 0, 1};
  expect("rectifier_spellings",
         {{"larger", x}, {"above", x}, {"from", x}, {"product", x}, {"half", x}}, 15,
         {{"larger", slope}, {"above", slope}, {"from", slope}, {"product", slope},
          {"half", slope}});
}

TEST_CASE("trap_T110: ties share the gradient of the largest") {
  expect("largest", {{"x", {1, 1, 0}}}, 1, {{"x", {0.5, 0.5, 0}}});
}

TEST_CASE("trap_T114: Huber at infinity") {
  expect("huber", {{"prediction", {inf}}, {"target", {0}}}, inf, {{"prediction", {1}}});
  expect("huber", {{"prediction", {-inf}}, {"target", {0}}}, inf, {{"prediction", {-1}}});
}

TEST_CASE("trap_T115: the gradient of Huber is the error") {
  const double x = 1.5e-4f;
  expect("huber", {{"prediction", {x}}, {"target", {0}}}, 0.5 * x * x, {{"prediction", {x}}},
         {4, 0});
}

TEST_CASE("trap_T117: the difference of infinities is not a number, nor is its gradient") {
  for (const char* loss : {"mae", "mse"})
    expect(loss, {{"prediction", {inf, 3}}, {"target", {inf, 3}}}, not_a_number,
           {{"prediction", {not_a_number, 0}}});
}

TEST_CASE("trap_T118: a Gaussian with a small variance") {
  expect("gaussian_with_variance", {{"error", {1}}, {"variance", {1e-12}}}, 500000001984.0858973,
         {{"error", {1000000003995.8028157}}, {"variance", {-5.000000039953028237e23}}});
}

TEST_CASE("trap_T119: a Gaussian without variance is reported") {
  auto c = call_of("gaussian_with_variance", {{"error", {0, 2}}, {"variance", {0, 1}}});
  c.run_ok();
  CHECK(c.report.bits == LOSSC_REPORT_NON_FINITE);
  CHECK(c.read(c.slot_named("d_error"))[1] == 2);
  CHECK(c.read(c.slot_named("d_variance"))[1] == -1.5);
  expect("gaussian_nll", {{"mean", {0}}, {"logvar", {-50}}, {"target", {0}}}, -25,
         {{"mean", {0}}, {"logvar", {0.5}}});
}

TEST_CASE("trap_T120: a Poisson rate of 0") {
  expect("poisson", {{"rate", {0}}, {"count", {0}}}, 0, {{"rate", {1}}});
  expect("poisson", {{"rate", {0}}, {"count", {1}}}, inf, {{"rate", {-inf}}});
}

TEST_CASE("trap_T122: a logarithmic error below -1 is not a number, and reported") {
  expect("logarithmic", {{"prediction", {-2, 0}}, {"target", {1, 0}}}, not_a_number,
         {{"prediction", {not_a_number, 0}}});
  auto c = call_of("logarithmic", {{"prediction", {-2, 0}}, {"target", {1, 0}}});
  c.run_ok();
  CHECK(c.report.bits == LOSSC_REPORT_NON_FINITE);
}

TEST_CASE("trap_T123: percentages of 0") {
  auto c = call_of("percentage", {{"prediction", {1, 3}}, {"target", {0, 2}}});
  c.run_ok();
  CHECK(c.read(c.result())[0] == inf);
  CHECK(c.report.bits == LOSSC_REPORT_NON_FINITE);
  expect("symmetric_percentage", {{"prediction", {0, 3}}, {"target", {0, 1}}}, 0.25,
         {{"prediction", {0, 0.0625}}});
}

TEST_CASE("trap_T126: the slope of a root at a subnormal number") {
  expect("root", {{"x", {1e-45}}}, 3.7433921305746437535e-23, {{"x", {1.3356869453140768985e22}}});
}
