// The emulated grid's random order makes a sum that depends on it visible; launches that cannot be
// are refused.
#include <set>

#include "session.hpp"

using namespace emulate_test;

namespace {

// What every thread adds to, as an atomic would: the emulator runs one thread at a time.
float total = 0;

LOSSC_KERNEL(64) sum_as_they_come(const float* in) {
  total += read_one(in + cuda::block_index() * cuda::block_size() + cuda::thread_index());
}

LOSSC_KERNEL(64) sum_in_order(const float* in, int count) {
  if (cuda::block_index() != 0 || cuda::thread_index() != 0) return;
  for (int i = 0; i < count; ++i) total += read_one(in + i);
}

template <class Kernel, class... Count>
float sum(std::uint64_t seed, cuda::launch_shape shape, Kernel kernel, Count... count) {
  grid_session session(seed);
  std::vector<float> values(256);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = 1 / (1 + static_cast<float>(i));
  const float* in = session.given("in", values);
  total = 0;
  REQUIRE(launch(shape, kernel, in, count...) == 0);
  return total;
}

}  // namespace

TEST_CASE("a sum that depends on the order differs between two seeds") {
  // Of blocks, of warps, of lanes.
  for (const cuda::launch_shape shape : {cuda::launch_shape{256, 1}, {32, 8}, {4, 64}, {8, 32}}) {
    std::set<float> sums;
    for (const std::uint64_t seed : {1, 2, 3, 4}) sums.insert(sum(seed, shape, sum_as_they_come));
    CHECK(sums.size() > 1);
    CHECK(sum(1, shape, sum_as_they_come) == sum(1, shape, sum_as_they_come));
  }
  CHECK(sum(1, {4, 64}, sum_in_order, 256) == sum(2, {4, 64}, sum_in_order, 256));
}

namespace {

LOSSC_KERNEL(1024) nothing() {}

}  // namespace

TEST_CASE("launches without a session or of an impossible shape return an error") {
  CHECK(launch({1, 32}, nothing) != 0);
  CHECK(cuda::most_shared_bytes() == 0);
  {
    grid_session session;
    CHECK(cuda::most_shared_bytes() == 232448);
    CHECK(launch({0, 32}, nothing) != 0);
    CHECK(launch({1, 0}, nothing) != 0);
    CHECK(launch({1, 1025}, nothing) != 0);
    CHECK(launch({1, 32, 232449}, nothing) != 0);
    CHECK(launch({1, 1024, 232448}, nothing) == 0);
    CHECK(session.report().launch_count == 1);
  }
  grid_session small(lossc_grid_settings{1, 1024, 0});
  CHECK(cuda::most_shared_bytes() == 1024);
  CHECK(launch({1, 32, 1024}, nothing) == 0);
  CHECK(launch({1, 32, 1025}, nothing) != 0);
  CHECK(small.faults().empty());
}

TEST_CASE("memory of a session ends with it, and too much of it is refused") {
  grid_session session;
  CHECK(session.grid().allocate(std::size_t{1} << 50, 0, "huge", 0) == nullptr);
  CHECK(session.grid().allocate(16, 256, "shifted", 0) == nullptr);
  void* empty = session.grid().allocate(0, 0, "empty", 0);
  REQUIRE(empty != nullptr);
  CHECK(session.grid().first_uninitialised(empty, 0) == 0);
  session.grid().begin(nullptr);
  CHECK(session.report().allocation_count == 0);
}
