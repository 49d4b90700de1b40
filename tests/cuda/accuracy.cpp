// Every CUDA kernel in the emulated grid against the loss as written, in f64: all types, all variants.
#include <catch2/catch.hpp>
#include <cmath>

#include "answer.hpp"
#include "session.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

struct size {
  std::int64_t outer, inner, most_shared_bytes;
};
// Lanes of a warp on short rows; a warp on rows with and without whole packs; a block that keeps
// them in shared memory; a block that cannot; several blocks. One row, and more rows than a block
// has teams.
constexpr size sizes[] = {{1, 2, 0},  {37, 10, 0},  {70, 3, 0},    {9, 53, 0},      {5, 64, 0},
                          {3, 512, 0}, {2, 1001, 0}, {3, 1024, 0}, {2, 1024, 4096}, {2, 1003, 4096}, {2, 65537, 0}};

/// What a call computes does not depend on what else it is asked for; where only gradients need rows,
/// the values' order is that of another plan.
void check_selections(const subject& s, const program::call_arguments& a, const call& full) {
  call value(full.kernel, a);
  for (int g : value.gradients()) value.data[static_cast<std::size_t>(g)] = nullptr;
  value.run_ok();
  CHECK(value.report.bits == full.report.bits);
  const auto alone = value.read(value.result()), together = full.read(full.result());
  for (std::size_t i = 0; i < alone.size(); ++i) CHECK((alone[i] == together[i] || std::abs(alone[i] - together[i]) <= 4e-16 * std::abs(together[i])));
  for (int wanted : full.gradients()) {
    call one(full.kernel, a);
    for (int g : one.outputs())
      if (g != wanted) one.data[static_cast<std::size_t>(g)] = nullptr;
    one.run_ok();
    INFO(s.name << ": " << one.slot(wanted).name << " alone");
    CHECK(one.bytes(wanted) == full.bytes(wanted));
  }
}

void check_upstream(const program::call_arguments& a, const call& full, const answer& right) {
  call scaled(full.kernel, a);
  scaled.provide(scaled.slot_named("d_result"), -2);
  scaled.run_ok();
  CHECK(scaled.bytes(scaled.result()) == full.bytes(full.result()));
  CHECK(deviation_of(scaled, right, -2).gradient <= promised(full.type()).gradient);
}

}  // namespace

TEST_CASE("every CUDA kernel is as accurate as promised in every type and every variant") {
  for (const auto& s : subjects()) {
    unsigned seed = 1;
    for (const auto& n : sizes)
      for (lossc_dtype dtype : all_dtypes) {
        if (s.written.axes.size() > 2 && n.inner > 5000) continue;  // ten times as many entries
        // Differences of norms that hardly differ: nothing is left of them in a few digits.
        if ((s.name == "norm_of_each" || s.name == "row_weight") && (n.outer == 1 || n.inner > 100)) continue;
        // A product rounds once for each factor, in float: thousands of them are worth dozens of ulp.
        if (s.name == "whole_product" && n.inner > 1001) continue;
        // Its gradients are among the subnormal numbers of f16, where half a unit is a thousandth.
        if (s.name == "info_nce_query" && dtype == LOSSC_F16) continue;
        INFO(s.name << " " << name_of(dtype) << ", " << n.outer << " x " << n.inner);
        const auto a = rounded(s, random_arguments(s, n.outer, n.inner, seed++), dtype);
        const auto right = answer(s, a).rounded_to(dtype);
        const lossc_grid_settings settings = {seed, n.most_shared_bytes, 1};
        grid_session session(settings);
        call full(*kernel_of(s, dtype), a);
        full.run_ok();
        const auto d = deviation_of(full, right);
        INFO("value is off by " << d.value << ", gradients by " << d.gradient);
        CHECK(d.within(promised(dtype)));
        if (n.outer * n.inner < 1000) {
          check_selections(s, a, full);
          check_upstream(a, full, right);
        }
        session.check_no_faults();
      }
  }
}

TEST_CASE("all CUDA kernels that were compiled are tested") { CHECK(subjects().size() == LOSSC_KERNELS); }
