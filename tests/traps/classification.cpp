// Traps of classification: confident rows, infinite logits, labels, smoothing and weights.
#include <catch2/catch.hpp>

#include "expect.hpp"

using namespace lossc;
using namespace lossc::traps;

namespace {

constexpr double log_2 = 0.69314718055994530942;
constexpr double e_minus_20 = 2.0611536181902035814e-9;  // sigmoid(-20)
constexpr double softplus_minus_20 = 2.0611536203143807032e-9;

/// As rewritten, and in the spelling of textbooks.
void expect_cross_entropy(const list& inputs, double value, const list& gradients) {
  for (const char* loss : {"cross_entropy", "cross_entropy_naive"})
    expect(loss, inputs, value, gradients);
}

lossc_status status_of(const std::string& loss, const list& inputs, std::int64_t ignored) {
  auto c = call_of(loss, inputs);
  c.options.ignore_index = ignored;
  const auto status = c.run();
  for (int output : c.outputs())
    for (double x : c.read(output)) CHECK(x == test::call::sentinel);
  return status;
}

}  // namespace

TEST_CASE("trap_T78: the label is the class of -inf") {
  expect_cross_entropy({{"logits", {-inf, 0, 0}}, {"target", {0}}}, inf,
                       {{"logits", {-1, 0.5, 0.5}}});
  expect_cross_entropy({{"logits", {-inf, 0, 0}}, {"target", {1}}}, log_2,
                       {{"logits", {0, -0.5, 0.5}}});
}

TEST_CASE("trap_T83: a smooth loss of parts that have kinks") {
  expect("bce_of_parts", {{"logits", {0}}, {"target", {1}}}, log_2, {{"logits", {-0.5}}});
}

TEST_CASE("trap_T85: a confident row") {
  expect_cross_entropy({{"logits", {20, 0}}, {"target", {0}}}, softplus_minus_20,
                       {{"logits", {-e_minus_20, e_minus_20}}});
}

TEST_CASE("trap_T86: a row that is nearly confident") {
  expect_cross_entropy({{"logits", {10, 0}}, {"target", {0}}}, 4.5398899216864646769e-5,
                       {{"logits", {-4.5397868702434394505e-5, 4.5397868702434394505e-5}}});
}

TEST_CASE("trap_T87: large logits") {
  expect_cross_entropy({{"logits", {1e8, 1e8 + 8}}, {"target", {0}}}, 8.0003354063728957688,
                       {{"logits", {-0.9996646498695335219, 0.9996646498695335219}}});
}

TEST_CASE("trap_T88: a confident logit") {
  expect("bce_with_logits", {{"logits", {20}}, {"target", {1}}}, softplus_minus_20,
         {{"logits", {-e_minus_20}}});
  expect("bce_with_logits", {{"logits", {inf, -inf}}, {"target", {1, 0}}}, 0,
         {{"logits", {0, 0}}});
  expect("bce_with_logits", {{"logits", {-inf}}, {"target", {1}}}, inf, {{"logits", {-1}}});
}

TEST_CASE("trap_T90: binary cross-entropy of a sigmoid") {
  expect("bce_of_sigmoid", {{"logits", {20}}, {"target", {0}}}, 20.00000000206115362,
         {{"logits", {0.99999999793884638181}}});
}

TEST_CASE("trap_T91: a probability of 0 for what happened") {
  expect("binary_cross_entropy", {{"probability", {0}}, {"target", {1}}}, inf,
         {{"probability", {-inf}}});
}

TEST_CASE("trap_T93: focal loss without focus, and saturated") {
  expect("focal", {{"logits", {20, 0}}, {"target", {0}}, {"gamma", {0}}}, softplus_minus_20,
         {{"logits", {-e_minus_20, e_minus_20}}});
  expect("focal", {{"logits", {200, 0}}, {"target", {0}}, {"gamma", {2}}}, 0,
         {{"logits", {0, 0}}}, {}, precision::f32);
  expect("focal", {{"logits", {-200, 0}}, {"target", {0}}, {"gamma", {2}}}, 200,
         {{"logits", {-1, 1}}});
  expect("focal", {{"logits", {2, 0}}, {"target", {0}}, {"gamma", {2}}}, 0.0018035628352403753784,
         {{"logits", {-0.0048709401953927664971, 0.0048709401953927664971}}}, {8, 8});
}

TEST_CASE("trap_T97: a label that is no class") {
  for (int label : {5, 3, -1}) {
    const auto status = status_of(
        "cross_entropy", {{"logits", {1, 2, 3, 1, 2, 3}}, {"target", {0, double(label)}}}, -100);
    CHECK(status.kind == LOSSC_LABEL_OUT_OF_RANGE);
    CHECK(status.row == 1);
    CHECK(status.value == label);
  }
}

TEST_CASE("trap_T98: a negative label that is not the ignored one") {
  const list inputs{{"logits", {1, 2, 3, 1, 2, 3}}, {"target", {-1, -4}}};
  const auto status = status_of("cross_entropy", inputs, -1);
  CHECK(status.kind == LOSSC_LABEL_OUT_OF_RANGE);
  CHECK(status.row == 1);
  CHECK(status.value == -4);
}

TEST_CASE("trap_T100: smoothed labels with class weights pull towards the label") {
  expect("weighted_label_smoothing",
         {{"logits", {0, 0}}, {"target", {0}}, {"class_weight", {1, 100}}, {"smoothing", {0.1}}},
         log_2, {{"logits", {-0.44999999925494194031, 0.44999999925494194031}}});
}

TEST_CASE("trap_T101: smoothed labels as probabilities are the same loss") {
  for (const char* loss : {"weighted_label_smoothing", "weighted_soft_cross_entropy"})
    expect(loss,
           {{"logits", {1, 2, 0.5, -1}},
            {"target", {0, 1}},
            {"class_weight", {1, 10}},
            {"smoothing", {0.1}}},
           1.5933994959477107249,
           {{"logits", {-0.061914416171358801778, 0.061914416171358801778,
                        0.69779497768053236356, -0.69779497768053236356}}});
}

TEST_CASE("trap_T102: smoothing does not count ignored rows") {
  expect("label_smoothing",
         {{"logits", {0, 0, not_a_number, inf}}, {"target", {0, -100}}, {"smoothing", {0.1}}},
         log_2, {{"logits", {-0.44999999925494194031, 0.44999999925494194031, 0, 0}}});
}

TEST_CASE("trap_T103: an ignored label that is a class ignores samples, not the class") {
  expect("cross_entropy",
         {{"logits", {1, 2, 3, not_a_number, 0, 0}}, {"target", {0, 1}}, {"ignore_index", {1}}},
         2.4076059644443803045,
         {{"logits", {-0.909969426829619542, 0.24472847105479765247, 0.66524095577482188953, 0, 0,
                      0}}});
}

TEST_CASE("trap_T105: a target whose entries sum to 2") {
  expect("soft_cross_entropy", {{"logits", {1, 2}}, {"target", {1, 1}}}, 1.6265233750364456681,
         {{"logits", {-0.4621171572600097585, 0.4621171572600097585}}});
}

TEST_CASE("trap_T106: a label beyond the integers of float") {
  constexpr std::int64_t label = 16777217;  // 2^24 + 1 rounds to 2^24
  std::vector<float> row(label + 2, 1);
  row[label] = 3;
  auto c = call_of("picked", {{"x", {1, 2}}, {"target", {1}}});
  c.sizes = {1, label + 2};
  c.data[static_cast<std::size_t>(c.slot_named("x"))] = row.data();
  c.data[static_cast<std::size_t>(c.slot_named("d_x"))] = nullptr;
  *static_cast<std::int32_t*>(c.data[static_cast<std::size_t>(c.slot_named("target"))]) = label;
  c.run_ok();
  CHECK(c.read(c.result())[0] == 3);
}

TEST_CASE("trap_T107: probabilities nearer to 1 than float can be") {
  expect("bce_of_sigmoid", {{"logits", {20.723266}}, {"target", {1}}}, 9.9999923488420423992e-10,
         {{"logits", {-9.999992343842050052e-10}}});
}

TEST_CASE("trap_T155: no gradient is dropped for being small") {
  expect_cross_entropy({{"logits", {80, 0}}, {"target", {0}}}, 1.8048513878454151723e-35,
                       {{"logits", {-1.8048513878454151414e-35, 1.8048513878454151414e-35}}});
}
