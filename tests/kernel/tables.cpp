// Kernels of losses on rows of tables against plain loops: several blocks, repeated and ignored indices, threads, what is refused.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <lossc/program/random_arguments.hpp>

#include "call.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

struct glove_size {
  std::int64_t words, contexts, embedding, pairs;
};
// One of all, odd ones, more rows than pairs, and blocks that are not whole.
constexpr glove_size sizes[] = {{1, 1, 1, 1}, {3, 2, 5, 2}, {7, 5, 3, 40}, {1000, 3, 8, 300}, {37, 50, 33, 9001}};

call drawn(std::size_t element, const glove_size& n) {
  const auto& s = subject_named("glove");
  auto a = program::random_arguments(s.written, {n.words, n.embedding, n.contexts, n.pairs}, {}, 6);
  return call(s.kernel(element), a);
}
std::int32_t* index_named(call& c, const char* name) { return static_cast<std::int32_t*>(c.data[static_cast<std::size_t>(c.slot_named(name))]); }

/// The value and the gradients, by one loop over the pairs.
struct by_loop {
  long double value = 0;
  std::vector<std::vector<long double>> gradients;  // of vectors and biases of words and contexts, in order

  explicit by_loop(call& c) {
    std::vector<std::vector<double>> x;
    for (int i = 0; i < 4; ++i) {
      x.push_back(c.read(i));
      gradients.emplace_back(x.back().size(), 0);
    }
    const auto* const word = index_named(c, "word");
    const auto* const context = index_named(c, "context");
    const auto count = c.read(c.slot_named("count"));
    const auto depth = static_cast<std::size_t>(c.columns(0));
    const auto ignored = [&](std::size_t p) { return word[p] == c.options.ignore_index || context[p] == c.options.ignore_index; };
    long double counted = 0;
    for (std::size_t p = 0; p < count.size(); ++p) counted += !ignored(p);
    for (std::size_t p = 0; p < count.size(); ++p) {
      if (ignored(p) || count[p] == 0) continue;
      const auto w = static_cast<std::size_t>(word[p]), v = static_cast<std::size_t>(context[p]);
      long double product = 0;
      for (std::size_t k = 0; k < depth; ++k) product += static_cast<long double>(x[0][w * depth + k]) * x[1][v * depth + k];
      const long double weight = count[p] < 100 ? std::pow(count[p] / 100.0L, 0.75L) : 1, error = product + x[2][w] + x[3][v] - std::log(static_cast<long double>(count[p]));
      value += weight * error * error / counted;
      const long double d = 2 * weight * error / counted;
      for (std::size_t k = 0; k < depth; ++k) gradients[0][w * depth + k] += d * x[1][v * depth + k], gradients[1][v * depth + k] += d * x[0][w * depth + k];
      gradients[2][w] += d, gradients[3][v] += d;
    }
  }
};

double distance(const std::vector<double>& got, const std::vector<long double>& right) {
  long double worst = 0, largest = 1e-3L;
  for (std::size_t i = 0; i < right.size(); ++i) {
    largest = std::max(largest, std::abs(right[i]));
    if (!(std::abs(got[i] - right[i]) <= worst)) worst = std::abs(got[i] - right[i]);
  }
  return static_cast<double>(worst / largest);
}

void check(call& c, double promise) {
  const by_loop right(c);
  CHECK(std::abs(c.read(c.result())[0] - right.value) <= promise * std::max(1.0L, std::abs(right.value)));
  const auto gradients = c.gradients();
  REQUIRE(gradients.size() == 4);
  for (std::size_t k = 0; k < 4; ++k) {
    INFO(c.slot(gradients[k]).name);
    CHECK(distance(c.read(gradients[k]), right.gradients[k]) <= promise);
  }
}
double promise_for(std::size_t element) { return element == 8 ? 1e-13 : 1e-5; }

}  // namespace

TEST_CASE("the value and gradients of GloVe are those of a plain loop") {
  for (const auto& n : sizes)
    for (std::size_t element : {4u, 8u}) {
      INFO(n.words << " words, " << n.contexts << " contexts, " << n.pairs << " pairs, " << element << " bytes");
      auto c = drawn(element, n);
      c.run_ok();
      check(c, promise_for(element));
    }
}

TEST_CASE("pairs with an ignored index or a count of 0 are inert, also beside what is not finite") {
  for (std::size_t element : {4u, 8u}) {
    auto c = drawn(element, {9, 7, 5, 60});
    auto* const word = index_named(c, "word");
    auto* const context = index_named(c, "context");
    std::replace(word, word + 60, 8, 2);
    word[3] = context[20] = word[59] = -100;
    c.options.ignore_index = -100;
    auto count = c.read(c.slot_named("count"));
    count[3] = std::numeric_limits<double>::quiet_NaN(), count[5] = 0;
    c.write(c.slot_named("count"), count);
    auto vectors = c.read(0);
    std::fill_n(vectors.end() - 5, 5, std::numeric_limits<double>::infinity());  // no pair takes word 8
    c.write(0, vectors);
    c.run_ok();
    check(c, promise_for(element));
  }
}

TEST_CASE("threads change no bit of what is given back to tables") {
  for (std::size_t element : {4u, 8u}) {
    auto alone = drawn(element, {37, 50, 9, 9001});
    alone.options.threads = 1;
    alone.run_ok();
    for (int threads : {2, 3}) {
      auto c = drawn(element, {37, 50, 9, 9001});
      c.options.threads = threads;
      CHECK(c.run_ok().output_bytes() == alone.output_bytes());
    }
  }
}

TEST_CASE("rows of tables may lie apart, gradients may be added, and each may be left out") {
  for (std::size_t element : {4u, 8u}) {
    auto c = drawn(element, {7, 5, 3, 40});
    c.run_ok();
    const auto gradients = c.gradients();
    std::vector<std::vector<double>> before;
    for (int g : gradients) before.push_back(c.read(g));
    for (const char* name : {"word_vectors", "context_vectors", "d_word_vectors", "d_context_vectors"}) c.lay_out(c.slot_named(name), 8, 77);
    c.options.accumulate = 1;
    for (int g : gradients) c.write(g, std::vector<double>(c.read(g).size(), 2.0));
    c.run_ok();
    for (std::size_t k = 0; k < gradients.size(); ++k) {
      const auto after = c.read(gradients[k]);
      for (std::size_t i = 0; i < after.size(); ++i) CHECK(after[i] == Approx(2 + before[k][i]).epsilon(1e-5));
    }
    for (std::size_t left_out = 0; left_out < gradients.size(); ++left_out) {
      auto some = drawn(element, {7, 5, 3, 40});
      some.data[static_cast<std::size_t>(gradients[left_out])] = nullptr;
      some.run_ok();
      for (std::size_t k = 0; k < gradients.size(); ++k)
        if (k != left_out) CHECK(some.read(gradients[k]) == before[k]);
    }
  }
}

TEST_CASE("an index outside of its table is refused, and nothing is written") {
  auto c = drawn(4, {7, 5, 3, 40});
  const auto untouched = c.output_bytes();
  index_named(c, "context")[17] = 5;
  const auto status = c.run();
  CHECK(status.kind == LOSSC_LABEL_OUT_OF_RANGE);
  CHECK(c.text(status) == "context: 5 at row 17 is outside [0, 5)");
  CHECK(c.output_bytes() == untouched);
}

TEST_CASE("without pairs the loss is 0 with a report, and gradients are 0; an empty table or vector is refused") {
  auto c = drawn(4, {7, 5, 3, 0});
  CHECK(c.run_ok().read(c.result())[0] == 0);
  CHECK((c.report.bits & LOSSC_REPORT_EMPTY_MEAN) != 0);
  for (int g : c.gradients())
    for (double x : c.read(g)) CHECK(x == 0);
  auto without_words = drawn(4, {7, 5, 3, 0});
  without_words.sizes[0] = 0;
  CHECK(without_words.run().kind == LOSSC_EMPTY_AXIS);
  auto without_numbers = drawn(4, {7, 5, 3, 4});
  without_numbers.sizes[1] = 0;
  CHECK(without_numbers.run().kind == LOSSC_EMPTY_AXIS);
}

TEST_CASE("the workspace of tables does not grow with what is taken but for numbers of pairs") {
  const auto& s = subject_named("glove");
  const auto bytes = [&](std::int64_t pairs, std::int64_t embedding) {
    const std::int64_t of_axes[] = {10, embedding, 10, pairs};
    std::vector<void*> data(static_cast<std::size_t>(s.f32->signature->n_slots), nullptr);
    float some = 0;
    for (int i = 0; i < s.f32->signature->n_slots; ++i) data[static_cast<std::size_t>(i)] = &some;
    const lossc_call made{of_axes, data.data(), nullptr, nullptr, {}};
    return s.f32->workspace_size(&made);
  };
  CHECK(bytes(1 << 20, 300) - bytes(1 << 20, 3) == bytes(1 << 16, 300) - bytes(1 << 16, 3));
}

TEST_CASE("a gradient of a table that is off by a thousandth is seen") {
  auto c = drawn(8, {7, 5, 3, 40});
  c.run_ok();
  auto off = by_loop(c).gradients[0];
  for (auto& x : off) x *= 1.001L;
  CHECK(distance(c.read(c.gradients()[0]), off) > promise_for(4));
}
