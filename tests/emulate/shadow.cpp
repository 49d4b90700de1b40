// The races that the emulated grid finds, against a list of all accesses with whole vector clocks.
#include <lossc/emulate/shadow.h>
#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

namespace emulate = lossc::emulate;

namespace {

constexpr int threads = 96;

/// Each thread knows how far every other one has come; a new block knows nothing of those before.
class all_accesses {
 public:
  void begin_block() {
    for (access& a : accesses_) a.in_another_block = true;
    clocks_ = {};
  }

  template <class Threads> void synchronise(const Threads& members) {
    clock together = {};
    for (const int t : members)
      for (int u = 0; u < threads; ++u) together[u] = std::max(together[u], clocks_[t][u]);
    for (const int t : members) clocks_[t] = together;
  }

  /// Whether it races with one before it.
  bool add(int thread, std::size_t first, std::size_t bytes, bool writes) {
    const access now = {thread, first, bytes, writes, ++clocks_[thread][thread]};
    for (const access& a : accesses_) {
      const bool overlap = a.first < first + bytes && first < a.first + a.bytes;
      const bool known = !a.in_another_block && clocks_[thread][a.thread] >= a.time;
      if (overlap && (a.writes || writes) && !known) return true;
    }
    accesses_.push_back(now);
    return false;
  }

 private:
  struct access {
    int thread;
    std::size_t first, bytes;
    bool writes;
    int time;
    bool in_another_block = false;
  };
  using clock = std::array<int, threads>;

  std::array<clock, threads> clocks_ = {};
  std::vector<access> accesses_;
};

std::vector<int> numbers(int first, int count) {
  std::vector<int> all;
  for (int i = 0; i < count; ++i) all.push_back(first + i);
  return all;
}

}  // namespace

TEST_CASE("random programs of a grid have exactly the races that are found") {
  std::mt19937 random(1);
  const auto below = [&](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  int races = 0, wrong = 0;
  for (int program = 0; program < 4000; ++program) {
    emulate::current = {};
    emulate::lanes_order = {};
    emulate::current.threads = threads;
    emulate::current.launch_began = ++emulate::current.now;
    const auto begin_block = [] {
      emulate::current.block_began = emulate::current.barrier = ++emulate::current.now;
    };
    begin_block();
    emulate::shadow marks;
    marks.reset(32, emulate::by_host);
    all_accesses expected;
    const int few = 1 + below(6);  // threads do most; else all have raced soon
    const bool mostly_reads = below(2) == 0;
    for (int step = 0; step < 60; ++step) {
      const int thread = below(few) + (below(10) == 0 ? below(threads - few) : 0);
      emulate::current.thread = thread;
      const int what = below(10);
      if (what < 6) {
        const std::size_t bytes = std::size_t{1} << below(5),
                          first =
                              bytes * static_cast<std::size_t>(below(static_cast<int>(32 / bytes)));
        const bool writes = below(mostly_reads ? 30 : 4) == 0;
        const auto found =
            writes ? marks.write(first, bytes, emulate::current.launch_began)
                   : marks.read(first, bytes, emulate::by_host, emulate::current.launch_began);
        const bool race = expected.add(thread, first, bytes, writes);
        wrong += race != (found != emulate::finding::none);
        if (race || found != emulate::finding::none) {
          ++races;
          break;
        }
      } else if (what < 8) {
        const int group = 1 << below(6), first = thread / group * group;
        emulate::lanes_order.synchronise((group == 32 ? ~0u : (1u << group) - 1) << first % 32);
        expected.synchronise(numbers(first, group));
      } else if (what < 9 || below(20) != 0) {
        emulate::current.barrier = ++emulate::current.now;
        expected.synchronise(numbers(0, threads));
      } else {
        begin_block();
        expected.begin_block();
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(races > 1000);
  CHECK(races < 3000);
  emulate::current = {};
}
