// What must not count does not: ignored rows, weights of 0, empty batches; labels out of range are
// refused.
#include <catch2/catch.hpp>

#include "arguments.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

using array = Eigen::ArrayXXd;
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr evaluation_mode modes[] = {evaluation_mode::as_written, evaluation_mode::stable};

std::string refusal(auto&& body) {
  try {
    body();
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "no refusal";
}

}  // namespace

TEST_CASE("ignored rows are inert in every loss with labels, whatever their logits") {
  int checked = 0;
  boost::hana::for_each(losses::all, [&](const auto& loss) {
    const graph g = meaning_of(loss);
    std::size_t label = 0;
    while (label < g.inputs.size() && g.inputs[label].kind != input_kind::label) ++label;
    if (label == g.inputs.size()) return;
    ++checked;
    constexpr std::int64_t classes = 3;
    auto kept = random_arguments(g, sizes_of(g, 4, classes, 2), 3);
    auto with_ignored = kept;
    for (auto& size : with_ignored.sizes)
      if (size == 4) size = 6;
    with_ignored.labels[label].insert(with_ignored.labels[label].begin(), -100);
    with_ignored.labels[label].push_back(-100);
    auto& logits = with_ignored.numbers[0];
    logits.resize(6 * classes);
    logits << Eigen::Array3d(not_a_number, 1, infinity), kept.numbers[0],
        Eigen::Array3d(-infinity, -infinity, -infinity);
    for (auto mode : modes) {
      INFO(g.name << (mode == evaluation_mode::stable ? ", stable" : ", as written"));
      const auto [value, gradients] = evaluation_of(loss, kept, mode).gradients();
      const auto [value_ignoring, gradients_ignoring] =
          evaluation_of(loss, with_ignored, mode).gradients();
      CHECK(value_ignoring == Approx(value).epsilon(1e-14));
      CHECK((gradients_ignoring[0].topRows(1) == 0).all());
      CHECK((gradients_ignoring[0].bottomRows(1) == 0).all());
      CHECK((gradients_ignoring[0].middleRows(1, 4) - gradients[0]).abs().maxCoeff() <= 1e-15);
      for (auto& l : with_ignored.labels[label]) l = -100;
      const auto [nothing, no_gradients] = evaluation_of(loss, with_ignored, mode).gradients();
      CHECK(nothing == 0);
      CHECK((no_gradients[0] == 0).all());
      with_ignored.labels[label] = kept.labels[label];
      with_ignored.labels[label].insert(with_ignored.labels[label].begin(), -100);
      with_ignored.labels[label].push_back(-100);
    }
  });
  CHECK(checked == 5);
}

TEST_CASE("an empty batch has value 0 and empty gradients") {
  boost::hana::for_each(losses::all, [&](const auto& loss) {
    const graph g = meaning_of(loss);
    for (auto mode : modes) {
      INFO(g.name << (mode == evaluation_mode::stable ? ", stable" : ", as written"));
      auto a = random_arguments(g, sizes_of(g, 0, 3, 2), 3);
      for (std::size_t i = 0; i < g.inputs.size(); ++i)
        if (a.numbers[i].size() == 0 && g.inputs[i].kind != input_kind::label &&
            g.inputs[i].kind != input_kind::parameter)
          a.numbers[i] = Eigen::ArrayXd(0);
      const auto [value, gradients] = evaluation_of(loss, a, mode).gradients();
      CHECK(value == 0);
      for (const auto& gradient : gradients) CHECK((gradient == 0).all());
    }
  });
}

TEST_CASE("a weight of 0 annihilates terms that are not finite") {
  for (auto mode : modes) {
    INFO((mode == evaluation_mode::stable ? "stable" : "as written"));
    {
      const array prediction{{1, 2}, {infinity, not_a_number}}, target{{0, 0}, {0, 1}};
      const Eigen::ArrayXd weight{{2, 0}};
      const auto [value, d_prediction, d_weight] =
          evaluate(losses::weighted_mse,
                   bind("prediction"_s = prediction, "target"_s = target, "weight"_s = weight),
                   mode)
              .wrt("prediction"_s, "weight"_s);
      CHECK(value == 2.5);
      CHECK((d_prediction == array{{1, 2}, {0, 0}}).all());
      CHECK((d_weight == array{{1.25}, {0}}).all());
    }
    {
      const Eigen::ArrayXd x{{1, not_a_number, 3}}, weight{{1, 0, 1}};
      const auto [value, d_value, d_weight] =
          evaluate(losses::weighted_variance, bind("value"_s = x, "weight"_s = weight), mode)
              .wrt("value"_s, "weight"_s);
      CHECK(value == 1);
      CHECK((d_value == array{{-1}, {0}, {1}}).all());
      CHECK((d_weight == array{{0}, {-0.5}, {0}})
                .all());  // of the total, which does not see the value
    }
    {
      const array logits{{0, 0}, {not_a_number, 1}};
      const Eigen::ArrayXi target{{0, 1}};
      const Eigen::ArrayXd class_weight{{3, 0}};
      const auto [value, d_logits, d_weight] =
          evaluate(losses::class_weighted_cross_entropy,
                   bind("logits"_s = logits, "target"_s = target, "class_weight"_s = class_weight),
                   mode)
              .wrt("logits"_s, "class_weight"_s);
      CHECK(value == Approx(std::log(2.0)).epsilon(1e-15));
      CHECK((d_logits - array{{-0.5, 0.5}, {0, 0}}).abs().maxCoeff() <= 1e-16);
      CHECK(std::abs(d_weight(0, 0)) <= 1e-16);
    }
    {
      const array logits{{infinity, -infinity, 3}}, target{{1, 0, 1}};
      const auto [value, d_logits] =
          evaluate(losses::bce_with_logits, bind("logits"_s = logits, "target"_s = target), mode)
              .wrt("logits"_s);
      CHECK(value == Approx(std::log1p(std::exp(-3.0)) / 3).epsilon(1e-14));
      CHECK((d_logits.leftCols(2) == 0).all());
    }
  }
}

TEST_CASE("weights that sum to 0 give 0, not 0/0") {
  for (auto mode : modes) {
    const Eigen::ArrayXd x{{1, 2}}, weight{{0, 0}};
    const auto [value, d_value] =
        evaluate(losses::weighted_variance, bind("value"_s = x, "weight"_s = weight), mode)
            .wrt("value"_s);
    CHECK(value == 0);
    CHECK((d_value == 0).all());
  }
}

TEST_CASE("a label out of range is refused with its value, its row and the range") {
  const array logits = array::Zero(4, 10);
  const auto evaluated = [&](const Eigen::ArrayXi& target) {
    return refusal([&] {
      evaluate(losses::cross_entropy, bind("logits"_s = logits, "target"_s = target)).value();
    });
  };
  CHECK(evaluated(Eigen::ArrayXi{{0, 1, 2, 17}}) == "target: 17 at row 3 is outside [0, 10)");
  CHECK(evaluated(Eigen::ArrayXi{{-1, 1, 2, 3}}) == "target: -1 at row 0 is outside [0, 10)");
  CHECK(evaluated(Eigen::ArrayXi{{10, 1, 2, 3}}) == "target: 10 at row 0 is outside [0, 10)");
  CHECK(evaluated(Eigen::ArrayXi{{9, -100, 2, 3}}) == "no refusal");
}
