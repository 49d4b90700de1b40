// Kernels of losses on all pairs against plain loops: odd sizes, rectangles, ties, vectors of length 0, blocks of rows, threads, memory.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include <lossc/program/random_arguments.hpp>

#include "call.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

struct pair_size {
  std::int64_t batch, pair, feature;
};
// One row, blocks of rows that are not whole, several panels of them, and columns that are.
constexpr pair_size sizes[] = {{1, 1, 1}, {1, 3, 5}, {2, 2, 3}, {3, 3, 1}, {25, 31, 33}, {64, 32, 16}, {101, 67, 7}, {400, 90, 5}, {793, 50, 4}};

program::call_arguments drawn(const subject& s, const pair_size& n, double temperature = 0.3) {
  auto a = program::random_arguments(s.written, {n.batch, n.feature, n.pair}, {{"temperature", std::to_string(temperature)}}, 3);
  return a;
}

using matrix = std::vector<std::vector<long double>>;
matrix matrix_of(const call& c, int slot) {
  const auto x = c.read(slot);
  matrix rows;
  const auto columns = static_cast<std::size_t>(c.columns(slot));
  for (std::size_t i = 0; i < x.size(); i += columns) rows.emplace_back(x.begin() + static_cast<std::ptrdiff_t>(i), x.begin() + static_cast<std::ptrdiff_t>(i + columns));
  return rows;
}
long double length_of(const std::vector<long double>& x) {
  long double sum = 0;
  for (long double v : x) sum += v * v;
  return std::sqrt(sum);
}
matrix directions(matrix x) {
  for (auto& row : x)
    if (const long double length = length_of(row); length > 0)
      for (auto& v : row) v /= length;
  return x;
}

/// The value and the gradient of every input, by loops over the whole matrix.
struct by_loops {
  long double value = 0, d_temperature = 0;
  matrix d_left, d_right;

  by_loops(const call& c, bool is_clip) {
    const matrix given_left = matrix_of(c, 0), given_right = matrix_of(c, 1);
    const matrix left = is_clip ? directions(given_left) : given_left, right = is_clip ? directions(given_right) : given_right;
    const long double temperature = c.numbers[2];
    const std::size_t n = left.size(), m = right.size(), depth = left[0].size();
    matrix s(n, std::vector<long double>(m, 0)), d = s;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < m; ++j)
        for (std::size_t k = 0; k < depth; ++k) s[i][j] += left[i][k] * right[j][k] / temperature;
    const long double of_row = (is_clip ? 0.5L : 1.0L) / static_cast<long double>(n), of_column = 0.5L / static_cast<long double>(m);
    for (std::size_t i = 0; i < n; ++i) {
      // A row without its positive is as if that were 0.
      long double sum = !is_clip && i >= m ? 1 : 0;
      for (std::size_t j = 0; j < m; ++j) sum += std::exp(s[i][j]);
      value += of_row * std::log(sum);
      for (std::size_t j = 0; j < m; ++j) d[i][j] += of_row * std::exp(s[i][j]) / sum;
    }
    for (std::size_t j = 0; j < m && is_clip; ++j) {
      long double sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += std::exp(s[i][j]);
      value += of_column * std::log(sum);
      for (std::size_t i = 0; i < n; ++i) d[i][j] += of_column * std::exp(s[i][j]) / sum;
    }
    for (std::size_t i = 0; i < std::min(n, m); ++i) value -= s[i][i] / static_cast<long double>(n), d[i][i] -= 1.0L / static_cast<long double>(n);
    d_left.assign(n, std::vector<long double>(depth, 0)), d_right.assign(m, std::vector<long double>(depth, 0));
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < m; ++j) {
        d_temperature -= d[i][j] * s[i][j] / temperature;
        for (std::size_t k = 0; k < depth; ++k) d_left[i][k] += d[i][j] * right[j][k] / temperature, d_right[j][k] += d[i][j] * left[i][k] / temperature;
      }
    if (is_clip) through_directions(given_left, left, d_left), through_directions(given_right, right, d_right);
  }

 private:
  static void through_directions(const matrix& x, const matrix& direction, matrix& d) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const long double length = length_of(x[i]);
      long double along = 0;
      for (std::size_t k = 0; k < x[i].size(); ++k) along += d[i][k] * direction[i][k];
      for (std::size_t k = 0; k < x[i].size(); ++k) d[i][k] = length > 0 ? (d[i][k] - direction[i][k] * along) / length : 0;
    }
  }
};

double distance(const matrix& got, const matrix& right) {
  long double worst = 0, largest = 1e-3L;
  for (std::size_t i = 0; i < right.size(); ++i)
    for (std::size_t k = 0; k < right[i].size(); ++k) {
      largest = std::max(largest, std::abs(right[i][k]));
      if (!(std::abs(got[i][k] - right[i][k]) <= worst)) worst = std::abs(got[i][k] - right[i][k]);
    }
  return static_cast<double>(worst / largest);
}

void check(const subject& s, const call& c, double promise) {
  const by_loops right(c, s.name == "clip");
  const long double value = c.read(c.result())[0];
  CHECK(std::abs(value - right.value) <= promise * std::max(1.0L, std::abs(right.value)));
  CHECK(distance(matrix_of(c, c.slot_named("d_left")), right.d_left) <= promise);
  CHECK(distance(matrix_of(c, c.slot_named("d_right")), right.d_right) <= promise);
  const long double d_temperature = c.read(c.slot_named("d_temperature"))[0];
  CHECK(std::abs(d_temperature - right.d_temperature) <= promise * std::max(1.0L, std::abs(right.d_temperature)));
}
double promise_for(std::size_t element) { return element == 8 ? 1e-12 : 1e-5; }

std::vector<subject> pair_losses() {
  std::vector<subject> list;
  for (const auto& s : subjects())
    if (s.name == "clip" || s.name == "info_nce") list.push_back(s);
  return list;
}

void for_each_call(const pair_size& n, auto&& body) {
  for (const auto& s : pair_losses())
    for (std::size_t element : {4u, 8u}) {
      INFO(s.name << (element == 8 ? " f64, " : " f32, ") << n.batch << " x " << n.pair << " x " << n.feature);
      call c(s.kernel(element), drawn(s, n));
      body(s, c, element);
    }
}

void set_row(call& c, int slot, std::int64_t row, double value) {
  auto x = c.read(slot);
  for (std::int64_t k = 0; k < c.columns(slot); ++k) x[static_cast<std::size_t>(row * c.columns(slot) + k)] = value;
  c.write(slot, x);
}

}  // namespace

TEST_CASE("values and gradients of losses on all pairs are those of plain loops") {
  for (const auto& n : sizes)
    for_each_call(n, [](const subject& s, call& c, std::size_t element) {
      c.run_ok();
      check(s, c, promise_for(element));
    });
}

TEST_CASE("a vector of length 0 and equal rows are as plain loops have them") {
  for_each_call({30, 30, 6}, [](const subject& s, call& c, std::size_t element) {
    set_row(c, 0, 3, 0.0);
    for (std::int64_t row : {1, 7, 29}) set_row(c, 1, row, 0.25);
    c.run_ok();
    check(s, c, promise_for(element));
    CHECK(((c.report.bits & LOSSC_REPORT_ZERO_NORM) != 0) == (s.name == "clip"));
    if (s.name == "clip") CHECK(c.report.first_zero_norm == 3);
  });
}

TEST_CASE("rows may lie apart, and gradients may be added") {
  for_each_call({29, 41, 5}, [](const subject&, call& c, std::size_t) {
    c.run_ok();
    const auto before = c.read(c.slot_named("d_left")), right_before = c.read(c.slot_named("d_right"));
    for (const char* name : {"left", "right", "d_left", "d_right"}) c.lay_out(c.slot_named(name), 9, 77);
    c.options.accumulate = 1;
    c.write(c.slot_named("d_left"), std::vector<double>(before.size(), 2.0));
    c.write(c.slot_named("d_right"), std::vector<double>(right_before.size(), 2.0));
    c.write(c.slot_named("d_temperature"), {0.0});
    c.run_ok();
    const auto after = c.read(c.slot_named("d_left")), right_after = c.read(c.slot_named("d_right"));
    for (std::size_t i = 0; i < before.size(); ++i) CHECK(after[i] == Approx(2 + before[i]).epsilon(1e-5));
    for (std::size_t i = 0; i < right_before.size(); ++i) CHECK(right_after[i] == Approx(2 + right_before[i]).epsilon(1e-5));
  });
}

// 2000 rows make several panels; with room for all products they are made once.
TEST_CASE("threads and room for all products change no bit") {
  for_each_call({2000, 150, 8}, [](const subject& s, call& c, std::size_t element) {
    c.options.threads = 1;
    c.run_ok();
    const auto alone = c.output_bytes();
    const lossc_call made{c.sizes.data(), c.data.data(), nullptr, c.numbers.data(), {}};
    const std::size_t least = c.kernel.workspace_size(&made), most = least + 2000 * 176 * element;
    for (const bool all : {false, true})
      for (int threads : {1, 2, 3}) {
        call other(c.kernel, drawn(s, {2000, 150, 8}));
        storage room(all ? most : least);
        other.options.workspace = {room.data(), all ? most : least};
        other.options.threads = threads;
        other.run_ok();
        CHECK(other.output_bytes() == alone);
      }
  });
}

TEST_CASE("the workspace grows with the rows, not with their square") {
  for (const auto& s : pair_losses()) {
    const auto bytes = [&](std::int64_t n) {
      const std::int64_t of_axes[] = {n, 64, n};
      std::vector<void*> data(static_cast<std::size_t>(s.f32->signature->n_slots), nullptr);
      float some = 0;
      for (int i = 0; i < s.f32->signature->n_slots; ++i) data[static_cast<std::size_t>(i)] = &some;
      const lossc_call made{of_axes, data.data(), nullptr, nullptr, {}};
      return static_cast<double>(s.f32->workspace_size(&made));
    };
    CHECK(bytes(65536) < 65.0 * bytes(1024));
    CHECK(bytes(65536) < 1024.0 * 1024 * 1024);
  }
}

TEST_CASE("without rows the loss is 0 and the report says so; without columns it is refused") {
  for_each_call({0, 3, 5}, [](const subject& s, call& c, std::size_t) {
    const auto status = c.run();
    if (s.name == "clip") {
      CHECK(status.kind == LOSSC_EMPTY_AXIS);  // its columns have nothing to compare
      return;
    }
    CHECK(status.kind == LOSSC_OK);
    CHECK(c.read(c.result())[0] == 0);
    CHECK(c.report.bits == LOSSC_REPORT_EMPTY_MEAN);
    for (double x : c.read(c.slot_named("d_right"))) CHECK(x == 0);
  });
  for (const pair_size& n : {pair_size{3, 0, 5}, pair_size{3, 4, 0}})
    for_each_call(n, [](const subject&, call& c, std::size_t) { CHECK(c.run().kind == LOSSC_EMPTY_AXIS); });
}

TEST_CASE("a temperature of 0 is refused") {
  for_each_call({3, 3, 3}, [](const subject&, call& c, std::size_t) {
    c.numbers[2] = 0;
    CHECK(c.run().kind == LOSSC_PARAMETER_OUT_OF_RANGE);
  });
}

TEST_CASE("a gradient of pairs that is off by a thousandth is seen") {
  const auto& s = subject_named("clip");
  call c(*s.f32, drawn(s, {25, 31, 33}));
  c.run_ok();
  const by_loops right(c, true);
  auto off = matrix_of(c, c.slot_named("d_left"));
  for (auto& row : off)
    for (auto& x : row) x *= 1.001L;
  CHECK(distance(off, right.d_left) > promise_for(4));
}

TEST_CASE("a classifier's logits need not be in memory for its cross-entropy, and ignored rows are inert") {
  const auto& all = subjects();
  const auto found = std::find_if(all.begin(), all.end(), [](const subject& s) { return s.name == "linear_cross_entropy"; });
  if (found == all.end()) return;  // sanitizers look at others
  const subject& s = *found;
  const std::int64_t n = 60, classes = 37, depth = 9;
  for (std::size_t element : {4u, 8u}) {
    auto a = program::random_arguments(s.written, {n, depth, classes}, {}, 8);
    call c(s.kernel(element), a);
    const int target = c.slot_named("target");
    auto* const labels = static_cast<std::int32_t*>(c.data[static_cast<std::size_t>(target)]);
    labels[5] = labels[59] = -100;
    c.options.ignore_index = -100;
    set_row(c, c.slot_named("embedding"), 5, std::numeric_limits<double>::quiet_NaN());
    c.run_ok();
    const matrix x = matrix_of(c, 0), w = matrix_of(c, 1);
    matrix d_x(60, std::vector<long double>(9, 0)), d_w(37, std::vector<long double>(9, 0));
    long double value = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (labels[i] == -100) continue;
      std::vector<long double> z(w.size(), 0);
      long double sum = 0;
      for (std::size_t j = 0; j < w.size(); ++j) {
        for (std::size_t k = 0; k < 9; ++k) z[j] += x[i][k] * w[j][k];
        sum += std::exp(z[j]);
      }
      const auto y = static_cast<std::size_t>(labels[i]);
      value += (std::log(sum) - z[y]) / 58;
      for (std::size_t j = 0; j < w.size(); ++j)
        for (std::size_t k = 0; k < 9; ++k) {
          const long double g = (std::exp(z[j]) / sum - (j == y ? 1 : 0)) / 58;
          d_x[i][k] += g * w[j][k], d_w[j][k] += g * x[i][k];
        }
    }
    CHECK(std::abs(c.read(c.result())[0] - value) <= promise_for(element) * value);
    CHECK(distance(matrix_of(c, c.slot_named("d_embedding")), d_x) <= promise_for(element));
    // A NaN in an ignored row: 0 times it is 0 in no product of matrices.
    CHECK(distance(matrix_of(c, c.slot_named("d_classifier")), d_w) <= promise_for(element));
    set_row(c, c.slot_named("classifier"), 2, std::numeric_limits<double>::quiet_NaN());
    c.run_ok();
    const matrix d_embedding = matrix_of(c, c.slot_named("d_embedding"));
    for (std::size_t row : {5u, 59u})
      for (long double v : d_embedding[row]) CHECK(v == 0);
  }
}
