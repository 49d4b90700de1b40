// Losses on all pairs against plain loops and finite differences: odd sizes, one row, rectangles, ties and vectors of length 0.
#include <catch2/catch.hpp>

#include <lossc/loss/contrastive.hpp>

#include "arguments.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

using embedding = Eigen::Array<long double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

embedding rows_of(const arguments<double>& a, std::size_t input, std::int64_t rows) {
  const auto& x = a.numbers[input];
  embedding made(rows, x.size() / rows);
  for (Eigen::Index k = 0; k < x.size(); ++k) made.reshaped<Eigen::RowMajor>()(k) = x(k);
  return made;
}
embedding directions(embedding x) {
  for (Eigen::Index i = 0; i < x.rows(); ++i)
    if (const long double length = std::sqrt(x.row(i).square().sum()); length > 0) x.row(i) /= length;
  return x;
}
embedding similarities(const embedding& left, const embedding& right, long double temperature) {
  return (left.matrix() * right.matrix().transpose()).array() / temperature;
}
long double info_nce_of(const arguments<double>& a, long double temperature) {
  const embedding s = similarities(rows_of(a, 0, a.sizes[0]), rows_of(a, 1, a.sizes[2]), temperature);
  long double total = 0;
  for (Eigen::Index i = 0; i < s.rows(); ++i) total += std::log((s.row(i) - s(i, i)).exp().sum());
  return total / s.rows();
}
long double clip_of(const arguments<double>& a, long double temperature) {
  const embedding s = similarities(directions(rows_of(a, 0, a.sizes[0])), directions(rows_of(a, 1, a.sizes[2])), temperature);
  long double total = 0;
  for (Eigen::Index i = 0; i < s.rows(); ++i)
    total += std::log((s.row(i) - s(i, i)).exp().sum()) + std::log((s.col(i) - s(i, i)).exp().sum());
  return total / (2 * s.rows());
}
long double siglip_of(const arguments<double>& a, long double temperature) {
  const embedding s = similarities(directions(rows_of(a, 0, a.sizes[0])), directions(rows_of(a, 1, a.sizes[2])), temperature);
  long double total = 0;
  for (Eigen::Index i = 0; i < s.rows(); ++i)
    for (Eigen::Index j = 0; j < s.cols(); ++j) total += std::log1p(std::exp((i == j ? -1 : 1) * (s(i, j) - 10)));
  return total / s.rows();
}

struct paired {
  graph meaning;
  long double (*by_loops)(const arguments<double>&, long double);
  bool square;
};
std::vector<paired> all_paired() {
  return {{meaning_of(losses::info_nce), info_nce_of, false}, {meaning_of(losses::clip), clip_of, true}, {meaning_of(losses::siglip), siglip_of, false}};
}
struct shape {
  std::int64_t batch, pair, feature;
};
constexpr shape shapes[] = {{1, 1, 3}, {2, 2, 1}, {3, 3, 5}, {7, 7, 3}, {3, 8, 5}};

arguments<double> drawn(const graph& g, const shape& n) {
  auto a = random_arguments(g, {n.batch, n.feature, n.pair}, 5);
  a.numbers[2] = Eigen::ArrayXd::Constant(1, 0.7);
  return a;
}
double value_of(const graph& g, const arguments<double>& a) { return evaluate_graph(g, a, evaluation_mode::stable, false).value(0); }

/// The largest difference between the gradients and central differences, relative to the largest entry.
double worst_gradient(const graph& g, const arguments<double>& a) {
  const auto found = evaluate_graph(g, a, evaluation_mode::stable);
  double worst = 0;
  for (std::size_t input : {0u, 1u, 2u})
    for (Eigen::Index k = 0; k < a.numbers[input].size(); ++k) {
      constexpr double step = 1e-5;
      auto up = a, down = a;
      up.numbers[input](k) += step;
      down.numbers[input](k) -= step;
      const double slope = (value_of(g, up) - value_of(g, down)) / (2 * step);
      worst = std::max(worst, std::abs(slope - found.gradients[input](k)) / std::max(1.0, std::abs(slope)));
    }
  return worst;
}

}  // namespace

TEST_CASE("losses on all pairs are those of plain loops, and so are their gradients") {
  for (const auto& [g, by_loops, square] : all_paired())
    for (const auto& n : shapes) {
      if (square && n.batch != n.pair) continue;
      INFO(g.name << ", " << n.batch << " x " << n.pair << " x " << n.feature);
      REQUIRE(g.axes[0].name == "batch");
      REQUIRE(g.axes[1].name == "feature");
      REQUIRE(g.axes[2].name == "pair");
      const auto a = drawn(g, n);
      const auto right = static_cast<double>(by_loops(a, 0.7L));
      CHECK(std::abs(value_of(g, a) - right) <= 1e-13 * std::max(1.0, std::abs(right)));
      CHECK(worst_gradient(g, a) <= 1e-8);
    }
}

TEST_CASE("a vector of length 0 is like no other, and has gradient 0") {
  const graph g = meaning_of(losses::clip);
  auto a = drawn(g, {3, 3, 5});
  a.numbers[0].head(5).setZero();
  const auto found = evaluate_graph(g, a, evaluation_mode::stable);
  CHECK(found.value(0) == Approx(static_cast<double>(clip_of(a, 0.7L))).epsilon(1e-13));
  CHECK((found.gradients[0].head(5) == 0).all());
  CHECK(found.gradients[1].isFinite().all());
}

TEST_CASE("equal rows share: InfoNCE of n equal pairs is log n") {
  const graph g = meaning_of(losses::info_nce);
  auto a = drawn(g, {4, 4, 3});
  for (std::size_t input : {0u, 1u}) a.numbers[input].setOnes();
  const auto found = evaluate_graph(g, a, evaluation_mode::stable);
  CHECK(found.value(0) == Approx(std::log(4)).epsilon(1e-15));
  CHECK(found.gradients[0].abs().maxCoeff() <= 1e-16);
}

// Thousands of nats: e^s is beyond double, and not beyond long double.
TEST_CASE("temperatures next to 0 neither overflow nor lose the positive") {
  const graph g = meaning_of(losses::info_nce);
  auto a = drawn(g, {3, 3, 5});
  a.numbers[2] = Eigen::ArrayXd::Constant(1, 2e-4);
  CHECK(value_of(g, a) == Approx(static_cast<double>(info_nce_of(a, 2e-4L))).epsilon(1e-12));
}

TEST_CASE("a gradient that is off by a millionth is seen") {
  const graph g = meaning_of(losses::info_nce);
  const auto a = drawn(g, {3, 3, 5});
  auto other = a;
  other.numbers[2] *= 1 + 1e-6;
  CHECK(std::abs(value_of(g, other) - static_cast<double>(info_nce_of(a, 0.7L))) > 1e-13);
}
