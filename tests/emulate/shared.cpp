// Shared memory of the emulated grid: bounds, alignment, unwritten bytes and races, each planted
// once.
#include "session.hpp"

using namespace emulate_test;

namespace {

enum class planted {
  nothing,
  no_barrier,
  one_barrier_less,
  reads_behind,
  unwritten_tail,
  too_large,
  misaligned
};

// The sum of a row by a block: a tree in shared memory.
template <planted P> LOSSC_KERNEL(256) row_sum(const float* in, float* out, int classes) {
  const int t = cuda::thread_index(), n = cuda::block_size();
  const cuda::shared<float> partial(0, P == planted::too_large ? 2 * n : n);
  float sum = 0;
  for (int i = t; i < classes; i += n) sum += read_one(in + cuda::block_index() * classes + i);
  if (P != planted::unwritten_tail || t < classes) partial.store(t, cuda::pack<float, 1>{{sum}});
  if (P != planted::no_barrier) cuda::sync_block();
  for (int half = n / 2; half > 0; half /= 2) {
    if (t < half) {
      const int other = t + half + (P == planted::reads_behind ? n / 2 : 0);
      sum += partial.load(P == planted::too_large ? other + n : other).value[0];
      partial.store(t, cuda::pack<float, 1>{{sum}});
    }
    if (P != planted::one_barrier_less || half > 4) cuda::sync_block();
  }
  if (P == planted::misaligned && t == 0) partial.load<2>(1);
  if (t == 0) write_one(out + cuda::block_index(), sum);
}

template <planted P> void expect(const std::string& sentence, int classes = 300) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    grid_session session(seed);
    const float* in =
        session.given("in", std::vector<float>(static_cast<std::size_t>(5 * classes), 1));
    float* out = session.unwritten<float>("out", 5);
    const int error = launch({5, 128, 128 * sizeof(float)}, row_sum<P>, in, out, classes);
    if (sentence.empty()) {
      CHECK(error == 0);
      CHECK(session.faults().empty());
      CHECK(std::vector<float>(out, out + 5) == std::vector<float>(5, static_cast<float>(classes)));
    } else {
      CHECK(error != 0);
      session.expect_fault(sentence);
    }
  }
}

}  // namespace

TEST_CASE("a reduction of a block passes") { expect<planted::nothing>(""); }

TEST_CASE("a dropped barrier of a reduction is found") {
  expect<planted::no_barrier>(
      "block \\d, thread \\d+: (reads|writes) 4 bytes at byte \\d+ of the block's shared memory "
      "\\(512 "
      "bytes\\), of which (byte \\d+ was never written in this block|thread \\d+ of its block has "
      "(read|written) byte \\d+, with no barrier in between)\\.");
  expect<planted::one_barrier_less>(
      ".* of its block has (read|written) byte \\d+, with no barrier in between\\.");
}

TEST_CASE("a read behind a shared array is found") {
  expect<planted::reads_behind>(
      "block \\d, thread \\d+: reads 4 bytes at element 1\\d\\d of an array of 128 in shared "
      "memory, which "
      "is outside of it\\.");
}

TEST_CASE("shared arrays must fit into what the launch has asked for") {
  expect<planted::too_large>(
      "block \\d, thread \\d+: reads 4 bytes at byte \\d+ of the block's shared memory \\(512 "
      "bytes\\), "
      "which is outside of it\\.");
}

TEST_CASE("a read of shared bytes that nothing has written is found, also after other blocks") {
  expect<planted::unwritten_tail>(
      "block \\d, thread \\d+: reads 4 bytes at byte \\d+ of the block's shared memory \\(512 "
      "bytes\\), of "
      "which byte \\d+ was never written in this block\\.",
      100);
}

TEST_CASE("shared packs must lie at multiples of their size") {
  expect<planted::misaligned>(
      "block \\d, thread 0: reads 8 bytes at byte 4 of the block's shared memory \\(512 bytes\\), "
      "which is "
      "not a multiple of 8\\.");
}

// ---- Who sees what
// -------------------------------------------------------------------------------

namespace {

LOSSC_KERNEL(64) every_block_writes_once(float* out) {
  const cuda::shared<float> x(16, 1);
  if (cuda::block_index() == cuda::grid_size() / 2 && cuda::thread_index() == 0)
    x.store(0, cuda::pack<float, 1>{{1}});
  cuda::sync_block();
  if (cuda::thread_index() == 1) write_one(out + cuda::block_index(), x.load(0).value[0]);
}

enum class ordered_by { nothing, shuffle, lanes, half_of_the_lanes, block };

template <ordered_by How> void order(unsigned lanes) {
  if (How == ordered_by::shuffle) cuda::shuffle_xor(lanes, 1.0f, 1);
  if (How == ordered_by::lanes) cuda::sync_lanes(lanes);
  if (How == ordered_by::half_of_the_lanes)
    cuda::sync_lanes(cuda::thread_index() % 8 < 4 ? lanes & 0x0f0f0f0fu : lanes & 0xf0f0f0f0u);
  if (How == ordered_by::block) cuda::sync_block();
}

// Groups of eight lanes hand their numbers around, write over what everybody has read, and read
// that.
template <ordered_by First, ordered_by Second> LOSSC_KERNEL(64) groups_of_eight(float* out) {
  const cuda::shared<float> x(0, 64);
  const int t = cuda::thread_index(), first = t / 8 * 8;
  const unsigned group = 0xffu << first % 32;
  x.store(t, cuda::pack<float, 1>{{static_cast<float>(t)}});
  order<First>(group);
  float sum = 0;
  for (int i = 0; i < 8; ++i) sum += x.load(first + i).value[0];
  order<Second>(group);
  if (t % 8 == 5) x.store(first, cuda::pack<float, 1>{{sum}});
  order<First>(group);
  write_one(out + t, x.load(first).value[0]);
}

// Lane 0 tells lane 1, and lane 1 tells lane 2.
LOSSC_KERNEL(32) passed_on(float* out) {
  const cuda::shared<float> x(0, 1);
  const int t = cuda::thread_index();
  if (t == 0) x.store(0, cuda::pack<float, 1>{{7}});
  if (t < 2) cuda::sync_lanes(0x3u);
  if (t == 1 || t == 2) cuda::sync_lanes(0x6u);
  if (t == 2) write_one(out, x.load(0).value[0]);
}

// Every warp reads; a warp that has synchronised with itself writes.
template <bool Block> LOSSC_KERNEL(64) warps_read_one_writes() {
  const cuda::shared<float> x(0, 1);
  const int t = cuda::thread_index();
  if (t == 40) x.store(0, cuda::pack<float, 1>{{7}});
  cuda::sync_block();
  x.load(0);
  cuda::sync_lanes(~0u);
  if (Block) cuda::sync_block();
  if (t == 3) x.store(0, cuda::pack<float, 1>{{8}});
}

LOSSC_KERNEL(64) mixed_widths(double* out) {
  const cuda::shared<float> four(0, 128);
  const cuda::shared<cuda::float16> two(512, 64);
  const cuda::shared<double> eight(640, 64);
  const int t = cuda::thread_index();
  two.store(t, cuda::pack<cuda::float16, 1>{{cuda::narrow<cuda::float16>(1.0f)}});
  eight.store(t, cuda::pack<double, 1>{{2}});
  if (t < 32) four.store<4>(4 * t, cuda::pack<float, 4>{{3, 4, 5, 6}});
  cuda::sync_block();
  const int o = 63 - t;
  write_one(out + t, cuda::widen(two.load(o).value[0]) + eight.load(o).value[0] +
                         four.load<2>(2 * o).value[1]);
}

}  // namespace

TEST_CASE("a block does not see the shared memory of another one") {
  grid_session session;
  CHECK(launch({9, 64, 32}, every_block_writes_once, session.unwritten<float>("out", 9)) != 0);
  session.expect_fault(
      "block \\d, thread 1: reads 4 bytes at byte 16 .* was never written in this block\\.");
}

namespace {

template <ordered_by First, ordered_by Second> std::vector<std::string> faults_of_groups() {
  std::vector<std::string> faults;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    grid_session session(seed);
    float* out = session.unwritten<float>("out", 64);
    launch({1, 64, 256}, groups_of_eight<First, Second>, out);
    for (const std::string& fault : session.faults()) faults.push_back(fault);
    if (faults.empty())
      for (int t = 0; t < 64; ++t) CHECK(out[t] == static_cast<float>(8 * (t / 8 * 8) + 28));
  }
  return faults;
}

}  // namespace

TEST_CASE("barriers, also those of some lanes, order shared memory") {
  CHECK(faults_of_groups<ordered_by::lanes, ordered_by::lanes>().empty());
  CHECK(faults_of_groups<ordered_by::block, ordered_by::lanes>().empty());
  CHECK(faults_of_groups<ordered_by::block, ordered_by::block>().empty());
}

TEST_CASE("without a barrier that all lanes of a group join there is a fault") {
  using by = ordered_by;
  CHECK(faults_of_groups<by::nothing, by::lanes>().size() == 10);
  CHECK(faults_of_groups<by::shuffle, by::lanes>().size() ==
        10);  // a shuffle does not order memory
  CHECK(faults_of_groups<by::half_of_the_lanes, by::lanes>().size() == 10);
  for (const auto& faults :
       {faults_of_groups<by::lanes, by::nothing>(), faults_of_groups<by::block, by::nothing>(),
        faults_of_groups<by::lanes, by::shuffle>(),
        faults_of_groups<by::lanes, by::half_of_the_lanes>()}) {
    CHECK(faults.size() == 10);
    for (const std::string& fault : faults)
      CHECK_THAT(fault, Catch::Matchers::Matches(
                            ".* of its block ha(s|ve) (read|written) byte \\d+, with no barrier "
                            "in between\\."));
  }
}

TEST_CASE("what a lane knows it passes on") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    grid_session session(seed);
    float* out = session.unwritten<float>("out", 1);
    CHECK(launch({1, 32, 4}, passed_on, out) == 0);
    CHECK(out[0] == 7);
  }
}

TEST_CASE("a warp's barrier does not order what other warps do") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    grid_session session(seed);
    CHECK(launch({1, 64, 4}, warps_read_one_writes<true>) == 0);
    CHECK(launch({1, 64, 4}, warps_read_one_writes<false>) != 0);
    CHECK(session.faults().size() == 1);
  }
}

TEST_CASE("elements of different widths live side by side") {
  grid_session session;
  double* out = session.unwritten<double>("out", 64);
  REQUIRE(launch({1, 64, 1152}, mixed_widths, out) == 0);
  CHECK(out[0] == 1 + 2 + 6);
  CHECK(out[1] == 1 + 2 + 4);
}
