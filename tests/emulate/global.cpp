// Global memory of the emulated grid: bounds, alignment, unwritten bytes and races, each planted
// once.
#include "session.hpp"

using namespace emulate_test;

namespace {

enum class planted { nothing, tail_too_long, begins_early, strided };

template <planted P> LOSSC_KERNEL(64) copy(const float* in, float* out, int count) {
  const int threads = cuda::grid_size() * cuda::block_size();
  const int first = cuda::block_index() * cuda::block_size() + cuda::thread_index();
  for (int i = first; i < count + (P == planted::tail_too_long); i += threads)
    write_one(out + i, read_one(in + (P == planted::begins_early ? i - 1 : i)));
}

// Four neighbours at a time, then the rest one by one.
LOSSC_KERNEL(64) copy_packs(const float* in, float* out, int count) {
  const int threads = cuda::grid_size() * cuda::block_size();
  const int first = cuda::block_index() * cuda::block_size() + cuda::thread_index();
  for (int i = first; i < count / 4; i += threads)
    cuda::write_global<4>(out + 4 * i, cuda::read_global<4>(in + 4 * i));
  for (int i = count / 4 * 4 + first; i < count; i += threads) write_one(out + i, read_one(in + i));
}

}  // namespace

TEST_CASE("a strided copy with a tail passes, for any order of blocks and lanes") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (const int count : {1, 31, 97, 1000}) {
      grid_session session(seed);
      const auto values = counting<float>(static_cast<std::size_t>(count));
      const float* in = session.given("in", values);
      float* out = session.unwritten<float>("out", values.size());
      REQUIRE(launch({3, 40}, copy<planted::nothing>, in, out, count) == 0);
      CHECK(session.faults().empty());
      CHECK(std::equal(values.begin(), values.end(), out));
      CHECK(session.is_written(out, values.size()));
    }
  }
}

TEST_CASE("a copy of packs with a tail of single elements passes") {
  grid_session session;
  const auto values = counting<float>(1003);
  const float* in = session.given("in", values);
  float* out = session.unwritten<float>("out", values.size());
  REQUIRE(launch({3, 40}, copy_packs, in, out, 1003) == 0);
  CHECK(std::equal(values.begin(), values.end(), out));
  CHECK(session.is_written(out, values.size()));
}

TEST_CASE("an output that is not written everywhere is known") {
  grid_session session;
  const float* in = session.given("in", counting<float>(99));
  float* out = session.unwritten<float>("out", 99);
  REQUIRE(launch({1, 32}, copy<planted::nothing>, in, out, 97) == 0);
  CHECK(session.grid().first_uninitialised(out, 99 * 4) == 97 * 4);
  session.grid().mark_initialised(out + 97, 4);
  CHECK(session.grid().first_uninitialised(out, 99 * 4) == 98 * 4);
  CHECK_FALSE(session.is_written(out + 98, 1));
}

TEST_CASE("a tail that is one too long is found, and later launches are refused") {
  grid_session session;
  const float* in = session.given("in", counting<float>(97));
  float* out = session.unwritten<float>("out", 97);
  const int error = launch({1, 32}, copy<planted::tail_too_long>, in, out, 97);
  CHECK(error != 0);
  session.expect_fault(
      "block 0, thread 1: reads 4 bytes at byte 388 of allocation 'in' \\(388 bytes\\), which is "
      "outside of it\\.");
  CHECK(std::string(cuda::launch_error_text(error)) ==
        "a kernel did what it must not; the report says what");
  CHECK(launch({1, 32}, copy<planted::nothing>, in, out, 97) != 0);
  CHECK(session.report().launch_count == 1);

  grid_session another;
  const float* again = another.given("in", counting<float>(97));
  CHECK(launch({1, 32}, copy<planted::nothing>, again, another.unwritten<float>("out", 97), 97) ==
        0);
}

TEST_CASE("a read in front of an array is found") {
  grid_session session;
  const float* in = session.given("in", counting<float>(8));
  float* out = session.unwritten<float>("out", 8);
  CHECK(launch({1, 32}, copy<planted::begins_early>, in, out, 8) != 0);
  session.expect_fault(
      "block 0, thread 0: reads 4 bytes at byte -4 of allocation 'in' \\(32 bytes\\).*");
}

TEST_CASE("null pointers and addresses of nothing are found") {
  const float* null = nullptr;
  float on_the_host[32] = {};
  for (const float* in : {null, static_cast<const float*>(on_the_host)}) {
    grid_session session;
    float* out = session.unwritten<float>("out", 8);
    CHECK(launch({1, 32}, copy<planted::nothing>, in, out, 1) != 0);
    session.expect_fault(
        std::string("block 0, thread 0: reads 4 bytes at ") +
        (in == null ? "a null pointer\\." : "an address outside of every allocation\\."));
  }
}

TEST_CASE("packs must lie at multiples of their size") {
  grid_session session;
  const float* in = session.given("in", counting<float>(9), 4);
  float* out = session.unwritten<float>("out", 9);
  CHECK(launch({1, 32}, copy_packs, in, out, 9) != 0);
  session.expect_fault(
      "block 0, thread \\d+: reads 16 bytes at byte \\d+ of allocation 'in' \\(36 bytes\\), at an "
      "address that is not a multiple of 16\\.");
}

TEST_CASE("a read of bytes that nothing has written is found") {
  grid_session session;
  float* in = session.unwritten<float>("workspace", 64);
  session.grid().mark_initialised(in, 40 * 4);
  float* out = session.unwritten<float>("out", 64);
  CHECK(launch({1, 32}, copy<planted::nothing>, in, out, 64) != 0);
  session.expect_fault(
      "block 0, thread \\d+: reads 4 bytes at byte \\d+ of allocation 'workspace' \\(256 bytes\\), "
      "of "
      "which byte \\d+ was never written\\.");
}

TEST_CASE("what one launch has written the next may read") {
  grid_session session;
  const float* in = session.given("in", counting<float>(64));
  float* workspace = session.unwritten<float>("workspace", 64);
  float* out = session.unwritten<float>("out", 64);
  CHECK(launch({2, 32}, copy<planted::nothing>, in, workspace, 64) == 0);
  CHECK(launch({1, 32}, copy_packs, workspace, out, 64) == 0);
  CHECK(launch({2, 32}, copy<planted::nothing>, in, out, 64) == 0);
  CHECK(session.faults().empty());
}

// ---- Races
// ---------------------------------------------------------------------------------------

namespace {

LOSSC_KERNEL(32) every_block_writes(float* out) {
  if (cuda::thread_index() == 0) write_one(out, 1.0f);
}

LOSSC_KERNEL(32) next_block_reads(const float* in, float* out) {
  const int i = cuda::block_index();
  write_one(out + i, 1.0f);
  read_one(in + (i + 1) % cuda::grid_size());
}

// Every block reads `value` before the last one in the text writes it.
LOSSC_KERNEL(32) one_block_writes(float* value) {
  read_one(value);
  if (cuda::block_index() == 0) write_one(value, 1.0f);
}

template <bool Synchronised> LOSSC_KERNEL(64) neighbour_reads(float* workspace, float* out) {
  const int i = cuda::thread_index();
  write_one(workspace + i, 1.0f);
  if (Synchronised) cuda::sync_block();
  write_one(out + i, read_one(workspace + (i + 1) % cuda::block_size()));
}

template <bool Synchronised> LOSSC_KERNEL(64) write_after_read(float* workspace, float* out) {
  const int i = cuda::thread_index();
  write_one(out + i, read_one(workspace));
  if (Synchronised) cuda::sync_block();
  if (i == 7) write_one(workspace, 1.0f);
}

LOSSC_KERNEL(64) write_halves(cuda::bfloat16* out) {
  const int i = cuda::thread_index();
  write_one(out + i, cuda::narrow<cuda::bfloat16>(1.0f));
}

LOSSC_KERNEL(64) in_place(float* x) {
  const int i = cuda::block_index() * cuda::block_size() + cuda::thread_index();
  write_one(x + i, 2 * read_one(x + i));
}

}  // namespace

TEST_CASE("two blocks that write one element race, although they run one after another") {
  grid_session session;
  CHECK(launch({2, 32}, every_block_writes, session.unwritten<float>("out", 1)) != 0);
  session.expect_fault(
      "block [01], thread 0: writes 4 bytes at byte 0 of allocation 'out' \\(4 bytes\\), of which "
      "block [01] has written byte 0 in this launch: blocks are not ordered\\.");
}

TEST_CASE("a block that reads what another one writes races") {
  grid_session session;
  float* out = session.given("out", counting<float>(8));
  CHECK(launch({8, 1}, next_block_reads, out, out) != 0);
  session.expect_fault(
      "block \\d, thread 0: (reads|writes) .* of which block \\d has (written|read) byte .*");
}

TEST_CASE(
    "a write after reads of other blocks is found when the last reader is the writer itself") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    grid_session session(seed);
    CHECK(launch({4, 1}, one_block_writes, session.given<float>("value", {0})) != 0);
    session.expect_fault(
        "block \\d, thread 0: .* of which block \\d has (written|read) byte 0 in this launch.*");
  }
}

TEST_CASE("a dropped barrier between global accesses of a block is found") {
  grid_session session;
  float* workspace = session.unwritten<float>("workspace", 64);
  session.grid().mark_initialised(workspace, 256);
  float* out = session.unwritten<float>("out", 64);
  CHECK(launch({1, 64}, neighbour_reads<true>, workspace, out) == 0);
  CHECK(launch({1, 64}, write_after_read<true>, workspace, out) == 0);
  CHECK(session.faults().empty());
  CHECK(launch({1, 64}, neighbour_reads<false>, workspace, out) != 0);
  REQUIRE(session.faults().size() == 1);
  CHECK_THAT(session.faults()[0],
             Catch::Matchers::Matches(
                 "Launch 3, line \\d+, block 0, thread \\d+: (reads|writes) 4 bytes .* of "
                 "which thread \\d+ of its block has (read|written) byte \\d+, with no barrier in "
                 "between\\."));
}

TEST_CASE("a write after reads of the same epoch is found") {
  grid_session session;
  float* workspace = session.given<float>("workspace", {0});
  CHECK(launch({1, 64}, write_after_read<false>, workspace, session.unwritten<float>("out", 64)) !=
        0);
  session.expect_fault(
      ".* of which (several threads|thread \\d+) of its block ha(s|ve) (read|written) byte 0, "
      "with no barrier in between\\.");
}

TEST_CASE("neighbours of two bytes are no race, and updates in place are none") {
  grid_session session;
  CHECK(launch({1, 64}, write_halves, session.unwritten<cuda::bfloat16>("out", 64)) == 0);
  float* x = session.given("x", counting<float>(128));
  CHECK(launch({2, 64}, in_place, x) == 0);
  CHECK(launch({2, 64}, in_place, x) == 0);
  CHECK(session.faults().empty());
  CHECK(x[127] == 4 * 127);
}
