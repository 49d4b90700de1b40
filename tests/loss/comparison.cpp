// The loss comparison document on its own inputs: what its code prints, in float32, section by section.
#include <catch2/catch.hpp>

#include <fstream>
#include <lossc/program/npy.hpp>
#include <nlohmann/json.hpp>

#include "predefined.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

const std::string folder = LOSSC_COMPARISON;

const nlohmann::json& expected() {
  static const nlohmann::json numbers = [] {
    std::ifstream file(folder + "/expected.json");
    return nlohmann::json::parse(file);
  }();
  return numbers;
}

/// Inputs by name: a file of the document, or numbers.
struct given {
  std::string name;
  std::string file;
  std::vector<double> numbers = {};
};

evaluated<double> run(std::string_view loss, const std::vector<given>& inputs, double factor = 1) {
  const graph& g = predefined(loss);
  arguments<double> a;
  a.sizes.assign(g.axes.size(), 1);
  a.numbers.resize(g.inputs.size());
  a.labels.resize(g.inputs.size());
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    const auto& input = g.inputs[i];
    const auto found = std::find_if(inputs.begin(), inputs.end(),
                                    [&](const given& x) { return x.name == input.name; });
    if (found == inputs.end()) {
      REQUIRE(input.kind == input_kind::parameter);
      continue;
    }
    if (found->file.empty()) {
      a.numbers[i] = Eigen::Map<const Eigen::ArrayXd>(
          found->numbers.data(), static_cast<Eigen::Index>(found->numbers.size()));
      if (rank(input) == 1)
        a.sizes[static_cast<std::size_t>(input.axes[0])] = a.numbers[i].size();
      continue;
    }
    const auto values = program::read_npy(folder + "/" + found->file + ".npy");
    std::int64_t rest = static_cast<std::int64_t>(values.as_f64().size());
    for (int r = 0; r < rank(input); ++r) {
      auto& size = a.sizes[static_cast<std::size_t>(input.axes[static_cast<std::size_t>(r)])];
      size = r + 1 == rank(input) ? rest : values.shape[static_cast<std::size_t>(r)];
      rest /= size;
    }
    if (input.kind == input_kind::label) {
      a.labels[i] = values.as_i64();
    } else {
      const auto numbers = values.as_f64();
      a.numbers[i] = factor * Eigen::Map<const Eigen::ArrayXd>(
                                  numbers.data(), static_cast<Eigen::Index>(numbers.size()));
    }
  }
  return evaluate_graph(g, a, evaluation_mode::stable, false);
}

double value_of(std::string_view loss, const std::vector<given>& inputs, double factor = 1) {
  return run(loss, inputs, factor).value(0);
}

/// The document computes in float32.
void agrees(double found, const nlohmann::json& printed, double precision = 2e-6) {
  INFO("found " << found << ", the document prints " << printed);
  CHECK(std::abs(found - printed.get<double>()) <= precision * std::abs(printed.get<double>()));
}

}  // namespace

TEST_CASE("S4 section 1: outliers") {
  const std::vector<given> both{{"prediction", "1_prediction"}, {"target", "1_target"}};
  for (const char* loss : {"mse", "mae", "huber", "log_cosh"}) agrees(value_of(loss, both), expected()[loss]);
  agrees(value_of("huber_min_form", both), expected()["huber_manual"]);
}

TEST_CASE("S4 section 2: stability") {
  const std::vector<given> both{{"logits", "2_logits"}, {"target", "2_target"}};
  agrees(value_of("cross_entropy", both), expected()["ce"]);
  agrees(value_of("cross_entropy_naive", both), expected()["ce_naive"]);
  agrees(value_of("cross_entropy", both, 100), expected()["ce_extreme"]);
  agrees(value_of("cross_entropy_naive", both, 100), expected()["ce_stable_extreme"]);
}

TEST_CASE("S4 section 3: focal losses of easy and hard examples") {
  for (const std::string hardness : {"easy", "hard"}) {
    const std::vector<given> both{{"logits", "3_" + hardness + "_logits"}, {"target", "3_target"}};
    agrees(value_of("cross_entropy", both), expected()["ce_" + hardness]);
    agrees(value_of("focal_uniform_alpha", both), expected()["focal_" + hardness], 2e-5);
  }
  // (1 − p)^gamma of p near 1: the document's 1 − p has lost digits, gamma times over.
  for (const auto& [gamma, printed] : expected()["focal_easy_gamma"].items())
    agrees(value_of("focal_uniform_alpha", {{"logits", "3_easy_logits"}, {"target", "3_target"}, {"gamma", "", {std::stod(gamma)}}}),
           printed, 2e-5);
}

TEST_CASE("S4 section 4: smoothing") {
  for (const auto& [smoothing, printed] : expected()["ls_seed"].items())
    agrees(value_of("label_smoothing_overwrite", {{"logits", "4_logits"}, {"target", "4_target"}, {"smoothing", "", {std::stod(smoothing)}}}), printed);
  for (const auto& [smoothing, printed] : expected()["ls_torch"].items())
    agrees(value_of("label_smoothing", {{"logits", "4_logits"}, {"target", "4_target"}, {"smoothing", "", {std::stod(smoothing)}}}), printed);
  agrees(value_of("true_class_confidence", {{"logits", "4_logits"}, {"target", "4_target"}}), expected()["ls_avgconf"]);
}

TEST_CASE("S4 section 5: contrastive pairs, with their mean distance") {
  const auto found = run("contrastive", {{"left", "5_left"}, {"right", "5_right"}, {"dissimilar", "5_dissimilar"}});
  agrees(found.value(0), expected()["contrastive"]);
  agrees(found.outputs.at(0)(0), expected()["contrastive_avgdist"]);
}

TEST_CASE("S4 section 6: triplets, with their distances") {
  for (const auto& [margin, printed] : expected()["triplet_m"].items()) {
    const auto found = run("triplet_distances", {{"anchor", "6_anchor"}, {"positive", "6_positive"}, {"negative", "6_negative"}, {"margin", "", {std::stod(margin)}}});
    agrees(found.value(0), printed);
    agrees(found.outputs.at(0)(0), expected()["d_pos"]);
    agrees(found.outputs.at(1)(0), expected()["d_neg"]);
    agrees(found.outputs.at(2)(0), expected()["margin_sat"]);
  }
}

TEST_CASE("S4 section 7: masks") {
  const std::vector<given> both{{"logits", "7_logits"}, {"target", "7_target"}};
  agrees(value_of("dice", both), expected()["dice"]);
  agrees(value_of("bce_with_logits", both), expected()["dice_bce"]);
  agrees(value_of("dice_coefficient", both), expected()["dice_coef"]);
  agrees(value_of("iou", both), expected()["iou"]);
}

TEST_CASE("S4 section 8: two tasks") {
  const double first = value_of("mse", {{"prediction", "8_prediction"}, {"target", "8_target"}}),
               second = value_of("cross_entropy", {{"logits", "8_logits"}, {"target", "8_label"}});
  agrees(first, expected()["mt_l1"]);
  agrees(second, expected()["mt_l2"]);
  agrees(value_of("uncertainty_weighted", {{"losses", "", {first, second}}, {"log_variance", "", {0, 0}}}), expected()["mt_w0"]);
  const auto weighted = run("uncertainty_weighted", {{"losses", "", {first, second}}, {"log_variance", "", {0, 1}}});
  agrees(weighted.value(0), expected()["mt_w01"]);
  CHECK(weighted.outputs.at(0)(1) == Approx(std::exp(0.5)).epsilon(1e-14));
  agrees(weighted.outputs.at(1)(1), expected()["mt_weight2"]);
}

TEST_CASE("S4 section 9: landscapes") {
  for (const auto& [loss, key] : {std::pair{"quadratic", "quad_stats"}, {"rosenbrock", "rosen_stats"}}) {
    constexpr int n = 50;
    double least = infinity, most = -infinity, sum = 0, squares = 0;
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) {
        const double v = value_of(loss, {{"w", "", {-2 + 4.0 * i / (n - 1), -2 + 4.0 * j / (n - 1)}}});
        least = std::min(least, v), most = std::max(most, v), sum += v, squares += v * v;
      }
    agrees(least, expected()[key]["min"], 1e-11);
    agrees(most, expected()[key]["max"], 1e-11);
    agrees(sum / (n * n), expected()[key]["mean"], 1e-11);
    agrees(std::sqrt(squares / (n * n) - std::pow(sum / (n * n), 2)), expected()[key]["std"], 1e-11);
  }
}

TEST_CASE("a number of the document that is off by a hundred thousandth is seen") {
  const double found = value_of("mse", {{"prediction", "1_prediction"}, {"target", "1_target"}});
  CHECK(std::abs(found * (1 + 1e-5) - expected()["mse"].get<double>()) > 2e-6 * found);
}
