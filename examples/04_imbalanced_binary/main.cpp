// Compares three losses on tumour data thinned out until one in ten is malignant.
#include <rare_kernels/binary_focal.h>
#include <rare_kernels/weighted_bce.h>
#include <stock_kernels/bce_with_logits.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <stdexcept>

#include "../data/csv.hpp"
#include "../data/shuffle.hpp"

namespace {

constexpr Eigen::Index features = 30;
constexpr std::size_t malignant_kept = 40;  // of 212, beside all 357 benign tumours
constexpr float negatives_per_positive = 9;
constexpr float rate = 0.5f;
constexpr float decay = 1e-3f;  // of the weights, as in L2 regularisation
constexpr int steps = 300;
constexpr unsigned seed = 42;

// The value of the loss; writes the gradient to d_logits.
using loss_function = float (*)(const matrix& logits, const matrix& target, matrix& d_logits);

// The members that the arguments of the three kernels have in common.
template <class Args>
Args arguments(const matrix& logits, const matrix& target, float& loss, matrix& d_logits) {
  Args args;
  args.n_batch = logits.rows();
  args.n_outputs = logits.cols();
  args.logits = logits.data();
  args.target = target.data();
  args.result = &loss;
  args.d_logits = d_logits.data();
  return args;
}

void expect_ok(lossc_status status, const char* (*text)(lossc_status)) {
  if (status.kind != LOSSC_OK) throw std::runtime_error(text(status));
}

float bce(const matrix& logits, const matrix& target, matrix& d_logits) {
  float loss = 0;
  auto args = arguments<stock_kernels_bce_with_logits_args>(logits, target, loss, d_logits);
  expect_ok(stock_kernels_bce_with_logits(&args), stock_kernels_bce_with_logits_status_text);
  return loss;
}

float weighted_bce(const matrix& logits, const matrix& target, matrix& d_logits) {
  float loss = 0;
  auto args = arguments<rare_kernels_weighted_bce_args>(logits, target, loss, d_logits);
  args.positive_weight = negatives_per_positive;
  expect_ok(rare_kernels_weighted_bce(&args), rare_kernels_weighted_bce_status_text);
  return loss;
}

float focal(const matrix& logits, const matrix& target, matrix& d_logits) {
  float loss = 0;
  auto args = arguments<rare_kernels_binary_focal_args>(logits, target, loss, d_logits);
  args.alpha = 0.75f;  // less than the negatives' share: gamma, 2, quiets most of them already
  expect_ok(rare_kernels_binary_focal(&args), rare_kernels_binary_focal_status_text);
  return loss;
}

struct tumours {
  matrix measurements;
  matrix malignant;  // one column of 0 and 1

  tumours pick(const std::vector<int>& rows) const {
    return {measurements(rows, Eigen::all), malignant(rows, Eigen::all)};
  }
};

tumours read_tumours(const std::string& path) {
  matrix table = read_csv(path, 1);
  if (table.cols() != features + 1) {
    throw std::runtime_error(path + ": is not the breast cancer data set; expected 31 columns.");
  }
  // In the file malignant is 0.
  return {table.leftCols(features), (1 - table.col(features).array()).matrix()};
}

struct split {
  tumours training, held_out;
};

// Half of the kept tumours of each kind to train on, the others to hold out; measurements scaled to
// mean 0 and deviation 1 over the first half.
split draw(const tumours& all, std::mt19937& random) {
  std::vector<int> training, held_out;
  std::size_t positives = 0, negatives = 0;
  for (int row : shuffled_indices(static_cast<std::size_t>(all.malignant.rows()), random)) {
    std::size_t& seen = all.malignant(row, 0) == 1 ? positives : negatives;
    if (&seen == &positives && seen == malignant_kept) continue;
    (seen++ % 2 == 0 ? training : held_out).push_back(row);
  }
  split drawn{all.pick(training), all.pick(held_out)};
  auto rows = static_cast<float>(training.size());
  matrix centre = drawn.training.measurements.colwise().mean();
  matrix deviation =
      ((drawn.training.measurements.rowwise() - centre.row(0)).colwise().squaredNorm() / rows)
          .cwiseSqrt();
  for (tumours* half : {&drawn.training, &drawn.held_out}) {
    half->measurements =
        (half->measurements.rowwise() - centre.row(0)).array().rowwise() / deviation.row(0).array();
  }
  return drawn;
}

// Logistic regression: the logits of the held-out tumours after gradient descent on the others.
matrix fit(const split& data, loss_function loss) {
  const matrix& x = data.training.measurements;
  matrix weight = matrix::Zero(features, 1), d_logits(x.rows(), 1);
  float bias = 0;
  for (int step = 0; step < steps; ++step) {
    matrix logits = ((x * weight).array() + bias).matrix();
    loss(logits, data.training.malignant, d_logits);
    weight -= rate * (x.transpose() * d_logits + decay * weight);
    bias -= rate * d_logits.sum();
  }
  return ((data.held_out.measurements * weight).array() + bias).matrix();
}

struct counts {
  int found = 0, missed = 0, false_alarms = 0;

  void add(const matrix& logits, const matrix& malignant) {
    auto said = logits.array() > 0;
    auto is = malignant.array() > 0.5f;
    found += static_cast<int>((said && is).count());
    missed += static_cast<int>((!said && is).count());
    false_alarms += static_cast<int>((said && !is).count());
  }

  void print(const char* name) const {
    double precision = 100.0 * found / (found + false_alarms);
    double recall = 100.0 * found / (found + missed);
    double f1 = 200.0 * found / (2 * found + missed + false_alarms);
    std::printf("%-22s %8.1f %% %8.1f %% %8.1f %% %8d %8d\n", name, precision, recall, f1, missed,
                false_alarms);
  }
};

}  // namespace

int main(int argc, char** argv) try {
  std::string path = TUMOURS_FILE;
  int draws = 50;
  CLI::App app("Logistic regression on tumours of which one in ten is malignant.");
  app.add_option("--draws", draws, "random selections and splits to add up")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  app.add_option("--data", path, "breast_cancer.csv")
      ->check(CLI::ExistingFile)
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  tumours all = read_tumours(path);
  std::mt19937 random(seed);
  counts of_bce, of_weighted_bce, of_focal;
  for (int k = 0; k < draws; ++k) {
    split data = draw(all, random);
    of_bce.add(fit(data, bce), data.held_out.malignant);
    of_weighted_bce.add(fit(data, weighted_bce), data.held_out.malignant);
    of_focal.add(fit(data, focal), data.held_out.malignant);
  }
  std::printf("Held-out tumours, %d draws of %zu malignant and all benign ones, half held out:\n",
              draws, malignant_kept);
  std::printf("%-22s %10s %10s %10s %8s %8s\n", "loss", "precision", "recall", "F1", "missed",
              "false");
  of_bce.print("bce_with_logits");
  of_weighted_bce.print("weighted_bce");
  of_focal.print("binary_focal");
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
