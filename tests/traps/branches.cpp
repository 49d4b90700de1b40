// Traps of branches, masks and clamps: what is not chosen does not count, and no NaN is swallowed.
#include <catch2/catch.hpp>

#include "expect.hpp"

using namespace lossc::traps;

TEST_CASE("trap_T1: the square root of the branch not taken") {
  expect("square_root_where", {{"x", {0, 4}}}, 2, {{"x", {0, 0.25}}});
}

TEST_CASE("trap_T2: the logarithm of the branch not taken") {
  expect("logarithm_where", {{"x", {0, -1, 2}}}, 0.69314718055994530942, {{"x", {0, 0, 0.5}}});
}

TEST_CASE("trap_T4: a mask as a factor") {
  expect("masked_product", {{"x", {0, 0.5}}, {"mask", {0, 1}}}, 0.69314718055994530942,
         {{"x", {0, -2}}});
  expect("masked_product", {{"x", {not_a_number, -inf}}, {"mask", {0, 0}}}, 0, {{"x", {0, 0}}});
}

TEST_CASE("trap_T5: a clamped logarithm at 0") {
  expect("clamped_logarithm", {{"x", {0}}, {"y", {1}}}, -100, {{"x", {0}}, {"y", {1}}});
  expect("clamped_logarithm", {{"x", {0.5}}, {"y", {0}}}, -100.69314718055994531,
         {{"x", {2}}, {"y", {0}}});
}

TEST_CASE("trap_T7: a quotient that is not a number, and the branch in its place") {
  expect("finite_quotient", {{"x", {0, 3}}, {"y", {0, 2}}}, 2.5,
         {{"x", {0, 0.5}}, {"y", {0, -0.75}}});
}

TEST_CASE("trap_T8: a comparison swallows no NaN") {
  const std::vector<double> x{not_a_number, -1, 0, 3}, zero{0, 0, 0, 0};
  // Beside the NaN, 0 at the kink.
  expect("rectifiers", {{"above", x}, {"from", zero}, {"below", zero}, {"least", zero}},
         not_a_number, {{"above", {not_a_number, 0, 0, 6}}, {"from", zero}});
  expect("rectifiers", {{"above", zero}, {"from", x}, {"below", zero}, {"least", zero}},
         not_a_number, {{"from", {not_a_number, 0, 0, 6}}});
  expect("rectifiers", {{"above", zero}, {"from", zero}, {"below", x}, {"least", zero}},
         not_a_number, {{"below", {not_a_number, 0, 0, 6}}});
  expect("rectifiers", {{"above", zero}, {"from", zero}, {"below", zero}, {"least", x}},
         not_a_number, {{"least", {not_a_number, -2, 0, 0}}});
}

TEST_CASE("trap_T9: the larger and the smaller of a number and NaN") {
  expect("larger_and_smaller", {{"x", {not_a_number}}, {"y", {0}}}, not_a_number,
         {{"x", {not_a_number}}, {"y", {0}}});
  expect("larger_and_smaller", {{"x", {0}}, {"y", {not_a_number}}}, not_a_number,
         {{"x", {0}}, {"y", {not_a_number}}});
}

TEST_CASE("trap_T10: an ignored row is inert whatever it holds") {
  expect("cross_entropy", {{"logits", {0, 0, not_a_number, inf}}, {"target", {0, -100}}},
         0.69314718055994530942, {{"logits", {-0.5, 0.5, 0, 0}}});
}
