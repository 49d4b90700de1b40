// Traps of exp and log: no overflow, and no digit lost to a one.
#include <catch2/catch.hpp>

#include "expect.hpp"

using namespace lossc::traps;

namespace {
constexpr double e_minus_20 = 2.0611536181902035814e-9;  // sigmoid(-20)
constexpr double softplus_minus_20 = 2.0611536203143807032e-9;
}  // namespace

TEST_CASE("trap_T40: log(1 + exp x) of large and small x") {
  expect("log_one_plus_exp", {{"x", {100}}}, 100, {{"x", {1}}});
  expect("log_one_plus_exp", {{"x", {-20}}}, softplus_minus_20, {{"x", {e_minus_20}}});
  expect("log_one_plus_exp", {{"x", {-inf}}}, 0, {{"x", {0}}});
  expect("log_one_plus_exp", {{"x", {inf}}}, inf, {{"x", {1}}});
}

TEST_CASE("trap_T41: the soft margin of a row on the wrong side") {
  expect("soft_margin", {{"x", {-100}}, {"y", {1}}}, 100, {{"x", {-1}}});
  expect("soft_margin", {{"x", {20}}, {"y", {1}}}, softplus_minus_20, {{"x", {-e_minus_20}}});
}

TEST_CASE("trap_T42: softplus of 25 is not 25") {
  expect("log_one_plus_exp", {{"x", {25}}}, 25.000000000013887944, {{"x", {0.99999999998611205614}}});
  expect("slope_of_softplus", {{"x", {25}}}, 0.99999999998611205614, {{"x", {1.3887943864578270625e-11}}});
}

TEST_CASE("trap_T43: the logarithm of a sigmoid") {
  expect("log_of_sigmoid", {{"x", {-110}}}, -110, {{"x", {1}}});
  expect("log_of_sigmoid", {{"x", {20}}}, -softplus_minus_20, {{"x", {e_minus_20}}});
}

TEST_CASE("trap_T44: the complement of a sigmoid") {
  expect("one_minus_sigmoid", {{"x", {20}}}, e_minus_20, {{"x", {-2.0611536139418493437e-9}}});
}

TEST_CASE("trap_T48: log of a sum of exp that overflows") {
  expect("log_sum_exp", {{"x", {1000, 0}}}, 1000, {{"x", {1, 0}}});
  expect("log_sum_exp", {{"x", {-1000, -1000}}}, -999.30685281944005469, {{"x", {0.5, 0.5}}});
}

TEST_CASE("trap_T51: softmax at infinity, and of a row without support") {
  expect("softmax_of_row", {{"x", {inf, 0}}, {"factor", {3, 5}}}, 3, {{"x", {0, 0}}});
  expect("softmax_of_row", {{"x", {-inf, -inf}}, {"factor", {3, 5}}}, 0, {{"x", {0, 0}}});
  expect("cross_entropy", {{"logits", {inf, 0}}, {"target", {0}}}, 0, {{"logits", {0, 0}}});
  // A row without support is inert, and counts in the mean.
  expect("cross_entropy", {{"logits", {-inf, -inf, 0, 0}}, {"target", {0, 0}}},
         0.34657359027997265471, {{"logits", {0, 0, -0.25, 0.25}}});
}

TEST_CASE("trap_T52: the first part of a row is -inf") {
  for (std::size_t before : {1, 63, 64, 1024, 70000}) {
    std::vector<double> x(before, -inf), gradient(before, 0);
    for (double e : {0, 1, 2, 3}) x.push_back(e);
    for (double p : {0.032058603280084988451, 0.087144318742032567489, 0.2368828180899101323,
                     0.64391425988797231176})
      gradient.push_back(p);
    expect("log_sum_exp", {{"x", x}}, 3.4401896985611953305, {{"x", gradient}});
  }
}

TEST_CASE("trap_T53: the first part of a row is -inf and the rest below 0") {
  std::vector<double> x(5000, -inf), gradient(5000, 0);
  for (double e : {-5, -4, -3, -2}) x.push_back(e);
  for (double p : {0.032058603280084988451, 0.087144318742032567489, 0.2368828180899101323,
                   0.64391425988797231176})
    gradient.push_back(p);
  expect("log_sum_exp", {{"x", x}}, -1.5598103014388046695, {{"x", gradient}});
  for (double& e : x) e = e - 200;
  expect("log_sum_exp", {{"x", x}}, -201.55981030143880467, {{"x", gradient}});
}

TEST_CASE("trap_T54: a masked entry is below every other") {
  expect("masked_log_sum_exp", {{"x", {-60000, 5, -60000}}, {"mask", {1, 0, 1}}},
         -59999.306852819440055, {{"x", {0.5, 0, 0.5}}});
  expect("masked_log_sum_exp", {{"x", {-60000, not_a_number, -60000}}, {"mask", {1, 0, 1}}},
         -59999.306852819440055, {{"x", {0.5, 0, 0.5}}});
}

TEST_CASE("trap_T60: a bin of a discretised logistic far out") {
  expect("discretised_logistic",
         {{"centre", {1}}, {"upper", {0.125}}, {"lower", {0.109375}}, {"scale", {0.015625}}},
         -56.458675145387081891, {{"centre", {-64}}});
  expect("discretised_logistic",
         {{"centre", {1}}, {"upper", {0.1}}, {"lower", {0.09}}, {"scale", {0.01}}},
         -90.458677116433900151, {{"centre", {-100.00000223517422904}}}, {}, precision::f32);
}

TEST_CASE("trap_T65: the excess of a ratio near 1") {
  expect("excess_of_ratio", {{"x", {1e-4}}}, 5.0001664181995400113e-9,
         {{"x", {0.0001000049976402057159}}});
  expect("excess_of_ratio", {{"x", {-1e-4}}}, 4.9998330848913021356e-9,
         {{"x", {-0.000099994997640702625053}}});
}

TEST_CASE("trap_T67: a ratio of policies that overflows") {
  expect("policy_ratio", {{"log_ratio", {100}}, {"advantage", {-1}}}, inf, {{"log_ratio", {inf}}},
         {}, precision::f32);
  expect("policy_ratio", {{"log_ratio", {100}}, {"advantage", {0}}}, 0, {{"log_ratio", {0}}});
  expect("policy_ratio", {{"log_ratio", {100}}, {"advantage", {1}}, {"eps", {0.25}}}, -1.25,
         {{"log_ratio", {0}}});
}

TEST_CASE("trap_T70: InfoNCE with a small temperature") {
  expect("info_nce",
         {{"similarity", {1, 1 - 0x1p-6}}, {"positive", {0}}, {"temperature", {0x1p-6}}},
         0.31326168751822283405,
         {{"similarity", {-17.212250967679687728, 17.212250967679687728}}});
}
