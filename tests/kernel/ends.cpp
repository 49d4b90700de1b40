// Kernels at the ends of the numbers: NaN and infinities, confident rows, rows without support.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "call.hpp"
#include "targets.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
const double not_a_number = std::numeric_limits<double>::quiet_NaN();

using rows = std::vector<std::vector<double>>;

/// A call on given rows; other inputs by name.
call call_of(const std::string& loss, std::size_t element, const std::string& input, const rows& x,
             const std::vector<int>& labels,
             const std::map<std::string, std::vector<double>>& others = {}) {
  const auto& s = subject_named(loss);
  const auto a = random_arguments(s, static_cast<std::int64_t>(x.size()),
                                  static_cast<std::int64_t>(x[0].size()), 1);
  call c(s.kernel(element), a);
  std::vector<double> flat;
  for (const auto& row : x) flat.insert(flat.end(), row.begin(), row.end());
  c.write(c.slot_named(input), flat);
  for (std::size_t i = 0; i < labels.size(); ++i)
    static_cast<std::int32_t*>(c.data[static_cast<std::size_t>(c.slot_named("target"))])[i] =
        labels[i];
  for (const auto& [name, values] : others) c.write(c.slot_named(name), values);
  return c;
}

/// Within 4 ulp of f32 (of f64: 16); infinities and NaN exactly, zeros with any sign.
bool near(double x, double right, std::size_t element) {
  if (std::isnan(right)) return std::isnan(x);
  const double ulp = element == 8 ? 4e-16 : 6e-8;
  return x == right || std::abs(x - right) <= 4 * ulp * std::abs(right);
}

void expect(call c, double value, const std::vector<double>& gradient,
            const std::string& of = "d_logits") {
  for (auto target : targets()) {
    const using_target scope(target);
    c.run_ok();
    const std::size_t element = c.element_size(c.result());
    INFO(c.kernel.signature->name << ", " << element << " bytes, " << hwy::TargetName(target)
                                  << ": " << c.read(c.result())[0] << ", right " << value);
    CHECK(near(c.read(c.result())[0], value, element));
    const auto found = c.read(c.slot_named(of));
    REQUIRE(found.size() == gradient.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      INFO("gradient[" << i << "] " << found[i] << ", right " << gradient[i]);
      CHECK(near(found[i], gradient[i], element));
    }
  }
}

/// NaN and infinities alike, finite numbers near.
bool alike(const std::vector<double>& a, const std::vector<double>& b, std::size_t element) {
  double size = 0;
  for (double x : b)
    if (std::isfinite(x)) size = std::max(size, std::abs(x));
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::isnan(a[i]) != std::isnan(b[i])) return false;
    if (std::isnan(a[i]) || a[i] == b[i]) continue;
    if (!(std::abs(a[i] - b[i]) <= (element == 8 ? 1e-11 : 1e-5) * size)) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("confident rows keep every digit: T85, T86, T87") {
  for (const char* loss : {"cross_entropy", "cross_entropy_naive"})
    for (std::size_t element : {4u, 8u}) {
      const auto ce = [&](const rows& x) { return call_of(loss, element, "logits", x, {0}); };
      expect(ce({{20, 0}}), 2.061153620314381e-9, {-2.061153618190204e-9, 2.061153618190204e-9});
      expect(ce({{10, 0}}), 4.5398899216864646e-5, {-4.5397868702434395e-5, 4.5397868702434395e-5});
      expect(ce({{1e8, 1e8 + 8}}), 8.000335406372896, {-0.9996646498695336, 0.9996646498695336});
    }
}

TEST_CASE("binary cross-entropy from logits: T88 and infinite logits") {
  for (std::size_t element : {4u, 8u}) {
    const auto bce = [&](double x, double y) {
      return call_of("bce_with_logits", element, "logits", {{x}}, {}, {{"target", {y}}});
    };
    expect(bce(20, 1), 2.061153620314381e-9, {-2.061153618190204e-9});
    expect(bce(-20, 0), 2.061153620314381e-9, {2.061153618190204e-9});
    expect(bce(inf, 1), 0, {0});
    expect(bce(-inf, 0), 0, {0});
    expect(bce(-inf, 1), inf, {-1});
    expect(bce(inf, 0), inf, {1});
    expect(bce(not_a_number, 1), not_a_number, {not_a_number});
  }
}

TEST_CASE("cross-entropy of infinite logits: T51, T78") {
  for (const char* loss : {"cross_entropy", "cross_entropy_naive"})
    for (std::size_t element : {4u, 8u}) {
      const auto ce = [&](const rows& x, int label) {
        return call_of(loss, element, "logits", x, {label});
      };
      expect(ce({{inf, 0}}, 0), 0, {0, 0});
      expect(ce({{-inf, 0, 0}}, 0), inf, {-1, 0.5, 0.5});
      expect(ce({{-inf, 0, 0}}, 1), 0.6931471805599453, {0, -0.5, 0.5});
      expect(ce({{inf, 0}}, 1), inf, {1, -1});
    }
}

TEST_CASE("rows without support are inert, counted, and reported: T51") {
  for (std::size_t element : {4u, 8u})
    for (std::int64_t columns : {2, 64, 65, 300})
      for (const char* loss :
           {"cross_entropy", "cross_entropy_naive", "focal", "label_smoothing"}) {
        INFO(loss << ", " << element << " bytes, " << columns << " columns");
        rows x(5, std::vector<double>(static_cast<std::size_t>(columns), 0));
        auto supported = call_of(loss, element, "logits", x, {0, 0, 0, 0, 0});
        supported.run_ok();
        CHECK(supported.report.bits == 0);
        CHECK(supported.report.first_row == -1);
        const double full = supported.read(supported.result())[0];
        x[2].assign(x[2].size(), -inf);
        x[4] = x[2];
        auto c = call_of(loss, element, "logits", x, {0, 0, 0, 0, 0});
        auto alone = call_of(loss, element, "logits", x, {0, 0, 0, 0, 0});
        alone.data[static_cast<std::size_t>(alone.slot_named("d_logits"))] = nullptr;
        for (auto target : targets()) {
          const using_target scope(target);
          c.run_ok();
          CHECK(c.report.bits == LOSSC_REPORT_NO_SUPPORT);
          CHECK(c.report.first_row == 2);
          CHECK(c.read(c.result())[0] == Approx(full * 3 / 5).epsilon(1e-6));
          const auto g = c.read(c.slot_named("d_logits"));
          bool inert = true;
          for (std::size_t i = 0; i < g.size(); ++i) {
            const auto row = i / static_cast<std::size_t>(columns);
            inert = inert && (g[i] == 0) == (row == 2 || row == 4);
          }
          CHECK(inert);
          alone.run_ok();
          CHECK(alone.report.bits == LOSSC_REPORT_NO_SUPPORT);
          CHECK(alone.report.first_row == 2);
        }
      }
}

TEST_CASE("the first row without support is the first, whichever chunk is ready first") {
  const auto& s = subject_named("cross_entropy");
  for (std::int64_t columns : {10, 500}) {
    const std::int64_t count = 200000 / columns;
    call c(*s.f32, random_arguments(s, count, columns, 1));
    auto x = c.read(c.slot_named("logits"));
    for (std::int64_t row : {count / 3, count / 2, count - 1})
      std::fill_n(x.begin() + row * columns, columns, -inf);
    c.write(c.slot_named("logits"), x);
    c.options.threads = 4;
    c.run_ok();
    CHECK(c.report.first_row == count / 3);
  }
}

TEST_CASE("a difference without direction has gradient 0, and is reported: T27") {
  for (std::size_t element : {4u, 8u})
    for (std::int64_t columns : {2, 65, 300}) {
      INFO(element << " bytes, " << columns << " columns");
      rows x(5, std::vector<double>(static_cast<std::size_t>(columns), 1));
      const auto width = static_cast<std::ptrdiff_t>(columns);
      const std::vector<double> far(static_cast<std::size_t>(5 * columns), 2);
      auto near_by = far;
      std::fill_n(near_by.begin() + 3 * width, width, 1);  // row 3 is the anchor itself
      auto apart =
          call_of("triplet", element, "anchor", x, {}, {{"positive", far}, {"negative", far}});
      auto equal =
          call_of("triplet", element, "anchor", x, {}, {{"positive", near_by}, {"negative", far}});
      for (auto target : targets()) {
        const using_target scope(target);
        apart.run_ok();
        CHECK(apart.report.bits == 0);
        CHECK(apart.report.first_zero_norm == -1);
        equal.run_ok();
        CHECK(equal.report.bits == LOSSC_REPORT_ZERO_NORM);
        CHECK(equal.report.first_zero_norm == 3);
        const auto g = equal.read(equal.slot_named("d_positive"));
        CHECK(std::all_of(g.begin() + 3 * width, g.begin() + 4 * width,
                          [](double e) { return e == 0; }));
        CHECK(g[0] != 0);
      }
    }
}

TEST_CASE("logits a hundred times larger: the textbook spelling is the stable one") {
  for (std::size_t element : {4u, 8u})
    for (std::int64_t columns : {5, 300}) {
      const auto& naive = subject_named("cross_entropy_naive");
      const auto& stable = subject_named("cross_entropy");
      const auto a = random_arguments(naive, 37, columns, 3);
      call c(naive.kernel(element), a), right(stable.kernel(element), a);
      auto x = c.read(c.slot_named("logits"));
      for (double& e : x) e *= 100;
      c.write(c.slot_named("logits"), x);
      right.write(right.slot_named("logits"), x);
      CHECK(c.run_ok().output_bytes() == right.run_ok().output_bytes());
      CHECK(std::isfinite(c.read(c.result())[0]));
    }
}

TEST_CASE("NaN and infinities reach exactly what depends on them") {
  for (const auto& s : one_of_each())
    for (std::int64_t columns : {4, 70}) {
      const auto a = random_arguments(s, 3, columns, 5);
      for (std::size_t input = 0; input < s.written.inputs.size(); ++input) {
        const auto kind = s.written.inputs[input].kind;
        if (kind == input_kind::label || kind == input_kind::parameter) continue;
        auto numbers = a.arrays[input].as_f64();
        for (double special : {not_a_number, inf, -inf}) {
          auto changed = a;
          auto entries = numbers;
          entries[entries.size() / 2 + 1] = special;
          changed.arrays[input] =
              program::make_array<double>(a.arrays[input].shape, std::span<const double>(entries));
          const auto right = stable_reference(s, changed);
          for (std::size_t element : {4u, 8u})
            for (auto target : targets()) {
              const using_target scope(target);
              call c(s.kernel(element), changed);
              c.run_ok();
              INFO(s.name << " " << element << " bytes, " << hwy::TargetName(target) << ", "
                          << columns << " columns, " << s.written.inputs[input].name << " has a "
                          << special);
              CHECK(alike(c.read(c.result()), right.value.as_f64(), element));
              CHECK(((c.report.bits & LOSSC_REPORT_NON_FINITE) != 0) ==
                    !std::isfinite(c.read(c.result())[0]));
              const auto gradients = c.gradients();
              for (std::size_t k = 0; k < gradients.size(); ++k) {
                INFO(c.slot(gradients[k]).name);
                auto expected = right.gradients[k].values.as_f64();
                const auto got = c.read(gradients[k]);
                // A gradient of exactly 0 of a pair gives nothing, whatever it meets; the reference multiplies them to NaN.
                for (std::size_t i = 0; i < got.size() && is_on_pairs(s); ++i)
                  if (std::isfinite(got[i]) && std::isnan(expected[i])) expected[i] = got[i];
                CHECK(alike(got, expected, element));
              }
            }
        }
      }
    }
}

TEST_CASE("a NaN in one row of logits leaves the gradients of the others as they were") {
  for (const char* loss : {"cross_entropy", "focal", "label_smoothing", "kl_divergence", "triplet"})
    for (std::size_t element : {4u, 8u})
      for (std::int64_t columns : {5, 64, 65, 200}) {
        const auto& s = subject_named(loss);
        const auto a = random_arguments(s, 20, columns, 5);
        call before(s.kernel(element), a), c(s.kernel(element), a);
        auto x = c.read(0);
        x[static_cast<std::size_t>(7 * columns + 3)] = not_a_number;
        c.write(0, x);
        before.run_ok();
        c.run_ok();
        INFO(loss << ", " << element << " bytes, " << columns << " columns");
        CHECK(std::isnan(c.read(c.result())[0]));
        CHECK(c.report.bits == LOSSC_REPORT_NON_FINITE);
        for (int g : c.gradients()) {
          const auto found = c.bytes(g), right = before.bytes(g);
          const std::size_t row = found.size() / 20;
          CHECK(found.substr(0, 7 * row) == right.substr(0, 7 * row));
          CHECK(found.substr(8 * row) == right.substr(8 * row));
          CHECK(std::isnan(c.read(g)[static_cast<std::size_t>(7 * columns + 3)]));
        }
      }
}

TEST_CASE("a wrong answer is seen") {
  CHECK_FALSE(near(2.061153e-9, 2.06115362e-9, 4));
  CHECK_FALSE(near(0, 2.06115362e-9, 4));
  CHECK_FALSE(near(0, not_a_number, 4));
  CHECK_FALSE(near(not_a_number, 0, 4));
  CHECK_FALSE(alike({0}, {not_a_number}, 4));
  CHECK_FALSE(alike({inf}, {-inf}, 4));
  CHECK_FALSE(alike({1, 2.001}, {1, 2}, 4));
  CHECK(alike({1, inf, not_a_number}, {1, inf, not_a_number}, 4));
}

TEST_CASE("an entry of an array that is not finite is reported, wherever arrays are written") {
  // Written per entry, per row, per group of rows, per entry of a matrix; NaN in one entry of the first input.
  for (const char* name : {"likelihood_ratio", "sid2_v_cosine", "md4_linear", "diffuse"}) {
    const auto& s = subject_named(name);
    for (std::size_t element : {4u, 8u}) {
      INFO(name << (element == 8 ? " f64" : " f32"));
      call c(s.kernel(element), random_arguments(s, 300, 7, 5));
      c.run_ok();
      CHECK((c.report.bits & LOSSC_REPORT_NON_FINITE) == 0);
      auto values = c.read(0);
      values[values.size() / 2] = std::nan("");
      c.write(0, values);
      c.run_ok();
      CHECK((c.report.bits & LOSSC_REPORT_NON_FINITE) != 0);
    }
  }
}
