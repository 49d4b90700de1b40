// Times with the monotonic clock; copies with as many threads as the kernel has.
#include <algorithm>
#include <barrier>
#include <chrono>
#include <cstring>
#include <limits>
#include <lossc/program/stopwatch.hpp>
#include <thread>
#include <vector>

namespace lossc::program {
namespace {

using clock = std::chrono::steady_clock;

constexpr int fewest_runs = 5;
constexpr double enough_seconds = 0.5;

double since(clock::time_point start) {
  return std::chrono::duration<double>(clock::now() - start).count();
}

}  // namespace

double best_seconds(const std::function<void()>& run) {
  run();
  double best = std::numeric_limits<double>::infinity(), all = 0;
  for (int k = 0; k < fewest_runs || all < enough_seconds; ++k) {
    const auto start = clock::now();
    run();
    const double seconds = since(start);
    best = std::min(best, seconds);
    all += seconds;
  }
  return best;
}

double best_copy_seconds(std::size_t bytes, int threads) {
  const auto count = static_cast<std::size_t>(std::max(threads, 1));
  const std::size_t part = std::max<std::size_t>(bytes / 2 / count, 64);
  std::vector<std::byte> from(part * count, std::byte{1}), to(part * count);
  std::barrier together(static_cast<std::ptrdiff_t>(count));
  double best = std::numeric_limits<double>::infinity();
  bool enough = false;  // written by the first thread between two barriers
  const auto work = [&](std::size_t thread) {
    double all = 0;
    for (int k = 0; !enough; ++k) {
      together.arrive_and_wait();
      const auto start = clock::now();
      std::memcpy(&to[thread * part], &from[thread * part], part);
      together.arrive_and_wait();
      if (thread == 0) {
        const double seconds = since(start);
        if (k > 0) best = std::min(best, seconds);
        all += seconds;
        enough = k >= fewest_runs && all >= enough_seconds;
      }
      together.arrive_and_wait();
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t thread = 1; thread < count; ++thread) others.emplace_back(work, thread);
  work(0);
  return best;
}

}  // namespace lossc::program
