// Traps of entropies and divergences: 0 log 0 is 0, and its gradient is the limit.
#include <catch2/catch.hpp>

#include "expect.hpp"

using namespace lossc::traps;

namespace {
constexpr double log_2 = 0.69314718055994530942;
}

TEST_CASE("trap_T73: a divergence with a probability of 0") {
  expect("kl_divergence", {{"p", {0, 1}}, {"q", {0.5, 0.5}}}, log_2,
         {{"p", {-inf, 1 + log_2}}, {"q", {0, -2}}});
}

TEST_CASE("trap_T76: a soft target of 0 on a logit of -inf") {
  expect("soft_cross_entropy", {{"logits", {-inf, 0, 0}}, {"target", {0, 1, 0}}}, log_2,
         {{"logits", {0, -0.5, 0.5}}});
}

TEST_CASE("trap_T82: a divergence from a certain target, without a clip") {
  expect("divergence_of_target", {{"q", {0.5, 0.5}}, {"target", {0, 1}}}, log_2,
         {{"q", {0, -2}}});
}
