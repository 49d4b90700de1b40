// Cross-entropy of confident rows keeps its digits up to 80 nats, also where differences of logits are inexact.
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "expect.hpp"

using namespace lossc;
using namespace lossc::traps;

namespace {

struct row {
  std::vector<double> logits;
  int label;
};

/// The label's logit stands `margin` above the largest other; steps of 0.1 that float rounds.
row confident_row(std::mt19937& random, int classes, float offset, float margin) {
  std::uniform_int_distribution<int> steps(0, 60);
  row r;
  r.label = static_cast<int>(random() % static_cast<unsigned>(classes));
  for (int j = 0; j < classes; ++j)
    r.logits.push_back(offset - static_cast<float>(steps(random)) * 0.1f);
  r.logits[static_cast<std::size_t>(r.label)] = static_cast<double>(offset + margin);
  return r;
}

struct worst {
  double value = 0, gradient = 0;
};

/// In long double, from the rounded logits.
void measure(const row& r, double value, const double* gradient, worst& w) {
  const auto label = static_cast<std::size_t>(r.label);
  long double others = 0;
  for (std::size_t j = 0; j < r.logits.size(); ++j)
    if (j != label) others += std::exp(static_cast<long double>(r.logits[j]) - r.logits[label]);
  w.value = std::max(w.value, ulps(value, static_cast<double>(std::log1p(others)), 4));
  for (std::size_t j = 0; j < r.logits.size(); ++j) {
    const long double right =
        j == label ? -others / (1 + others)
                   : std::exp(static_cast<long double>(r.logits[j]) - r.logits[label]) / (1 + others);
    w.gradient = std::max(w.gradient, ulps(gradient[j], static_cast<double>(right), 4));
  }
}

worst worst_of(int classes, float offset, double planted_error = 0) {
  std::mt19937 random(7);
  std::vector<row> rows;
  for (float margin = 0; margin <= 80; margin += classes == 2 ? 0.25f : 2.0f)
    rows.push_back(confident_row(random, classes, offset, margin));
  list inputs{{"target", {}}, {"logits", {}}};
  for (auto& r : rows) {
    for (double& x : r.logits) x = static_cast<float>(x);
    inputs[0].values.push_back(r.label);
    inputs[1].values.insert(inputs[1].values.end(), r.logits.begin(), r.logits.end());
  }
  worst w;
  auto c = call_of("cross_entropy_of_rows", inputs);
  c.run_ok();
  const auto values = c.read(c.result());
  const auto gradients = c.read(c.slot_named("d_logits"));
  for (std::size_t i = 0; i < rows.size(); ++i)
    measure(rows[i], values[i] * (1 + planted_error),
            &gradients[i * static_cast<std::size_t>(classes)], w);
  return w;
}

}  // namespace

TEST_CASE("confident rows are right to 4 ulp, their gradients to 8, up to 80 nats") {
  for (int classes : {2, 3, 1000})
    for (float offset : {0.0f, 0.7f, 100.0f, 1000.0f, -1000.0f}) {
      const worst w = worst_of(classes, offset);
      INFO(classes << " classes at " << offset << ": value " << w.value << " ulp, gradient "
                   << w.gradient);
      CHECK(w.value <= 4);
      CHECK(w.gradient <= 8);
    }
}

TEST_CASE("a value off by a millionth is seen in confident rows") {
  CHECK(worst_of(2, 0, 1e-6).value > 4);
}
