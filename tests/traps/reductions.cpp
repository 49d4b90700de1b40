// Traps of means, sizes, types and execution: what is summed is what was asked for, in any order of events.
#include <catch2/catch.hpp>
#include <sys/mman.h>
#include <xmmintrin.h>

#include <lossc/evaluate.hpp>
#include <lossc/loss/all.hpp>

#include "expect.hpp"

using namespace lossc;
using namespace lossc::traps;

namespace {

/// Numbers whose sum depends on the order of additions.
std::vector<double> uneven(std::size_t count) {
  std::vector<double> x(count);
  std::uint32_t state = 1;
  for (double& e : x) {
    state = state * 1664525u + 1013904223u;
    e = static_cast<float>(static_cast<double>(state) / 4294967296.0 - 0.4);
  }
  return x;
}

/// Addresses by the gigabyte; memory is what is touched.
class far_apart {
 public:
  explicit far_apart(std::size_t bytes) : bytes_(bytes) {
    data_ = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    REQUIRE(data_ != MAP_FAILED);
  }
  ~far_apart() { munmap(data_, bytes_); }
  far_apart(const far_apart&) = delete;
  far_apart& operator=(const far_apart&) = delete;
  void* data() const { return data_; }

 private:
  std::size_t bytes_;
  void* data_;
};

}  // namespace

TEST_CASE("trap_T131: Dice of nothing, foreseen and found") {
  expect("dice_of_probabilities", {{"p", {0, 0}}, {"target", {0, 0}}}, 0, {{"p", {0, 0}}});
  expect("dice_of_probabilities", {{"p", {0, 0}}, {"target", {0, 0}}, {"smooth", {0x1p-10}}}, 0,
         {{"p", {0x1p10, 0x1p10}}});
}

TEST_CASE("trap_T137: no pairs to compare") {
  expect("masked_mean", {{"x", {1, 2}}, {"mask", {0, 0}}}, 0, {{"x", {0, 0}}});
}

TEST_CASE("trap_T141: every label is ignored") {
  const list inputs{{"logits", {1, 2, 3, 4}}, {"target", {-100, -100}}};
  expect("cross_entropy", inputs, 0, {{"logits", {0, 0, 0, 0}}});
  auto c = call_of("cross_entropy", inputs);
  c.run_ok();
  CHECK(c.report.bits == LOSSC_REPORT_EMPTY_MEAN);
}

TEST_CASE("trap_T142: an empty batch") {
  const list inputs{{"logits", {}}, {"target", {}}};
  expect("cross_entropy", inputs, 0, {{"logits", {}}});
  auto c = call_of("cross_entropy", inputs);
  c.run_ok();
  CHECK(c.report.bits == LOSSC_REPORT_EMPTY_MEAN);
}

TEST_CASE("trap_T143: a mean over no tokens") {
  const list inputs{{"x", {not_a_number, 2}}, {"mask", {0, 0}}};
  expect("masked_mean", inputs, 0, {{"x", {0, 0}}});
  auto c = call_of("masked_mean", inputs);
  c.run_ok();
  CHECK(c.report.bits == LOSSC_REPORT_EMPTY_MEAN);
}

TEST_CASE("trap_T144: sums and counts of parts give the mean of the whole") {
  expect("masked_mean", {{"x", {1, 1, 1, 9, 4, 9}}, {"mask", {1, 1, 1, 0, 1, 0}}}, 1.75,
         {{"x", {0.25, 0.25, 0.25, 0, 0.25, 0}}});
  double sum = 0;
  for (const list& part : {list{{"x", {1, 1, 1, 9}}, {"mask", {1, 1, 1, 0}}},
                           list{{"x", {4, 9}}, {"mask", {1, 0}}}}) {
    auto c = call_of("masked_sum", part);
    c.run_ok();
    sum += c.read(c.result())[0];
  }
  CHECK(sum / 4 == 1.75);
}

TEST_CASE("trap_T145: a weighted mean is divided by the weights") {
  expect("weighted_mean", {{"x", {1, 2, 4}}, {"weight", {1, 0.5, 0.5}}}, 2,
         {{"x", {0.5, 0.25, 0.25}}, {"weight", {-0.5, 0, 1}}});
}

TEST_CASE("trap_T146: the mean of divergences is over the batch") {
  expect("kl_divergence",
         {{"n_batch", {2}}, {"p", {0.5, 0.5, 0.25, 0.75}}, {"q", {0.25, 0.75, 0.5, 0.5}}},
         0.13732653608351371142,
         {{"p", {0.84657359027997265471, 0.29726744594591780901, 0.15342640972002734529,
                 0.70273255405408219099}},
          {"q", {-1, -1.0 / 3, -0.25, -0.75}}});
}

TEST_CASE("trap_T147: a column and a row of one length are not a matrix of differences") {
  const Eigen::ArrayXXf column{{1}, {2}, {3}}, row{{1, 2, 3}};
  const Eigen::ArrayXf vector{{1, 2, 3}};
  CHECK(evaluate<float>(losses::mse, bind("prediction"_s = column, "target"_s = vector)).value() ==
        0);
  CHECK_THROWS_WITH(evaluate<float>(losses::mse, bind("prediction"_s = column, "target"_s = row)),
                    "target: axis batch has size 1 here and 3 elsewhere");
}

TEST_CASE("trap_T148: bytes are numbers before they are subtracted") {
  const Eigen::Array<std::uint8_t, 1, 1> none{std::uint8_t{0}}, one{std::uint8_t{1}};
  const auto [value, gradient] =
      evaluate<float>(losses::mse, bind("prediction"_s = none, "target"_s = one))
          .wrt("prediction"_s);
  CHECK(value == 1);
  CHECK(gradient(0) == -2);
}

TEST_CASE("trap_T150: sums and squares beyond the range of 16 bits") {
  expect("total", {{"x", std::vector<double>(70000, 1)}}, 70000, {});
  expect("mse", {{"prediction", {300}}, {"target", {0}}}, 90000, {{"prediction", {600}}});
  const double x = 1e-4f;
  expect("mse", {{"prediction", {x}}, {"target", {0}}}, x * x, {{"prediction", {2 * x}}});
}

TEST_CASE("trap_T151: entries further apart than 32 bits count") {
  constexpr std::int64_t rows = 3, stride = (std::int64_t{1} << 31) + 8;
  const list inputs{{"target", {0, 4, 2}}, {"logits", uneven(rows * 5)}};
  auto dense = call_of("summed_cross_entropy", inputs), sparse = call_of("summed_cross_entropy", inputs);
  const far_apart logits(rows * stride * sizeof(float)), gradients(rows * stride * sizeof(float));
  for (const auto& [name, at] : {std::pair{"logits", &logits}, {"d_logits", &gradients}}) {
    const int slot = sparse.slot_named(name);
    const auto values = sparse.read(slot);
    sparse.data[static_cast<std::size_t>(slot)] = at->data();
    sparse.row_strides[static_cast<std::size_t>(slot)] = stride;
    sparse.write(slot, values);
  }
  CHECK(sparse.run_ok().output_bytes() == dense.run_ok().output_bytes());
}

TEST_CASE("trap_T152: rows that do not touch are read as they lie") {
  const list inputs{{"n_batch", {3}}, {"prediction", uneven(15)}, {"target", std::vector<double>(15, 1)}};
  auto dense = call_of("mse", inputs), spread = call_of("mse", inputs);
  spread.lay_out(spread.slot_named("prediction"), 7, not_a_number);
  CHECK(spread.run_ok().output_bytes() == dense.run_ok().output_bytes());
}

TEST_CASE("trap_T153: gradients of rows with a weight from above, called twice") {
  const list inputs{{"logits", {1, 2, 3, 4}}, {"target", {0, 1}}};
  auto c = call_of("cross_entropy_of_rows", inputs);
  const std::string before = c.bytes(c.slot_named("logits"));
  c.provide(c.slot_named("d_result"), 0);
  c.write(c.slot_named("d_result"), {2, 0});
  c.run_ok();
  const auto g = c.read(c.slot_named("d_logits"));
  CHECK(ulps(g[0], -1.4621171572600097585, 4) <= 8);
  CHECK(ulps(g[1], 1.4621171572600097585, 4) <= 8);
  CHECK(g[2] == 0);
  CHECK(g[3] == 0);
  CHECK(c.bytes(c.slot_named("logits")) == before);
  const std::string first = c.output_bytes();
  CHECK(c.run_ok().output_bytes() == first);
}

TEST_CASE("trap_T156: the number of threads changes no bit") {
  const auto x = uneven(300001), y = uneven(300002);
  for (const char* loss : {"total", "mse"}) {
    const list inputs = std::string(loss) == "total"
                            ? list{{"x", x}}
                            : list{{"prediction", x}, {"target", std::vector(y.begin() + 1, y.end())}};
    auto one = call_of(loss, inputs);
    one.run_ok();
    for (int threads : {2, 3, 4}) {
      auto many = call_of(loss, inputs);
      many.options.threads = threads;
      CHECK(many.run_ok().output_bytes() == one.output_bytes());
    }
  }
}

TEST_CASE("trap_T157: the layout of rows changes no bit") {
  const auto x = uneven(37 * 129), y = uneven(37 * 129 + 1);
  std::vector<double> target(37);
  for (std::size_t i = 0; i < target.size(); ++i) target[i] = static_cast<double>(i * 5 % 129);
  auto dense = call_of("cross_entropy", {{"logits", x}, {"target", target}});
  auto spread = call_of("cross_entropy", {{"logits", x}, {"target", target}});
  spread.lay_out(spread.slot_named("logits"), 140, not_a_number);
  spread.lay_out(spread.slot_named("d_logits"), 131, 0);
  CHECK(dense.run_ok().output_bytes() == spread.run_ok().output_bytes());
}

TEST_CASE("trap_T158: the size of the batch changes no bit of a row") {
  constexpr std::size_t rows = 64, classes = 129;
  const auto x = uneven(rows * classes);
  std::vector<double> target(rows);
  for (std::size_t i = 0; i < rows; ++i) target[i] = static_cast<double>(i * 5 % classes);
  auto all = call_of("summed_cross_entropy", {{"logits", x}, {"target", target}});
  all.run_ok();
  const auto gradients = all.read(all.slot_named("d_logits"));
  for (std::size_t i = 0; i < rows; ++i) {
    const auto first = static_cast<std::ptrdiff_t>(i * classes);
    const std::vector<double> row(x.begin() + first, x.begin() + first + classes);
    auto one = call_of("summed_cross_entropy", {{"target", {target[i]}}, {"logits", row}});
    one.run_ok();
    CHECK(one.read(one.slot_named("d_logits")) ==
          std::vector<double>(gradients.begin() + first, gradients.begin() + first + classes));
  }
}

TEST_CASE("trap_T160: subnormal numbers are kept") {
  const double tiny = 1e-40f;
  expect("product", {{"x", {tiny}}, {"y", {1}}}, tiny, {{"x", {1}}, {"y", {tiny}}}, {0, 0});
  expect("exponential", {{"x", {-100}}}, 3.720075976020835963e-44,
         {{"x", {3.720075976020835963e-44}}});
  expect("logarithm", {{"x", {tiny}}}, -92.103409109664876904, {{"x", {inf}}}, {},
         precision::f32);
  expect("logarithm", {{"x", {tiny}}}, -92.103409109664876904, {{"x", {1.0000053899175750967e40}}},
         {}, precision::f64);
}

TEST_CASE("trap_T161: a kernel leaves the caller's floating point as it was") {
  constexpr unsigned flush_to_zero = 1u << 15, denormals_are_zero = 1u << 6;
  const unsigned before = _mm_getcsr();
  CHECK((before & (flush_to_zero | denormals_are_zero)) == 0);
  constexpr unsigned exceptions_seen = 0x3f;
  call_of("exponential", {{"x", {-100, 1, 3}}}).run_ok();
  CHECK((_mm_getcsr() & ~exceptions_seen) == (before & ~exceptions_seen));
}

TEST_CASE("trap_T162: NaN and infinity are looked for") {
  expect("finite_part", {{"x", {not_a_number, inf, -inf, 1}}}, 1, {{"x", {0, 0, 0, 1}}});
}

TEST_CASE("trap_T164: 64 bits are not narrowed") {
  const double wide = 0x1p40 + 3;
  auto c = call_of("total", {{"x", {1, 2}}}, LOSSC_F64);
  c.write(c.slot_named("x"), {wide, 0});
  c.run_ok();
  CHECK(c.read(c.result())[0] == wide);
  auto labels = call_of("picked", {{"x", {1, 2, 3, 4}}, {"target", {0, 1}}});
  const std::vector<std::int64_t> far{0, (std::int64_t{1} << 40) + 1};
  for (int i = 0; i < labels.slots(); ++i) {
    auto& data = labels.data[static_cast<std::size_t>(i)];
    if (labels.slot(i).role == LOSSC_LABEL_INT32) data = nullptr;
    if (labels.slot(i).role == LOSSC_LABEL_INT64) data = const_cast<std::int64_t*>(far.data());
  }
  const auto status = labels.run();
  CHECK(status.kind == LOSSC_LABEL_OUT_OF_RANGE);
  CHECK(status.value == far[1]);
}
