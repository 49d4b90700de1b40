// The gradients of every predefined loss, by both paths, against dual numbers run through the loss
// as written.
#include <catch2/catch.hpp>

#include "../dual.hpp"
#include "arguments.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

using number = dual<long double>;

bool stops_gradients(const graph& g) {
  return std::any_of(g.nodes().begin(), g.nodes().end(),
                     [](const node& n) { return is<op::StopGradient>(n); });
}

/// The largest error of value and gradients, relative to the largest derivative of the input; of a
/// loss that returns an array, of its sum.
double worst_error(const graph& g, const arguments<double>& a, evaluation_mode mode,
                   double distortion = 1) {
  const auto found = evaluate_graph(g, a, mode);
  auto exact = converted<number>(a);
  const auto exactly = [&] {
    return evaluate_graph(g, exact, evaluation_mode::as_written, false).value.sum();
  };
  const number truth = exactly();
  const bool equal = found.value.sum() == static_cast<double>(truth.value);  // both may be infinite
  double worst = equal ? 0
                       : static_cast<double>(std::abs(found.value.sum() - truth.value) /
                                             std::max(1.0L, std::abs(truth.value)));
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    if (!g.inputs[i].differentiable) continue;
    double largest = 0, error = 0;
    for (std::int64_t k = 0; k < exact.numbers[i].size(); ++k) {
      exact.numbers[i](k).slope = 1;
      const long double slope = exactly().slope;
      exact.numbers[i](k).slope = 0;
      largest = std::max(largest, static_cast<double>(std::abs(slope)));
      const double here =
          static_cast<double>(std::abs(found.gradients[i](k) * distortion - slope));
      error = here <= error ? error : here;
    }
    INFO(g.name << ": d_" << g.inputs[i].name << " is off by " << error << " of " << largest);
    CHECK(found.gradients[i].size() == exact.numbers[i].size());
    CHECK_FALSE(std::isnan(error));
    worst = std::max(worst, error / std::max(largest, 1e-3));  // one that cancels to 0 is no measure
  }
  return worst;
}

struct size {
  std::int64_t batch, classes, others;
};
constexpr size sizes[] = {{1, 2, 1}, {1, 3, 5}, {2, 10, 3}, {5, 3, 1}, {7, 2, 3}};

}  // namespace

TEST_CASE("gradients of every predefined loss are the derivatives of its value") {
  int stopping = 0;
  for (const graph& g : predefined()) {
    // Dual numbers do not stop: gradnorm has a test of its own.
    if (stops_gradients(g)) {
      ++stopping;
      continue;
    }
    unsigned seed = 1;
    for (const auto& n : sizes) {
      const auto a = random_arguments(g, sizes_of(g, n.batch, n.classes, n.others), seed++);
      // Without negatives a logsumexp has no terms, of which dual numbers make NaN: contrastive.cpp and kernel/renamed.cpp have that case.
      if ((g.name == "info_nce" && a.sizes[2] == 1) || (g.name == "nt_xent" && a.sizes[0] == 1)) continue;
      for (auto mode : {evaluation_mode::as_written, evaluation_mode::stable}) {
        INFO(g.name << ", batch " << n.batch << ", classes " << n.classes << ", others " << n.others
                    << (mode == evaluation_mode::stable ? ", stable" : ", as written"));
        CHECK(worst_error(g, a, mode) <= 1e-12);
      }
    }
  }
  CHECK(stopping == 1);
}

TEST_CASE("a gradient that is wrong in the ninth digit is seen") {
  const graph& g = predefined("focal");
  const auto a = random_arguments(g, sizes_of(g, 3, 4, 1), 1);
  CHECK(worst_error(g, a, evaluation_mode::stable, 1 + 1e-9) > 1e-12);
}
