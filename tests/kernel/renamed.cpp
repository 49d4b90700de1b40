// Kernels of losses that pair rows with themselves against plain loops, and their gradients against differences of these loops.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <lossc/program/random_arguments.hpp>

#include "call.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

using numbers = std::vector<long double>;

/// The arrays of a call, as loops see them.
struct batch_of_rows {
  std::int64_t rows = 0, depth = 0;
  std::vector<numbers> arrays;  // the tensors in order, then the temperature
  std::vector<std::int64_t> labels;

  explicit batch_of_rows(const call& c) : rows(c.sizes[0]), depth(c.columns(0)) {
    for (int i = 0; i < c.slots(); ++i) {
      const auto& slot = c.slot(i);
      if (slot.role == LOSSC_TENSOR) {
        const auto x = c.read(i);
        arrays.emplace_back(x.begin(), x.end());
      } else if (slot.role == LOSSC_PARAMETER) {
        arrays.push_back({c.numbers[static_cast<std::size_t>(i)]});
      } else if (slot.role == LOSSC_LABEL_INT32) {
        const auto* const from = static_cast<const std::int32_t*>(c.data[static_cast<std::size_t>(i)]);
        labels.assign(from, from + rows);
      }
    }
  }
  /// The cosine of row i of one array and row j of another, divided by the temperature.
  long double similarity(std::size_t one, std::int64_t i, std::size_t other, std::int64_t j) const {
    long double product = 0, left = 0, right = 0;
    for (std::int64_t k = 0; k < depth; ++k) {
      const long double x = arrays[one][static_cast<std::size_t>(i * depth + k)], y = arrays[other][static_cast<std::size_t>(j * depth + k)];
      product += x * y, left += x * x, right += y * y;
    }
    return left == 0 || right == 0 ? 0 : product / std::sqrt(left) / std::sqrt(right) / arrays.back()[0];
  }
};

long double nt_xent_of(const batch_of_rows& b) {
  long double total = 0;
  for (std::size_t view : {0u, 1u})
    for (std::int64_t i = 0; i < b.rows; ++i) {
      long double sum = 0;
      for (std::int64_t j = 0; j < b.rows; ++j) {
        if (j != i) sum += std::exp(b.similarity(view, i, view, j));
        sum += std::exp(b.similarity(view, i, 1 - view, j));
      }
      total += std::log(sum) - b.similarity(view, i, 1 - view, i);
    }
  return total / static_cast<long double>(2 * b.rows);
}

long double supervised_contrastive_of(const batch_of_rows& b) {
  long double total = 0;
  int counted = 0;
  for (std::int64_t i = 0; i < b.rows; ++i) {
    if (b.labels[static_cast<std::size_t>(i)] < 0) continue;
    long double sum = 0, positive = 0;
    int positives = 0;
    for (std::int64_t j = 0; j < b.rows; ++j) {
      if (j == i || b.labels[static_cast<std::size_t>(j)] < 0) continue;
      const long double s = b.similarity(0, i, 0, j);
      sum += std::exp(s);
      if (b.labels[static_cast<std::size_t>(i)] == b.labels[static_cast<std::size_t>(j)]) positive += s, ++positives;
    }
    if (positives == 0) continue;
    total += std::log(sum) - positive / positives;
    ++counted;
  }
  return counted == 0 ? 0 : total / counted;
}

struct paired {
  const subject* loss;
  std::function<long double(const batch_of_rows&)> by_loops;
};
std::vector<paired> all_paired() { return {{&subject_named("nt_xent"), nt_xent_of}, {&subject_named("supervised_contrastive"), supervised_contrastive_of}}; }

call drawn(const paired& p, std::size_t element, std::int64_t rows, std::int64_t depth, std::int64_t classes = 3) {
  auto sizes = p.loss->name == "nt_xent" ? std::vector<std::int64_t>{rows, depth, rows} : std::vector<std::int64_t>{rows, depth, classes, rows};
  return call(p.loss->kernel(element), program::random_arguments(p.loss->written, std::move(sizes), {{"temperature", "0.4"}}, 11));
}

/// How far the gradients are from central differences of the loops, relative to the largest entry.
double worst_gradient(const paired& p, const call& c) {
  batch_of_rows b(c);
  const auto gradients = c.gradients();
  long double worst = 0, largest = 1e-3L;
  REQUIRE(gradients.size() == b.arrays.size());
  for (std::size_t a = 0; a < b.arrays.size(); ++a) {
    const auto got = c.read(gradients[a]);
    REQUIRE(got.size() == b.arrays[a].size());
    for (std::size_t k = 0; k < got.size(); ++k) {
      constexpr long double step = 1e-6L;
      const long double x = b.arrays[a][k];
      b.arrays[a][k] = x + step;
      const long double up = p.by_loops(b);
      b.arrays[a][k] = x - step;
      const long double slope = (up - p.by_loops(b)) / (2 * step);
      b.arrays[a][k] = x;
      largest = std::max(largest, std::abs(slope));
      if (!(std::abs(got[k] - slope) <= worst)) worst = std::abs(got[k] - slope);
    }
  }
  return static_cast<double>(worst / largest);
}

void check(const paired& p, const call& c, std::size_t element) {
  INFO(p.loss->name << (element == 8 ? " f64, " : " f32, ") << c.sizes[0] << " x " << c.columns(0));
  const auto right = static_cast<double>(p.by_loops(batch_of_rows(c)));
  const double promise = element == 8 ? 1e-12 : 2e-6;
  CHECK(std::abs(c.read(c.result())[0] - right) <= promise * std::max(1.0, std::abs(right)));
  CHECK(worst_gradient(p, c) <= (element == 8 ? 1e-9 : 1e-5));
}

}  // namespace

TEST_CASE("losses that pair rows with themselves are those of plain loops, and so are their gradients") {
  for (const auto& p : all_paired())
    for (std::size_t element : {4u, 8u})
      for (const auto& [rows, depth] : std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 1}, {1, 4}, {2, 3}, {3, 1}, {17, 5}, {40, 7}}) {
        auto c = drawn(p, element, rows, depth);
        c.run_ok();
        if (p.loss->name == "nt_xent" || rows > 1) check(p, c, element);
        else CHECK(c.read(c.result())[0] == 0);  // one row has no other
      }
}

TEST_CASE("rows of one class, of no other's class, equal rows and rows of length 0 are as plain loops have them") {
  for (const auto& p : all_paired())
    for (std::size_t element : {4u, 8u})
      for (std::int64_t classes : {1, 2, 64}) {
        auto c = drawn(p, element, 12, 5, classes);
        auto x = c.read(0);
        std::copy_n(x.begin(), 5, x.begin() + 35);
        c.write(0, x);
        c.run_ok();
        check(p, c, element);
        std::fill_n(x.begin() + 20, 5, 0.0);
        c.write(0, x);
        c.run_ok();
        CHECK((c.report.bits & LOSSC_REPORT_ZERO_NORM) != 0);
        CHECK(c.report.first_zero_norm == 4);
        const auto d = c.read(c.gradients()[0]);
        CHECK(std::all_of(d.begin() + 20, d.begin() + 25, [](double v) { return v == 0; }));
      }
}

TEST_CASE("rows with an ignored label are no row's other, even where they are not finite") {
  const auto p = all_paired()[1];
  for (std::size_t element : {4u, 8u}) {
    auto c = drawn(p, element, 20, 6);
    auto* const labels = static_cast<std::int32_t*>(c.data[static_cast<std::size_t>(c.slot_named("label"))]);
    labels[0] = labels[13] = -100;
    c.options.ignore_index = -100;
    c.run_ok();
    check(p, c, element);
    const auto before = c.output_bytes();
    auto x = c.read(0);
    x[2] = std::numeric_limits<double>::quiet_NaN(), x[13 * 6] = std::numeric_limits<double>::infinity();
    c.write(0, x);
    c.run_ok();
    const auto d = c.read(c.gradients()[0]);
    for (std::size_t k = 0; k < 6; ++k) CHECK((d[k] == 0 && d[13 * 6 + k] == 0));
    CHECK(std::all_of(d.begin(), d.end(), [](double v) { return std::isfinite(v); }));
    // The same numbers, in sums cut at the rows that stand apart.
    batch_of_rows b(c);
    CHECK(std::abs(c.read(c.result())[0] - static_cast<double>(p.by_loops(b))) <= 2e-6);
  }
}

TEST_CASE("a batch without rows is 0, and an axis and its twin have one size") {
  for (const auto& p : all_paired()) {
    auto c = drawn(p, 4, 0, 3);
    CHECK(c.run_ok().read(c.result())[0] == 0);
    auto other = drawn(p, 4, 4, 3);
    other.sizes.back() = 5;
    const auto status = other.run();
    CHECK(status.kind == LOSSC_FIXED_SIZE);
    CHECK(other.text(status).find("other") != std::string::npos);
  }
}

TEST_CASE("threads change no bit where rows are paired with themselves") {
  for (const auto& p : all_paired()) {
    auto alone = drawn(p, 4, 700, 8);
    alone.options.threads = 1;
    alone.run_ok();
    for (int threads : {2, 3}) {
      auto c = drawn(p, 4, 700, 8);
      c.options.threads = threads;
      CHECK(c.run_ok().output_bytes() == alone.output_bytes());
    }
  }
}

TEST_CASE("a gradient of paired rows that is off by a thousandth is seen") {
  const auto p = all_paired()[0];
  auto c = drawn(p, 8, 17, 5);
  c.run_ok();
  auto d = c.read(c.gradients()[0]);
  for (double& v : d) v *= 1.001;
  c.write(c.gradients()[0], d);
  CHECK(worst_gradient(p, c) > 1e-5);
}
