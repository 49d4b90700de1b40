// A tour of losses: outliers, stability, hard examples, smoothing, pairs, triplets, masks, tasks, landscapes.
#include <comparison/bce_with_logits.h>
#include <comparison/contrastive.h>
#include <comparison/cross_entropy.h>
#include <comparison/cross_entropy_naive.h>
#include <comparison/dice.h>
#include <comparison/dice_coefficient.h>
#include <comparison/focal_uniform_alpha.h>
#include <comparison/huber.h>
#include <comparison/huber_min_form.h>
#include <comparison/iou.h>
#include <comparison/label_smoothing.h>
#include <comparison/label_smoothing_overwrite.h>
#include <comparison/log_cosh.h>
#include <comparison/mae.h>
#include <comparison/mse.h>
#include <comparison/quadratic.h>
#include <comparison/rosenbrock.h>
#include <comparison/triplet_distances.h>
#include <comparison/true_class_confidence.h>
#include <comparison/uncertainty_weighted.h>

#include <algorithm>
#include <stdexcept>

#include "document.hpp"

namespace {

/// The value of a kernel.
template <class Args, class Number = float>
Number call(lossc_status (*kernel)(const Args*), const char* (*text)(lossc_status), Args args) {
  Number value = 0;
  args.result = &value;
  const lossc_status status = kernel(&args);
  if (status.kind != LOSSC_OK) throw std::runtime_error(text(status));
  return value;
}
#define VALUE_OF(loss, args) call(comparison_##loss, comparison_##loss##_status_text, args)

template <class Args>
Args on(const std::vector<float>& prediction, const std::vector<float>& target, std::int64_t rows) {
  Args args;
  args.n_batch = rows;
  args.n_feature = static_cast<std::int64_t>(prediction.size()) / rows;
  args.prediction = prediction.data();
  args.target = target.data();
  return args;
}
template <class Args>
Args of_classes(const std::vector<float>& logits, const std::vector<int>& target) {
  Args args;
  args.n_batch = static_cast<std::int64_t>(target.size());
  args.n_classes = static_cast<std::int64_t>(logits.size()) / args.n_batch;
  args.logits = logits.data();
  args.target = target.data();
  return args;
}

void outliers(document& d) {
  const auto prediction = numbers("1_prediction"), target = numbers("1_target");
  d.section("1 outliers");
  d.compare("mean squared error", d["mse"], VALUE_OF(mse, on<comparison_mse_args>(prediction, target, 1)));
  d.compare("mean absolute error", d["mae"], VALUE_OF(mae, on<comparison_mae_args>(prediction, target, 1)));
  d.compare("Huber", d["huber"], VALUE_OF(huber, on<comparison_huber_args>(prediction, target, 1)));
  d.compare("Huber by the clipped error", d["huber_manual"], VALUE_OF(huber_min_form, on<comparison_huber_min_form_args>(prediction, target, 1)));
  d.compare("log-cosh", d["log_cosh"], VALUE_OF(log_cosh, on<comparison_log_cosh_args>(prediction, target, 1)));
}

void stability(document& d) {
  auto logits = numbers("2_logits");
  const auto target = labels("2_target");
  const auto plain = of_classes<comparison_cross_entropy_args>(logits, target);
  const auto naive = of_classes<comparison_cross_entropy_naive_args>(logits, target);
  d.section("2 stability");
  d.compare("cross-entropy", d["ce"], VALUE_OF(cross_entropy, plain));
  d.compare("as in textbooks", d["ce_naive"], VALUE_OF(cross_entropy_naive, naive));
  for (float& x : logits) x *= 100;
  d.compare("logits 100 times larger", d["ce_extreme"], VALUE_OF(cross_entropy, plain));
  d.instead("as in textbooks", "inf", VALUE_OF(cross_entropy_naive, naive));
}

void hard_examples(document& d) {
  const auto target = labels("3_target");
  d.section("3 focal loss");
  double easy = 0;
  for (const std::string hardness : {"easy", "hard"}) {
    const auto logits = numbers("3_" + hardness + "_logits");
    const double entropy = VALUE_OF(cross_entropy, of_classes<comparison_cross_entropy_args>(logits, target));
    const double focal = VALUE_OF(focal_uniform_alpha, of_classes<comparison_focal_uniform_alpha_args>(logits, target));
    d.compare(hardness + ": cross-entropy", d["ce_" + hardness], entropy);
    // 1 - p of a p next to 1 has lost digits in the document, gamma times over.
    d.compare(hardness + ": focal", d["focal_" + hardness], focal, 2e-5);
    std::printf("  %-32s %29.1f %%\n", (hardness + ": turned away from").c_str(), (entropy - focal) / entropy * 100);
    easy = easy == 0 ? focal : easy;
  }
  const auto logits = numbers("3_easy_logits");
  for (const auto& [gamma, printed] : d["focal_easy_gamma"].items()) {
    auto args = of_classes<comparison_focal_uniform_alpha_args>(logits, target);
    args.gamma = std::stof(gamma);
    d.compare("easy: gamma " + gamma, printed, VALUE_OF(focal_uniform_alpha, args), 2e-5);
  }
}

void smoothing(document& d) {
  const auto logits = numbers("4_logits");
  const auto target = labels("4_target");
  d.section("4 label smoothing");
  for (const auto& [amount, printed] : d["ls_seed"].items()) {
    auto args = of_classes<comparison_label_smoothing_overwrite_args>(logits, target);
    args.smoothing = std::stof(amount);
    d.compare("the label overwritten, " + amount, printed, VALUE_OF(label_smoothing_overwrite, args));
  }
  for (const auto& [amount, printed] : d["ls_torch"].items()) {
    auto args = of_classes<comparison_label_smoothing_args>(logits, target);
    args.smoothing = std::stof(amount);
    d.compare("as in PyTorch, " + amount, printed, VALUE_OF(label_smoothing, args));
  }
  d.compare("confidence in the label", d["ls_avgconf"], VALUE_OF(true_class_confidence, of_classes<comparison_true_class_confidence_args>(logits, target)));
}

void pairs(document& d) {
  const auto left = numbers("5_left"), right = numbers("5_right"), dissimilar = numbers("5_dissimilar");
  float distance = 0;
  comparison_contrastive_args args;
  args.n_batch = static_cast<std::int64_t>(dissimilar.size());
  args.n_feature = static_cast<std::int64_t>(left.size()) / args.n_batch;
  args.left = left.data();
  args.right = right.data();
  args.dissimilar = dissimilar.data();
  args.mean_distance = &distance;
  d.section("5 contrastive pairs");
  d.compare("contrastive", d["contrastive"], VALUE_OF(contrastive, args));
  d.compare("mean distance", d["contrastive_avgdist"], distance);
  // The similar pairs come first.
  const auto similar = std::count(dissimilar.begin(), dissimilar.end(), 0.0f);
  args.n_batch = similar;
  VALUE_OF(contrastive, args);
  d.compare("of similar pairs", d["pos_dist"], distance);
  args.n_batch = static_cast<std::int64_t>(dissimilar.size()) - similar;
  args.left += similar * args.n_feature;
  args.right += similar * args.n_feature;
  args.dissimilar += similar;
  VALUE_OF(contrastive, args);
  d.compare("of dissimilar pairs", d["neg_dist"], distance);
}

void triplets(document& d) {
  const auto anchor = numbers("6_anchor"), positive = numbers("6_positive"), negative = numbers("6_negative");
  float to_positive = 0, to_negative = 0, satisfied = 0;
  comparison_triplet_distances_args args;
  args.n_batch = 16;
  args.n_feature = static_cast<std::int64_t>(anchor.size()) / args.n_batch;
  args.anchor = anchor.data();
  args.positive = positive.data();
  args.negative = negative.data();
  args.mean_positive_distance = &to_positive;
  args.mean_negative_distance = &to_negative;
  args.margin_satisfaction = &satisfied;
  d.section("6 triplets");
  for (const auto& [margin, printed] : d["triplet_m"].items()) {
    args.margin = std::stof(margin);
    d.compare("margin " + margin, printed, VALUE_OF(triplet_distances, args));
  }
  d.compare("distance to the positive", d["d_pos"], to_positive);
  d.compare("to the negative", d["d_neg"], to_negative);
  d.compare("their difference", d["margin_sat"], satisfied);
}

void masks(document& d) {
  const auto logits = numbers("7_logits"), target = numbers("7_target");
  const auto given = [&](auto args) {
    args.n_batch = 4;
    args.n_feature = static_cast<std::int64_t>(logits.size()) / 4;
    args.logits = logits.data();
    args.target = target.data();
    return args;
  };
  comparison_bce_with_logits_args entropy;
  entropy.n_batch = 4;
  entropy.n_outputs = static_cast<std::int64_t>(logits.size()) / 4;
  entropy.logits = logits.data();
  entropy.target = target.data();
  d.section("7 masks");
  d.compare("marked of 16384", d["mask_sum"], std::count(target.begin(), target.end(), 1.0f));
  d.compare("Dice loss", d["dice"], VALUE_OF(dice, given(comparison_dice_args{})));
  d.compare("binary cross-entropy", d["dice_bce"], VALUE_OF(bce_with_logits, entropy));
  d.compare("Dice coefficient", d["dice_coef"], VALUE_OF(dice_coefficient, given(comparison_dice_coefficient_args{})));
  d.compare("intersection over union", d["iou"], VALUE_OF(iou, given(comparison_iou_args{})));
}

void tasks(document& d) {
  const auto prediction = numbers("8_prediction"), target = numbers("8_target"), logits = numbers("8_logits");
  const auto label = labels("8_label");
  const float losses[] = {VALUE_OF(mse, on<comparison_mse_args>(prediction, target, static_cast<std::int64_t>(label.size()))),
                          VALUE_OF(cross_entropy, of_classes<comparison_cross_entropy_args>(logits, label))};
  d.section("8 two tasks");
  d.compare("regression", d["mt_l1"], losses[0]);
  d.compare("classification", d["mt_l2"], losses[1]);
  float log_variance[] = {0, 0}, weight[2];
  comparison_uncertainty_weighted_args args;
  args.n_tasks = 2;
  args.losses = losses;
  args.log_variance = log_variance;
  args.weight = weight;
  d.compare("log-variances 0 and 0", d["mt_w0"], VALUE_OF(uncertainty_weighted, args));
  log_variance[1] = 1;
  d.compare("log-variances 0 and 1", d["mt_w01"], VALUE_OF(uncertainty_weighted, args));
  d.compare("weight of the second", d["mt_weight2"], weight[1]);
}

/// Over 50 x 50 points from -2 to 2, in double.
template <class Args>
void statistics(document& d, const std::string& name, const nlohmann::json& printed, lossc_status (*kernel)(const Args*), const char* (*text)(lossc_status)) {
  constexpr int n = 50;
  std::vector<double> values;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      const double w[] = {-2 + 4.0 * i / (n - 1), -2 + 4.0 * j / (n - 1)};
      Args args;
      args.w = w;
      values.push_back(call<Args, double>(kernel, text, args));
    }
  double mean = 0, variance = 0;
  for (double x : values) mean += x / (n * n);
  for (double x : values) variance += (x - mean) * (x - mean) / (n * n);
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  d.compare(name + ": min", printed["min"], *least, 1e-11);
  d.compare(name + ": max", printed["max"], *most, 1e-11);
  d.compare(name + ": mean", printed["mean"], mean, 1e-11);
  d.compare(name + ": std", printed["std"], std::sqrt(variance), 1e-11);
}

void landscapes(document& d) {
  d.section("9 landscapes");
  statistics<comparison_quadratic_f64_args>(d, "quadratic", d["quad_stats"], comparison_quadratic_f64, comparison_quadratic_status_text);
  statistics<comparison_rosenbrock_f64_args>(d, "Rosenbrock", d["rosen_stats"], comparison_rosenbrock_f64, comparison_rosenbrock_status_text);
  float w[] = {1.5f, 1.5f}, slope[2];
  comparison_quadratic_args args;
  args.w = w;
  args.d_w = slope;
  for (int step = 0; step < 10; ++step) {
    VALUE_OF(quadratic, args);
    for (int k = 0; k < 2; ++k) w[k] -= 0.01f * slope[k];
  }
  d.compare("quadratic: w after ten steps", d["gd_quad"][0], w[0]);
  d.compare("quadratic: left to go", d["gd_quad_dist"], std::hypot(w[0], w[1]));
  float v[] = {1.5f, 1.5f};
  comparison_rosenbrock_args curved;
  curved.w = v;
  curved.d_w = slope;
  for (int step = 0; step < 4; ++step) {
    VALUE_OF(rosenbrock, curved);
    for (int k = 0; k < 2; ++k) v[k] -= 0.01f * slope[k];
    const auto at = std::to_string(step + 1);
    d.compare("Rosenbrock: w[0] after step " + at, d["gd_rosen_trace"][static_cast<std::size_t>(step)][0], v[0]);
  }
}

}  // namespace

int main() {
  document d;
  outliers(d);
  stability(d);
  hard_examples(d);
  smoothing(d);
  pairs(d);
  triplets(d);
  masks(d);
  tasks(d);
  landscapes(d);
  return d.finish();
}
