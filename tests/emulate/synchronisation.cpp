// Barriers and shuffles of the emulated grid: those that come about, and every way in which they do
// not.
#include "session.hpp"

using namespace emulate_test;

namespace {

template <class T> T warp_sum(unsigned lanes, T x, int width) {
  for (int distance = width / 2; distance > 0; distance /= 2)
    x += cuda::shuffle_xor(lanes, x, distance);
  return x;
}

template <class T> LOSSC_KERNEL(1024) sums_of_groups(const T* in, T* out, int width) {
  const int i = cuda::block_index() * cuda::block_size() + cuda::thread_index();
  const int lane = cuda::thread_index() % cuda::warp_size;
  const unsigned group = (width == 32 ? ~0u : (1u << width) - 1) << lane / width * width;
  write_one(out + i, warp_sum(group, read_one(in + i), width));
}

}  // namespace

TEMPLATE_TEST_CASE("shuffles add up a warp and parts of it", "", float, double, int, long long) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    for (const int width : {1, 2, 8, 32}) {
      grid_session session(seed);
      const TestType* in = session.given("in", counting<TestType>(192));
      TestType* out = session.unwritten<TestType>("out", 192);
      REQUIRE(launch({2, 96}, sums_of_groups<TestType>, in, out, width) == 0);
      for (int i = 0; i < 192; ++i) {
        const int first = i / width * width;
        CHECK(out[i] == static_cast<TestType>(width * first + width * (width - 1) / 2));
      }
    }
  }
}

// ---- Faults
// --------------------------------------------------------------------------------------

namespace {

void expect(const std::string& sentence, void (*kernel)(), int threads = 64) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    grid_session session(seed);
    const int error = launch({3, threads}, kernel);
    CHECK((error == 0) == sentence.empty());
    if (sentence.empty()) {
      CHECK(session.faults().empty());
    } else {
      session.expect_fault(sentence);
    }
  }
}

LOSSC_KERNEL(64) half_leaves() {
  if (cuda::thread_index() < 32) return;
  cuda::sync_block();
}

LOSSC_KERNEL(64) two_barriers() {
  if (cuda::thread_index() < 32) {
    cuda::sync_block();
  } else {
    cuda::sync_block();
  }
}

LOSSC_KERNEL(64) barrier_in_a_loop() {
  for (int i = 0; i < 3; ++i) cuda::sync_block();
}

void everybody_waits(LOSSC_LINE_ALONE) { cuda::sync_block(LOSSC_PASS_LINE_ALONE); }

LOSSC_KERNEL(64) two_calls() {
  if (cuda::thread_index() % 2 == 0) {
    everybody_waits();
  } else {
    everybody_waits();
  }
}

LOSSC_KERNEL(64) not_among_them() { cuda::shuffle_xor(0x0000ffffu, 1, 1); }

LOSSC_KERNEL(64) too_far() {
  cuda::shuffle_xor(cuda::thread_index() % 32 < 16 ? 0x0000ffffu : 0xffff0000u, 1, 16);
}

LOSSC_KERNEL(64) out_of_the_warp() { cuda::shuffle_xor(~0u, 1, 32); }

LOSSC_KERNEL(64) half_shuffles() {
  if (cuda::thread_index() % 32 < 16) cuda::shuffle_xor(~0u, 1, 1);
}

LOSSC_KERNEL(64) shuffle_against_barrier() {
  if (cuda::thread_index() != 3) {
    cuda::shuffle_xor(~0u, 1, 1);
  } else {
    cuda::sync_block();
  }
}

LOSSC_KERNEL(64) two_masks() {
  cuda::shuffle_xor(cuda::thread_index() % 32 == 5 ? 0x000000ffu : ~0u, 1, 1);
}

LOSSC_KERNEL(64) two_lines() {
  if (cuda::thread_index() % 2 == 0) {
    cuda::shuffle_xor(~0u, 1, 1);
  } else {
    cuda::shuffle_xor(~0u, 1, 1);
  }
}

LOSSC_KERNEL(64) all_lanes() { cuda::shuffle_xor(~0u, 1, 1); }

LOSSC_KERNEL(64) shuffle_against_synchronisation() {
  // One line, as of a function that does both.
  cuda::thread_index() % 32 == 9 ? cuda::sync_lanes(~0u) : void(cuda::shuffle_xor(~0u, 1, 1));
}

LOSSC_KERNEL(64) half_synchronises() {
  if (cuda::thread_index() % 32 < 16) cuda::sync_lanes(~0u);
}

LOSSC_KERNEL(64) all_synchronise() {
  for (int i = 0; i < 3; ++i) cuda::sync_lanes(~0u);
  cuda::sync_lanes(1u << cuda::thread_index() % 32);
}

// Lane 0 waits for lane 1, which first shuffles with lane 2: no fault.
LOSSC_KERNEL(64) one_after_another() {
  const int lane = cuda::thread_index() % 32;
  if (lane == 1 || lane == 2) cuda::shuffle_xor(0x6u, 1, 3);
  if (lane == 0 || lane == 1) cuda::shuffle_xor(0x3u, 1, 1);
}

// 0 waits for 1, 1 for 2, 2 for 0.
LOSSC_KERNEL(64) in_a_circle() {
  const int lane = cuda::thread_index() % 32;
  if (lane == 0) cuda::shuffle_xor(0x3u, 1, 1);
  if (lane == 1) cuda::shuffle_xor(0x6u, 1, 3);
  if (lane == 2) cuda::shuffle_xor(0x5u, 1, 2);
}

}  // namespace

TEST_CASE("barriers and shuffles that come about are no fault") {
  expect("", barrier_in_a_loop);
  expect("", all_lanes);
  expect("", one_after_another);
  expect("", all_synchronise);
}

TEST_CASE("a barrier that some threads have passed by is found") {
  expect(
      "block \\d, thread \\d+: waits at a barrier, but thread \\d+ of its block has left the "
      "kernel\\.",
      half_leaves);
}

TEST_CASE("a divergent barrier is found") {
  const std::string sentence =
      "block \\d, thread \\d+: waits at a barrier, but thread \\d+ of its block waits at that of "
      "line \\d+\\.";
  expect(sentence, two_barriers);
  expect(sentence, two_calls);
}

TEST_CASE("wrong masks of shuffles are found") {
  expect(
      "block \\d, thread \\d+: shuffles among the lanes 0x0000ffff, of which it is none \\(it is "
      "lane "
      "\\d+\\)\\.",
      not_among_them);
  expect(
      "block \\d, thread \\d+: shuffles among the lanes "
      "0x(0000ffff|ffff0000), but asks lane \\d+\\.",
      too_far);
  expect("block \\d, thread \\d+: shuffles among the lanes 0xffffffff, but asks lane \\d+\\.",
         out_of_the_warp);
  expect(
      "block \\d, thread \\d+: shuffles among the lanes 0x[0f]+, but thread \\d+ of them shuffles "
      "among the "
      "lanes 0x[0f]+\\.",
      two_masks);
  expect(
      "block \\d, thread 3\\d: shuffles among the lanes 0xffffffff, but lane 8 does not exist in a "
      "block of "
      "40 threads\\.",
      all_lanes, 40);
}

TEST_CASE("shuffles that not all lanes join are found") {
  expect(
      "block \\d, thread \\d+: shuffles among the lanes 0xffffffff, but thread (16|48) has left "
      "the "
      "kernel\\.",
      half_shuffles);
  expect(
      "block \\d, thread 0: shuffles among the lanes 0xffffffff, but thread 3 waits at the barrier "
      "of line "
      "\\d+\\.",
      shuffle_against_barrier, 32);
  expect(
      "block \\d, thread \\d+: shuffles among the lanes 0xffffffff, but thread \\d+ of them "
      "shuffles at line "
      "\\d+\\.",
      two_lines);
  expect(
      "block \\d, thread \\d+: (shuffles|synchronises) among the lanes 0xffffffff, but thread \\d+ "
      "of them "
      "(synchronises|shuffles)\\.",
      shuffle_against_synchronisation);
  expect(
      "block \\d, thread \\d+: synchronises among the lanes 0xffffffff, but thread (16|48) has "
      "left the kernel\\.",
      half_synchronises);
  expect(
      "block \\d, thread \\d+: shuffles among .*, of which some wait for each other elsewhere\\.",
      in_a_circle);
}

namespace {

constexpr int line_of_fault = __LINE__ + 1;
LOSSC_KERNEL(32) waits_alone() { cuda::thread_index() == 0 ? cuda::sync_block() : void(); }

}  // namespace

TEST_CASE("a fault names the line of the text") {
  grid_session session;
  launch({1, 32}, waits_alone);
  REQUIRE(session.faults().size() == 1);
  CHECK_THAT(session.faults()[0],
             Catch::Matchers::StartsWith("Launch 1, line " + std::to_string(line_of_fault) +
                                         ", block 0, "));
}
