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


axis_mask axes_of_labels(const graph& g) {
  axis_mask axes = 0;
  for (const auto& input : g.inputs)
    if (input.kind == input_kind::label) axes |= axes_of(input);
  return axes;
}

/// The same with a row before and one after along batch, labelled `label`: of `filling`, where an input has the label's axes.
arguments<double> with_rows_around(const graph& g, const arguments<double>& a, double filling,
                                   std::int64_t label) {
  auto wider = a;
  for (std::size_t axis = 0; axis < g.axes.size(); ++axis)
    if (g.axes[axis].name == "batch") wider.sizes[axis] += 2;
  complete_twins(g.axes, wider.sizes);
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    const auto& input = g.inputs[i];
    if (rank(input) == 0) continue;
    const auto outermost = static_cast<std::size_t>(input.axes[0]);
    if (g.axes[outermost].name != "batch") continue;
    if (input.kind == input_kind::label) {
      auto& labels = wider.labels[i];
      const auto row = a.labels[i].size() / static_cast<std::size_t>(a.sizes[outermost]);
      labels.insert(labels.begin(), row, label);
      labels.insert(labels.end(), row, label);
    } else {
      const auto row = a.numbers[i].size() / a.sizes[outermost];
      const bool has_label = (axes_of_labels(g) & ~axes_of(input)) == 0;
      const Eigen::ArrayXd around =
          Eigen::ArrayXd::Constant(row, input.kind == input_kind::mask ? 1 : has_label ? filling : 0.5);
      wider.numbers[i].resize(a.numbers[i].size() + 2 * row);
      wider.numbers[i] << around, a.numbers[i], around;
    }
  }
  return wider;
}

bool has_axis(const graph& g, std::string_view name) {
  return std::any_of(g.axes.begin(), g.axes.end(),
                     [&](const axis_info& axis) { return axis.name == name; });
}

bool has_labels(const graph& g) {
  return std::any_of(g.inputs.begin(), g.inputs.end(),
                     [](const input_info& input) { return input.kind == input_kind::label; });
}

/// The losses in which an item is ignored like none at all, or weighs infinitely.
bool is_sum_over_items(const graph& g) {
  return g.name != "dice_coefficient" && g.name != "inverse_class_frequency" &&
         g.name != "self_normalised_importance" && !has_axis(g, "pair");
}

}  // namespace

TEST_CASE("ignored rows are inert in every loss with labels, whatever their numbers") {
  int checked = 0;
  for (const graph& g : predefined()) {
    if (!has_labels(g)) continue;
    ++checked;
    const auto kept = random_arguments(g, sizes_of(g, 4, 3, 2), 3);
    for (double filling : {not_a_number, -infinity})
      for (auto mode : modes) {
        // Its formula for the gradient multiplies a difference of guards by the row, 0 · NaN. Its kernel does not: kernel/renamed.cpp.
        if (g.name == "supervised_contrastive" && mode == evaluation_mode::stable) continue;
        const auto wider = with_rows_around(g, kept, filling, -100);
        INFO(g.name << (mode == evaluation_mode::stable ? ", stable" : ", as written") << ", beside "
                    << filling);
        const auto alone = evaluate_graph(g, kept, mode), beside = evaluate_graph(g, wider, mode);
        const bool per_item = beside.value.size() != alone.value.size();
        const Eigen::ArrayXd value = per_item ? Eigen::ArrayXd(beside.value.segment(1, 4)) : beside.value;
        CHECK((value - alone.value).abs().maxCoeff() <= 1e-13 * alone.value.abs().maxCoeff());
        for (std::size_t i = 0; i < g.inputs.size(); ++i) {
          if (!g.inputs[i].differentiable) continue;
          const auto &of_all = beside.gradients[i], &of_kept = alone.gradients[i];
          const auto row = (of_all.size() - of_kept.size()) / 2;
          CHECK((of_all.head(row) == 0).all());
          CHECK((of_all.tail(row) == 0).all());
          CHECK((of_all.segment(row, of_kept.size()) - of_kept).abs().maxCoeff() <=
                1e-14 * of_kept.abs().maxCoeff());
        }
        if (!is_sum_over_items(g)) continue;
        auto nothing = wider;
        for (auto& labels : nothing.labels) std::fill(labels.begin(), labels.end(), -100);
        const auto all_ignored = evaluate_graph(g, nothing, mode);
        CHECK((all_ignored.value == 0).all());
        CHECK((all_ignored.gradients[0] == 0).all());
      }
  }
  CHECK(checked == 26);
}

TEST_CASE("an empty batch has value 0 and empty gradients") {
  for (const graph& g : predefined()) {
    if (!has_axis(g, "batch") || !is_sum_over_items(g)) continue;
    for (auto mode : modes) {
      INFO(g.name << (mode == evaluation_mode::stable ? ", stable" : ", as written"));
      const auto found =
          evaluate_graph(g, random_arguments(g, sizes_of(g, 0, 3, 2), 3), mode);
      CHECK((found.value == 0).all());
      for (std::size_t i = 0; i < g.inputs.size(); ++i)
        if (g.inputs[i].differentiable) CHECK((found.gradients[i] == 0).all());
    }
  }
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
