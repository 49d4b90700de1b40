// Traps of entropies and divergences: 0 log 0 is 0, and its gradient is the limit.
#include <catch2/catch.hpp>

#include "expect.hpp"

using namespace lossc::traps;

namespace {
constexpr double log_2 = 0.69314718055994530942;
}

TEST_CASE("trap_T72: x log x at 0") {
  expect("entropy_terms", {{"p", {0, 1}}}, 0, {{"p", {-inf, 1}}});
}

TEST_CASE("trap_T73: a divergence with a probability of 0") {
  expect("kl_divergence", {{"p", {0, 1}}, {"q", {0.5, 0.5}}}, log_2,
         {{"p", {-inf, 1 + log_2}}, {"q", {0, -2}}});
}

TEST_CASE("trap_T75: a divergence of logarithms, one of them -inf") {
  expect("divergence_of_logarithms", {{"log_p", {-inf, 0}}, {"log_q", {-1, -1}}}, 1,
         {{"log_p", {0, 2}}, {"log_q", {0, -1}}});
}

TEST_CASE("trap_T76: a soft target of 0 on a logit of -inf") {
  expect("soft_cross_entropy", {{"logits", {-inf, 0, 0}}, {"target", {0, 1, 0}}}, log_2,
         {{"logits", {0, -0.5, 0.5}}});
}

TEST_CASE("trap_T79: the entropy of logits, one of them -inf") {
  expect("entropy_of_logits", {{"logits", {-inf, 0, 0}}}, log_2, {{"logits", {0, 0, 0}}});
  expect("entropy_of_logits", {{"logits", {-inf, 0, 1}}}, 0.5822031088882179548,
         {{"logits", {0, 0.19661193324148185254, -0.19661193324148185254}}});
}

TEST_CASE("trap_T82: a divergence from a certain target, without a clip") {
  expect("divergence_of_target", {{"q", {0.5, 0.5}}, {"target", {0, 1}}}, log_2,
         {{"q", {0, -2}}});
}
