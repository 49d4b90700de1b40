// What an evaluation has beside its value: outputs by name, sizes that no array has, ranges of parameters.
#include <catch2/catch.hpp>
#include <lossc/evaluate.hpp>
#include <lossc/loss/classification.hpp>
#include <lossc/loss/metric_learning.hpp>
#include <lossc/loss/weight_functions.hpp>

using namespace lossc;
using losses::batch, losses::classes;

namespace {

// Several losses of one pass, as a tree of losses has them, and a by-product of each.
constexpr auto with_accuracy = loss<"with_accuracy">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)), [](auto logits, auto target) {
      auto per_item = losses::cross_entropy_per_item(logits, target);
      return with_outputs(mean(per_item), output<"per_item">(per_item), output<"accuracy">(losses::accuracy(logits, target)),
                          output<"not_finite">(count_non_finite(logits)));
    });

const Eigen::ArrayXXd logits{{2, 0, 1}, {0, 3, 1}, {1, 0, 2}};
const Eigen::ArrayXi target{{0, 2, 2}};

template <class Body> std::string refusal(Body&& body) {
  try {
    body();
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "no refusal";
}

}  // namespace

TEST_CASE("outputs beside the value are numbers and arrays by name") {
  for (auto mode : {evaluation_mode::stable, evaluation_mode::as_written}) {
    const auto all = evaluate(with_accuracy, bind("logits"_s = logits, "target"_s = target), mode);
    const Eigen::ArrayXd per_item = all.output("per_item"_s);
    REQUIRE(per_item.size() == 3);
    for (int row = 0; row < 3; ++row)
      CHECK(per_item(row) == Approx(std::log(logits.row(row).exp().sum()) - logits(row, target(row))).epsilon(1e-14));
    CHECK(all.value() == Approx(per_item.mean()).epsilon(1e-14));
    CHECK(all.output("accuracy"_s) == Approx(2.0 / 3).epsilon(1e-14));
    CHECK(all.output("not_finite"_s) == 0);
  }
}

TEST_CASE("an ignored row counts in no output") {
  const Eigen::ArrayXi ignoring{{0, -100, 2}};
  const auto all = evaluate(with_accuracy, bind("logits"_s = logits, "target"_s = ignoring));
  CHECK(all.output("accuracy"_s) == 1);
  CHECK(all.output("per_item"_s)(1) == 0);
}

TEST_CASE("entries that are not finite are counted") {
  Eigen::ArrayXXd wrong = logits;
  wrong(0, 1) = std::numeric_limits<double>::quiet_NaN();
  wrong(2, 0) = -std::numeric_limits<double>::infinity();
  CHECK(evaluate(with_accuracy, bind("logits"_s = wrong, "target"_s = target)).output("not_finite"_s) == 2);
}

TEST_CASE("outputs do not change gradients") {
  const auto [value, d_logits] = evaluate(with_accuracy, bind("logits"_s = logits, "target"_s = target)).wrt("logits"_s);
  const auto [alone, d_alone] = evaluate(losses::cross_entropy, bind("logits"_s = logits, "target"_s = target)).wrt("logits"_s);
  CHECK(value == alone);
  CHECK((d_logits == d_alone).all());
}

TEST_CASE("the size of an axis that no array has is given by name") {
  const auto weights = evaluate(losses::inverse_class_frequency, bind("target"_s = target, "n_classes"_s = 4)).value();
  REQUIRE(weights.size() == 4);
  CHECK(weights(0) == Approx(3.0 / 4).epsilon(1e-15));
  CHECK(weights(1) == infinity);
  CHECK(weights(2) == Approx(3.0 / 8).epsilon(1e-15));
  CHECK(refusal([] { evaluate(losses::inverse_class_frequency, bind("target"_s = target)); }) == "the size of axis classes is not known");
  CHECK(refusal([] { evaluate(losses::inverse_class_frequency, bind("target"_s = target, "n_rows"_s = 4)); }) ==
        "n_rows: this loss has no axis rows");
}

TEST_CASE("a parameter outside its range is refused") {
  const auto with_margin = [](double margin) {
    return refusal([&] {
      const Eigen::ArrayXXd x{{1, 2}};
      evaluate(losses::triplet, bind("anchor"_s = x, "positive"_s = x, "negative"_s = x, "margin"_s = margin));
    });
  };
  CHECK(with_margin(-0.5) == "margin: -0.5 is outside [0, inf)");
  CHECK(with_margin(std::numeric_limits<double>::quiet_NaN()).find("margin: ") == 0);
  CHECK(with_margin(0) == "no refusal");
}
