// Traps of angles, hyperbolic functions and special functions.
#include <catch2/catch.hpp>
#include <cmath>

#include "expect.hpp"

using namespace lossc::traps;

TEST_CASE("trap_T18: a hypotenuse and a direction at 0") {
  for (const char* loss : {"polar_angle", "hypotenuse"})
    expect(loss, {{"x", {0}}, {"y", {0}}}, 0, {{"x", {0}}, {"y", {0}}});
}

TEST_CASE("trap_T46: log cosh of large x") {
  expect("logarithm_of_cosh", {{"x", {100}}}, 99.306852819440054691, {{"x", {1}}});
}

TEST_CASE("trap_T47: log cosh of small x") {
  expect("logarithm_of_cosh", {{"x", {1e-4}}}, 4.9999997390454223574e-9,
         {{"x", {0.000099999997140454209618}}});
  expect("logarithm_of_cosh", {{"x", {1e-3}}}, 4.999999641641254898e-7,
         {{"x", {0.00099999971416420380791}}});
}

TEST_CASE("trap_T59: the inverse of a saturated tanh") {
  expect("there_and_back", {{"x", {10}}}, 10, {{"x", {1}}});
}

TEST_CASE("trap_T61: the logarithm of a normal tail") {
  expect("log_of_half_erfc", {{"x", {-15}}}, -116.13138484571169524, {{"x", {15.066086827167822035}}});
}

TEST_CASE("trap_T62: the gradient of the logarithm of a far normal tail") {
  for (const char* loss : {"log_of_ndtr", "log_of_half_erfc"}) {
    expect(loss, {{"x", {-40}}}, -804.60844201375378817, {{"x", {40.024968847207263723}}});
    expect(loss, {{"x", {-1000}}}, -500007.82669481218431, {{"x", {1000.00099999800001}}});
  }
}

TEST_CASE("trap_T68: the robust loss where its formula is 0 by 0") {
  expect("robust", {{"x", {1.5}}, {"alpha", {1}}}, 0.80277563773199464656,
         {{"x", {0.83205029433784368303}}});
  expect("robust", {{"x", {1}}, {"alpha", {1e-8}}}, 0.40546510815851039274,
         {{"x", {0.66666666690710591542}}});
}

TEST_CASE("trap_T121: a Poisson loss with its constant") {
  expect("poisson_with_constant", {{"rate", {1}}, {"count", {2}}}, 1.6931471805599453094,
         {{"rate", {-1}}});
}
