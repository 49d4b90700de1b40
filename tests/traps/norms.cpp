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

TEST_CASE("trap_T14: the second derivative of a norm at 0") {
  expect("slope_of_norm", {{"x", {0, 0}}, {"direction", {1, 2}}}, 0, {{"x", {0, 0}}});
  expect("slope_of_norm", {{"x", {3, 4}}, {"direction", {1, 0}}}, 0.6, {{"x", {0.128, -0.096}}});
}

TEST_CASE("trap_T15: a norm whose squares overflow") {
  expect("root_of_squares", {{"x", {3e20, 4e20}}}, 5.0000001002043867136e20,
         {{"x", {0.6, 0.8}}}, {}, precision::f32);
  expect("root_of_squares", {{"x", {3e-30, 4e-30}}}, 5.0000000158553842549e-30,
         {{"x", {0.6, 0.8}}});
}

TEST_CASE("trap_T17: a hypotenuse whose squares overflow or vanish") {
  expect("hypotenuse", {{"x", {3e19}}, {"y", {4e19}}}, 5.0000000562239223763e19,
         {{"x", {0.60000001407374858443}}, {"y", {0.79999998944468836825}}});
  expect("hypotenuse", {{"x", {3e-20}}, {"y", {4e-20}}}, 4.9999998413276126945e-20,
         {{"x", {0.60000000000000000000}}, {"y", {0.80000000000000000000}}});
}

TEST_CASE("trap_T20: an absolute error at a perfect fit") {
  expect("mae", {{"prediction", {1, 2, -0.0}}, {"target", {1, 2, 0}}}, 0,
         {{"prediction", {0, 0, 0}}, {"target", {0, 0, 0}}});
}

TEST_CASE("trap_T21: the direction of a zero vector") {
  expect("normalised", {{"x", {0, 0}}, {"direction", {1, 2}}}, 0, {{"x", {0, 0}}});
}

TEST_CASE("trap_T22: the cosine of a zero vector with another") {
  expect("cosine", {{"x", {0, 0}}, {"y", {1, 0}}}, 0, {{"x", {0, 0}}, {"y", {0, 0}}});
}

TEST_CASE("trap_T23: a cosine does not depend on the scale") {
  // In double the part of d_x along x is not exactly 0: 1e-16 of the other.
  for (float scale : {1e-38f, 1e-30f, 1e-10f, 1.0f, 1e10f, 1e30f, 1e38f}) {
    INFO("scale " << scale);
    const double s = scale, slope = root_half / s;
    expect("cosine", {{"x", {s, 0}}, {"y", {s, s}}}, root_half,
           {{"x", {0, slope}}, {"y", {slope / 2, -slope / 2}}}, {}, precision::f32);
  }
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

TEST_CASE("trap_T29: a distance by products of near points") {
  const std::vector<double> x{1000.5, 999.25, 1001.125},
      y{1000.5 + 0x1p-10, 999.25 - 0x1p-11, 1001.125 + 0x1p-10};
  const double third = 1.0 / 3;
  expect("distance_by_products", {{"x", x}, {"y", y}}, 3 * 0x1p-11,
         {{"x", {-2 * third, third, -2 * third}}, {"y", {2 * third, -third, 2 * third}}});
}

TEST_CASE("trap_T30: the deviation of equal numbers") {
  expect("deviation", {{"x", {2, 2, 2}}}, 0, {{"x", {0, 0, 0}}});
}

TEST_CASE("trap_T37: a root at 0, under a weight of 0 and in a divisor") {
  expect("weighted_root", {{"x", {0, 4}}, {"weight", {0, 1}}}, 2, {{"x", {0, 0.25}}});
  expect("inverse_root", {{"x", {0}}}, inf, {{"x", {-inf}}});
}
