// Calls the kernels from C++ and compares them with the formulas written out here.
#include <own_losses/pinball.h>
#include <own_losses/poisson.h>
#include <pair_losses/info_nce.h>
#include <shipped_losses/mse.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

int failures = 0;

void expect(const char* what, double found, double expected, double tolerance) {
  if (std::abs(found - expected) <= tolerance) return;
  std::printf("%s is %.17g and should be %.17g\n", what, found, expected);
  ++failures;
}

void expect_ok(lossc_status status, const char* text) {
  if (status.kind == LOSSC_OK) return;
  std::printf("a kernel refused its arguments: %s\n", text);
  std::exit(1);
}

constexpr int n = 101;  // odd: vectors have a tail

void check_pinball() {
  std::vector<float> prediction(n), target(n), gradient(n);
  for (int i = 0; i < n; ++i) prediction[i] = 0.25f * static_cast<float>(i % 7), target[i] = 0.9f;
  float loss = 0;
  own_losses_pinball_args a;
  a.n_batch = n;
  a.prediction = prediction.data();
  a.target = target.data();
  a.tau = 0.9f;
  a.result = &loss;
  a.d_prediction = gradient.data();
  const lossc_status status = own_losses_pinball(&a);
  expect_ok(status, own_losses_pinball_status_text(status));

  const double tau = 0.9f;
  double mean = 0;
  for (int i = 0; i < n; ++i) {
    const double error = static_cast<double>(target[i]) - static_cast<double>(prediction[i]);
    mean += (error > 0 ? tau * error : (tau - 1) * error) / n;
    expect("pinball: d_prediction", static_cast<double>(gradient[i]), (error > 0 ? -tau : 1 - tau) / n, 1e-8);
  }
  expect("pinball", static_cast<double>(loss), mean, 1e-6);
}

void check_poisson() {
  std::vector<double> log_rate(n), count(n), gradient(n);
  for (int i = 0; i < n; ++i) log_rate[i] = 0.01 * i - 0.3, count[i] = i % 5;
  double loss = 0, mean = 0;
  own_losses_poisson_f64_args a;
  a.n_batch = n;
  a.log_rate = log_rate.data();
  a.count = count.data();
  a.result = &loss;
  a.d_log_rate = gradient.data();
  const lossc_status status = own_losses_poisson_f64(&a);
  expect_ok(status, own_losses_poisson_status_text(status));
  for (int i = 0; i < n; ++i) {
    mean += (std::exp(log_rate[i]) - count[i] * log_rate[i]) / n;
    expect("poisson: d_log_rate", gradient[i], (std::exp(log_rate[i]) - count[i]) / n, 1e-15);
  }
  expect("poisson", loss, mean, 1e-14);
}

void check_mse() {
  const float prediction[4] = {1, 2, 3, 4}, target[4] = {1, 1, 1, 1};
  float loss = 0, gradient[4];
  shipped_losses_mse_args a;
  a.n_batch = a.n_feature = 2;
  a.prediction = prediction;
  a.target = target;
  a.result = &loss;
  a.d_prediction = gradient;
  const lossc_status status = shipped_losses_mse(&a);
  expect_ok(status, shipped_losses_mse_status_text(status));
  expect("mse", static_cast<double>(loss), 3.5, 0);
  for (int i = 0; i < 4; ++i) expect("mse: d_prediction", static_cast<double>(gradient[i]), 0.5 * i, 0);
}

/// Rows that are equal share: the loss of n equal pairs is log n.
void check_info_nce() {
  constexpr int rows = 20, features = 8;
  const std::vector<float> left(rows * features, 0.5f), right = left;
  std::vector<float> d_left(left.size());
  float loss = 0;
  //{ readme-workspace
  pair_losses_info_nce_args a;
  a.n_batch = rows;
  a.n_feature = features;
  a.n_pair = rows;
  a.left = left.data();
  a.right = right.data();
  a.result = &loss;
  a.d_left = d_left.data();
  a.workspace.bytes = pair_losses_info_nce_workspace_size(&a);  // for these sizes and outputs
  a.workspace.data = std::aligned_alloc(64, (a.workspace.bytes + 63) / 64 * 64);
  const lossc_status status = pair_losses_info_nce(&a);
  //}
  expect_ok(status, pair_losses_info_nce_status_text(status));
  expect("info_nce", static_cast<double>(loss), std::log(rows), 1e-6);
  for (float d : d_left) expect("info_nce: d_left", static_cast<double>(d), 0, 1e-6);
  std::free(a.workspace.data);
}

}  // namespace

int main() {
  check_pinball();
  check_poisson();
  check_mse();
  check_info_nce();
  return std::min(failures, 1);
}
