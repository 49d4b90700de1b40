// What each sanitizer must report, or its green tests say nothing; hidden, and run by name.
#include <catch2/catch.hpp>
#include <limits>
#include <thread>

#include "call.hpp"

using namespace lossc;
using namespace lossc::test;

TEST_CASE("a kernel reads beyond an array", "[.address]") {
  const auto& s = subject_named("mse");
  call c(*s.f32, random_arguments(s, 64, 10, 1));
  storage half(64 * 10 * sizeof(float) / 2);
  c.data[static_cast<std::size_t>(c.slot_named("prediction"))] = half.data();
  c.run();
}

TEST_CASE("a number overflows", "[.undefined]") {
  volatile int most = std::numeric_limits<int>::max();
  most = most + 1;
}

TEST_CASE("two threads write one entry", "[.thread]") {
  const lossc_parallel_for twice{
      [](void*, std::int64_t count, void (*task)(void*, std::int64_t), void* context) {
        const auto all = [&] {
          for (std::int64_t i = 0; i < count; ++i) task(context, i);
        };
        std::thread other(all);
        all();
        other.join();
      },
      nullptr};
  const auto& s = subject_named("mse");
  call c(*s.f32, random_arguments(s, 301, 499, 7));
  c.options.parallel_for = &twice;
  c.run();
}
