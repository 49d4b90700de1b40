// What CUDA kernels move, counted in the emulated grid: bytes as the plan says, whole sectors, few launches.
#include <catch2/catch.hpp>

#include <lossc/emit/cuda_traffic.hpp>

#include "session.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

struct counted {
  std::uint64_t read = 0, written = 0;
};
counted counts_of(const lossc_grid_report& r, const void* array) {
  for (std::size_t i = 0; i < r.allocation_count; ++i)
    if (r.allocations[i].first == array) return {r.allocations[i].bytes_read, r.allocations[i].bytes_written};
  return {};
}

const compiled& compiled_of(const subject& s) {
  static std::map<std::string, compiled> known;
  auto found = known.find(s.name);
  if (found == known.end()) found = known.emplace(s.name, compile(s.written)).first;
  return found->second;
}

// Rows of whole packs of every type: lanes of a warp that keep them, blocks that do, blocks that cannot, several blocks.
struct size {
  std::int64_t outer, inner, most_shared_bytes;
  int lanes;  // of a team, which all read what is picked
};
constexpr size sizes[] = {{24, 24, 0, 8}, {11, 256, 0, 32}, {5, 4096, 0, 128}, {5, 4096, 4096, 128}, {2, 65536, 0, 8 * 512}};

bool joins_columns(const kernel_plan& p) {
  return std::any_of(p.regions.begin(), p.regions.end(), [](const region& r) {
    return std::any_of(r.sweeps.begin(), r.sweeps.end(), [](const sweep& s) {
      return std::any_of(s.reductions.begin(), s.reductions.end(), [](const auto& red) { return red.place == place::column; });
    });
  });
}

}  // namespace

TEST_CASE("arrays are read and written as often as the plan says, in whole sectors") {
  for (const auto& s : subjects())
    for (const auto& n : sizes) {
      INFO(s.name << ", " << n.outer << " x " << n.inner);
      const auto& c = compiled_of(s);
      const auto a = random_arguments(s, n.outer, n.inner, 7);
      const lossc_grid_settings settings = {7, n.most_shared_bytes, 0};
      grid_session session(settings);
      call full(*kernel_of(s, LOSSC_F32), a);
      full.run_ok();
      const auto& report = session.report();
      std::int64_t rows = 1, columns = 1;
      for (std::size_t axis = 0; axis < a.sizes.size(); ++axis) (c.gradient_plan.parallel >> axis & 1 ? rows : columns) *= a.sizes[axis];
      for (const auto& t : cuda_traffic(c.gradient_plan, slots_of(c))) {
        const int slot = full.slot_named(t.name);
        const auto bytes = static_cast<std::uint64_t>(full.count(slot)) * full.element_size(slot);
        const auto got = counts_of(report, full.data[static_cast<std::size_t>(slot)]);
        INFO(t.name);
        const bool split = columns >= 65536, kept = (n.most_shared_bytes == 0 || columns <= 256) && !split;
        const auto whole = static_cast<std::uint64_t>(kept ? t.reads : t.reads_unkept) * bytes;
        CHECK(got.written == static_cast<std::uint64_t>(t.writes) * bytes);
        CHECK(got.read >= whole);
        if (!t.picked) CHECK(got.read == whole);
        else CHECK(got.read - whole <= static_cast<std::uint64_t>(rows * n.lanes * 4 * (split ? 4 : 1)) * c.gradient_plan.regions.size());
      }
      CHECK(static_cast<int>(report.launch_count) == cuda_launches(c.gradient_plan, slots_of(c), rows, columns));
      // Lines that move an array; single numbers per row or per block waste most of a sector. So do tables of sums per
      // column, in double, to which a thread adds one by one: they are in the workspace and the plan's cost leaves them out.
      // And rows of a third axis are eleven entries here, no whole packs.
      session.check_no_faults();
      if (joins_columns(c.gradient_plan) || a.sizes.size() > 2) continue;
      for (std::size_t i = 0; i < report.line_count; ++i) {
        const auto& line = report.lines[i];
        if (line.bytes < static_cast<std::uint64_t>(n.outer * n.inner * 4)) continue;
        INFO("line " << line.line << (line.writes ? " writes" : " reads"));
        CHECK(static_cast<double>(line.bytes_used) >= 0.9 * 32 * static_cast<double>(line.sectors));
      }
    }
}

TEST_CASE("cross-entropy and focal read and write the logits once, KL reads both once") {
  for (const char* name : {"cross_entropy", "focal", "kl_divergence"}) {
    const auto& c = compiled_of(subject_named(name));
    for (const auto& t : cuda_traffic(c.gradient_plan, slots_of(c))) {
      INFO(name << " " << t.name);
      CHECK(t.reads + t.writes == 1);
    }
    CHECK(c.gradient_plan.regions.size() == 1);
  }
}

TEST_CASE("a row of 32768 logits is kept in shared memory") {
  const auto& s = subject_named("cross_entropy");
  const auto a = random_arguments(s, 2, 32768, 7);
  grid_session session;
  call full(*kernel_of(s, LOSSC_F32), a);
  full.run_ok();
  const auto got = counts_of(session.report(), full.data[0]);
  CHECK(got.read < 2 * 32768 * 4 + 2 * 512 * 4 + 1);
  session.check_no_faults();
}
