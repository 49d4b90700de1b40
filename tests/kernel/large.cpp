// Outputs larger than the caches, which kernels write past them, in every layout of rows.
#include <catch2/catch.hpp>

#include "call.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {
struct size {
  std::int64_t outer, inner;
};
}  // namespace

TEST_CASE("outputs too large for the caches, which are written past them, are the same") {
  // Rows of no whole number of vectors, and of one; 17 MB each, and cut into the most chunks there
  // are.
  for (const auto& [loss, n] :
       {std::pair{"mse", size{80000, 53}}, {"cross_entropy", size{4100, 1024}}}) {
    const auto& s = subject_named(loss);
    const auto a = random_arguments(s, n.outer, n.inner, 9);
    std::string bytes[5];
    for (int layout = 0; layout < 5; ++layout) {
      call c(*s.f32, a);
      for (int i = 0; i < c.slots(); ++i) {
        if (!c.slot(i).strided || c.data[static_cast<std::size_t>(i)] == nullptr) continue;
        const bool output = c.slot(i).role == LOSSC_GRADIENT;
        // Apart: nothing, inputs, outputs on cache lines, outputs off them, and all.
        if ((layout == 1 && !output) || layout == 4) c.lay_out(i, n.inner + 7, 0);
        if (layout == 2 && output) c.lay_out(i, (n.inner / 16 + 1) * 16, 0);
        if (layout == 3 && output) c.lay_out(i, n.inner + 3, 0);
      }
      c.options.threads = 1 + layout % 3;
      c.run_ok();
      bytes[layout] = c.output_bytes();
      INFO(loss << ", layout " << layout);
      CHECK((bytes[layout] == bytes[0]));  // not shown: it is 34 MB
    }
  }
}
