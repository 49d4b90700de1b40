// What the emulated grid counts: launches, bytes of each allocation, sectors of each line.
#include "session.hpp"

using namespace emulate_test;

namespace {

struct use {
  int line = 0;
  double read = 0, written = 0;
};

use sector_use(const lossc_grid_report& report) {
  std::uint64_t used[2] = {}, sectors[2] = {};
  for (const lossc_grid_line* l = report.lines; l != report.lines + report.line_count; ++l) {
    used[l->writes] += l->bytes_used;
    sectors[l->writes] += l->sectors;
  }
  return {report.lines[0].line, used[0] / (32.0 * sectors[0]), used[1] / (32.0 * sectors[1])};
}

constexpr int line_of_access = __LINE__ + 4;
template <int Width> LOSSC_KERNEL(128) copy(const float* in, float* out, int count, int stride) {
  const int first = cuda::block_index() * cuda::block_size() + cuda::thread_index();
  for (int i = first; i < count / Width; i += cuda::grid_size() * cuda::block_size())
    cuda::write_global<Width>(out + Width * i, cuda::read_global<Width>(in + Width * stride * i));
}

// Two sweeps over a row: what is kept nowhere is read twice.
LOSSC_KERNEL(128) two_sweeps(const float* in, float* out, int count) {
  for (int i = cuda::thread_index(); i < count; i += cuda::block_size()) read_one(in + i);
  for (int i = cuda::thread_index(); i < count; i += cuda::block_size())
    write_one(out + i, read_one(in + i));
}

}  // namespace

TEST_CASE("launches and bytes are counted") {
  grid_session session;
  const float* in = session.given("in", counting<float>(1000));
  float* out = session.unwritten<float>("out", 1000);
  REQUIRE(launch({3, 128}, copy<1>, in, out, 1000, 1) == 0);
  REQUIRE(launch({2, 64, 512}, copy<4>, in, out, 1000, 1) == 0);
  REQUIRE(launch({3, 128}, copy<1>, in, out, 500, 1) == 0);
  const lossc_grid_report& report = session.report();
  REQUIRE(report.launch_count == 3);
  CHECK(report.launches[0].kernel == 0);
  CHECK(report.launches[1].kernel == 1);
  CHECK(report.launches[2].kernel == 0);
  CHECK(report.launches[1].blocks == 2);
  CHECK(report.launches[1].threads == 64);
  CHECK(report.launches[1].shared_bytes == 512);
  CHECK(report.launches[1].bytes_read == 4000);
  CHECK(report.launches[2].bytes_written == 2000);
  CHECK(report.bytes_read == 10000);
  CHECK(report.bytes_written == 10000);
  CHECK(session.allocation("in").bytes_read == 10000);
  CHECK(session.allocation("in").bytes_written == 0);
  CHECK(session.allocation("out").bytes_read == 0);
}

TEST_CASE("a row that is read twice shows in its bytes") {
  grid_session session;
  const float* in = session.given("in", counting<float>(1000));
  REQUIRE(launch({1, 128}, two_sweeps, in, session.unwritten<float>("out", 1000), 1000) == 0);
  CHECK(session.allocation("in").bytes_read == 2 * session.allocation("in").bytes);
  CHECK(session.allocation("out").bytes_written == session.allocation("out").bytes);
}

TEST_CASE("neighbouring lanes use whole sectors") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    grid_session session(seed);
    const float* in = session.given("in", counting<float>(4096));
    float* out = session.unwritten<float>("out", 4096);
    REQUIRE(launch({3, 128}, copy<1>, in, out, 4096, 1) == 0);
    REQUIRE(launch({3, 128}, copy<4>, in, out, 4096, 1) == 0);
    const lossc_grid_report& report = session.report();
    CHECK(sector_use(report).read == 1);
    CHECK(sector_use(report).written == 1);
    REQUIRE(report.line_count == 2);
    CHECK(report.lines[0].line == line_of_access);
    CHECK(report.lines[0].writes == 0);
    CHECK(report.lines[1].writes == 1);
    CHECK(report.lines[1].bytes == 2 * 4096 * 4);
    CHECK(report.lines[1].sectors == 2 * 4096 * 4 / 32);
  }
}

TEST_CASE("strided access shows in the sector use") {
  // Eight floats are a sector; beyond, every lane has its own, near or far.
  const std::pair<int, double> expected[] = {
      {2, 0.5}, {4, 0.25}, {8, 0.125}, {33, 0.125}, {64, 0.125}};
  for (const auto& [stride, use] : expected) {
    grid_session session;
    const float* in = session.given("in", counting<float>(64 * 256));
    REQUIRE(launch({2, 64}, copy<1>, in, session.unwritten<float>("out", 256), 256, stride) == 0);
    CHECK(sector_use(session.report()).read == use);
    CHECK(sector_use(session.report()).written == 1);
  }
}

TEST_CASE("an array that begins within a sector touches one more") {
  grid_session session;
  const float* in = session.given("in", counting<float>(32), 4);
  REQUIRE(launch({1, 32}, copy<1>, in, session.unwritten<float>("out", 32), 32, 1) == 0);
  CHECK(sector_use(session.report()).read == 0.8);
}

TEST_CASE("lanes that read one element count as what moves, not more") {
  grid_session session;
  const float* in = session.given("in", counting<float>(1));
  REQUIRE(launch({1, 32}, copy<1>, in, session.unwritten<float>("out", 32), 32, 0) == 0);
  CHECK(session.allocation("in").bytes_read == 128);
  CHECK(sector_use(session.report()).read == 1);
}

TEST_CASE("sectors need not be counted") {
  grid_session session(lossc_grid_settings{1, 0, 1});
  const float* in = session.given("in", counting<float>(32));
  REQUIRE(launch({1, 32}, copy<1>, in, session.unwritten<float>("out", 32), 32, 1) == 0);
  CHECK(session.report().line_count == 0);
  CHECK(session.report().bytes_read == 128);
}
