// Traps of norms, distances, angles and dispersion: gradient 0 at 0, and no overflow on the way.
#include <catch2/catch.hpp>

#include "expect.hpp"

using namespace lossc::traps;

namespace {
constexpr double root_half = 0.70710678118654752440;
}

TEST_CASE("trap_T12: the root of a sum of squares at 0") {
  expect("root_of_squares", {{"x", {0, 0}}}, 0, {{"x", {0, 0}}});
}

TEST_CASE("trap_T13: three norms at 0") {
  expect("three_norms", {{"euclidean", {0, 0}}, {"first", {0, 0}}, {"largest", {0, 0}}}, 0,
         {{"euclidean", {0, 0}}, {"first", {0, 0}}, {"largest", {0, 0}}});
}

TEST_CASE("trap_T20: an absolute error at a perfect fit") {
  expect("mae", {{"prediction", {1, 2, -0.0}}, {"target", {1, 2, 0}}}, 0,
         {{"prediction", {0, 0, 0}}, {"target", {0, 0, 0}}});
}

TEST_CASE("trap_T26: the distance of a point from itself") {
  const std::vector<double> x{1, 2, 3, 4};
  expect("distance", {{"x", x}, {"y", x}}, 0, {{"x", {0, 0, 0, 0}}, {"y", {0, 0, 0, 0}}});
  expect("distance", {{"x", x}, {"y", x}, {"eps", {1e-6}}}, 1.9999999949504854158e-6,
         {{"x", {0.5, 0.5, 0.5, 0.5}}, {"y", {-0.5, -0.5, -0.5, -0.5}}});
}

TEST_CASE("trap_T27: a triplet of one point") {
  const std::vector<double> x{1, 2};
  expect("triplet", {{"anchor", x}, {"positive", x}, {"negative", x}}, 1,
         {{"anchor", {0, 0}}, {"positive", {0, 0}}, {"negative", {0, 0}}});
}

TEST_CASE("trap_T37: a root at 0, under a weight of 0 and in a divisor") {
  expect("weighted_root", {{"x", {0, 4}}, {"weight", {0, 1}}}, 2, {{"x", {0, 0.25}}});
  expect("inverse_root", {{"x", {0}}}, inf, {{"x", {-inf}}});
}
