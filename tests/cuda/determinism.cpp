// The same bits in any order of blocks, warps and lanes, and in place as out of place.
#include <catch2/catch.hpp>

#include "session.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

std::string results(const lossc_kernel& k, const program::call_arguments& a, std::uint64_t seed, bool in_place) {
  const lossc_grid_settings settings = {seed, 0, 1};
  grid_session session(settings);
  call c(k, a);
  for (int g : c.gradients()) {
    const auto& slot = c.slot(g);
    if (in_place && slot.in_place) c.data[static_cast<std::size_t>(g)] = c.data[static_cast<std::size_t>(slot.of)];
  }
  c.run_ok();
  session.check_no_faults();
  return c.output_bytes();
}

}  // namespace

TEST_CASE("neither the order of blocks and lanes nor writing in place changes a bit") {
  for (const auto& s : subjects())
    for (lossc_dtype dtype : {LOSSC_F32, LOSSC_BF16})
      for (std::int64_t inner : {7, 96, 1100, 70001}) {
        if (s.written.axes.size() > 2 && inner > 100) continue;
        INFO(s.name << " " << name_of(dtype) << ", 131 x " << inner);
        const auto a = rounded(s, random_arguments(s, inner > 2000 ? 2 : inner > 1000 ? 9 : 131, inner, 5), dtype);
        const auto first = results(*kernel_of(s, dtype), a, 1, false);
        CHECK(results(*kernel_of(s, dtype), a, 2, false) == first);
        // In place, a row is never split over blocks; its sums are rounded in another order.
        if (inner < 2000) CHECK(results(*kernel_of(s, dtype), a, 3, true) == first);
        else results(*kernel_of(s, dtype), a, 3, true);
      }
}
