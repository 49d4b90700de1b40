// The same bits from any threads, pool and split of the batch, and on AVX2 as on AVX-512.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <numeric>
#include <random>
#include <set>
#include <thread>

#include "call.hpp"
#include "targets.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

/// A caller's pool: tasks in a shuffled order on threads of its own.
struct pool {
  int threads;
  unsigned seed;
  std::int64_t tasks = 0;
  std::set<std::thread::id> seen;
  std::mutex lock;

  static void run(void* self, std::int64_t count, void (*task)(void*, std::int64_t),
                  void* context) {
    auto& p = *static_cast<pool*>(self);
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), std::mt19937(p.seed));
    std::atomic<std::size_t> next{0};
    std::atomic<int> ready{0};
    const auto work = [&] {
      // All at the start together: or the first thread would finish before the others are there.
      for (++ready; ready < p.threads;) std::this_thread::yield();
      bool worked = false;
      for (std::size_t i; (i = next++) < order.size(); worked = true) {
        task(context, order[i]);
        std::this_thread::yield();
      }
      const std::lock_guard guard(p.lock);
      if (worked) p.seen.insert(std::this_thread::get_id());
    };
    std::vector<std::thread> others;
    for (int i = 1; i < p.threads; ++i) others.emplace_back(work);
    work();
    for (auto& t : others) t.join();
    p.tasks += count;
  }
};

std::size_t threads_of_this_process() {
  const std::filesystem::directory_iterator all("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

std::string results(call& c) {
  c.run_ok();
  std::string all = c.output_bytes();
  all.append(reinterpret_cast<const char*>(&c.report.bits), sizeof c.report.bits);
  all.append(reinterpret_cast<const char*>(&c.report.first_row), sizeof c.report.first_row);
  return all;
}

struct size {
  std::int64_t outer, inner;
};
/// Members of a family differ in functions of time alone: one of each is looked at.
class families {
 public:
  bool has_seen(const std::string& loss) {
    for (const char* prefix : {"continuous_diffusion_", "sid2_", "diffusion_cross_entropy_", "md4_"})
      if (loss.compare(0, std::strlen(prefix), prefix) == 0) return !seen_.insert(prefix).second;
    return false;
  }

 private:
  std::set<std::string> seen_;
};

// Long rows, short rows, and hardly any row; each several chunks of 16384 elements.
constexpr size sizes[] = {{301, 499}, {9001, 11}, {30011, 3}};

}  // namespace

TEST_CASE("the number of threads and the order of the work do not change a bit") {
  families known;
  for (const auto& s : subjects()) {
    const auto& axes = s.written.axes;
    if (known.has_seen(s.name)) continue;
    if (std::all_of(axes.begin(), axes.end(), [](const auto& axis) { return axis.size > 0; })) continue;  // one task
    for (const auto& n : sizes)
      for (std::size_t element : {4u, 8u}) {
        INFO(s.name << (element == 8 ? " f64, " : " f32, ") << n.outer << " x " << n.inner);
        const auto a = random_arguments(s, n.outer, n.inner, 7);
        call c(s.kernel(element), a);
        const auto serial = results(c);
        CHECK(results(c) == serial);
        call value(s.kernel(element), a);
        for (int g : value.gradients()) value.data[static_cast<std::size_t>(g)] = nullptr;
        const auto serial_value = results(value);
        value.options.threads = 3;
        CHECK(results(value) == serial_value);
        for (int threads : {2, 3, 7}) {
          call again(s.kernel(element), a);
          again.options.threads = threads;
          INFO(threads << " threads");
          CHECK(results(again) == serial);
        }
        for (int threads : {1, 3}) {
          pool p{threads, static_cast<unsigned>(threads), 0, {}, {}};
          const lossc_parallel_for hook{pool::run, &p};
          call again(s.kernel(element), a);
          again.options.parallel_for = &hook;
          INFO("a pool of " << threads << " threads");
          CHECK(results(again) == serial);
          CHECK(p.tasks > 1);
          // One thread may see to all of a small job before another one wakes up.
          CHECK(p.seen.size() >= 1);
          CHECK(p.seen.size() <= static_cast<std::size_t>(threads));
        }
      }
  }
}

TEST_CASE("a pool's threads all work, and so do those of OpenMP") {
  const auto& s = subject_named("mse");
  const auto a = random_arguments(s, 2000, 1000, 7);
  pool p{3, 1, 0, {}, {}};
  const lossc_parallel_for hook{pool::run, &p};
  call c(*s.f32, a);
  c.options.parallel_for = &hook;
  c.run_ok();
  CHECK(p.tasks > 100);
  CHECK(p.seen.size() == 3);
  c.options.parallel_for = nullptr;
  c.options.threads = 5;
  c.run_ok();
  CHECK(threads_of_this_process() >= 5);  // OpenMP keeps what it started
}

TEST_CASE("rows do not know in which batch they are") {
  int checked = 0;
  for (const auto& s : one_of_each()) {
    const node& root = s.written[s.written.outputs[0].value];
    if (!is<op::Mean>(root) || s.written.axes.size() != 2) continue;
    ++checked;
    for (std::int64_t inner : {7, 300})
      for (std::size_t element : {4u, 8u}) {
        INFO(s.name << (element == 8 ? " f64, " : " f32, ") << inner);
        const auto a = random_arguments(s, 64, inner, 5);
        // The upstream gradient undoes the mean over the batch, exactly.
        const auto run = [&](std::int64_t first, std::int64_t count) {
          auto part = a;
          part.sizes[0] = count;
          call c(s.kernel(element), part);
          call whole(s.kernel(element), a);
          c.provide(c.slot_named("d_result"), static_cast<double>(count));
          for (int i = 0; i < c.slots(); ++i) {
            if (c.slot(i).rank == 0 || c.slot(i).axes[0] != 0 || c.slot(i).role > LOSSC_LABEL_INT32)
              continue;
            const auto bytes = whole.bytes(i);
            const std::size_t row = bytes.size() / 64;
            std::memcpy(c.data[static_cast<std::size_t>(i)],
                        bytes.data() + static_cast<std::size_t>(first) * row,
                        static_cast<std::size_t>(count) * row);
          }
          c.run_ok();
          std::vector<std::string> rows;
          for (int g : c.gradients())
            if (c.slot(g).rank == 2) rows.push_back(c.bytes(g));
          return rows;
        };
        const auto whole = run(0, 64);
        REQUIRE(!whole.empty());
        std::vector<std::string> joined(whole.size());
        for (const auto& [first, count] :
             {std::pair{0, 1}, {1, 1}, {2, 2}, {4, 4}, {8, 8}, {16, 16}, {32, 32}}) {
          const auto part = run(first, count);
          for (std::size_t k = 0; k < joined.size(); ++k) joined[k] += part[k];
        }
        for (std::size_t k = 0; k < joined.size(); ++k) CHECK(joined[k] == whole[k]);
      }
  }
  CHECK(checked >= 1);
}

TEST_CASE("AVX2 and AVX-512 give the same bits, without fused operations others") {
  const auto all = targets();
  const auto has = [&](std::int64_t t) {
    return std::find(all.begin(), all.end(), t) != all.end();
  };
  if (!has(HWY_AVX2) || !has(HWY_AVX3)) {
    WARN("there is no AVX-512 here: nothing to compare");
    return;
  }
  bool differs = false;
  for (const auto& s : one_of_each())
    for (const auto& n : {size{37, 999}, size{997, 11}, size{301, 1000}})
      for (std::size_t element : {4u, 8u}) {
        INFO(s.name << (element == 8 ? " f64, " : " f32, ") << n.outer << " x " << n.inner);
        const auto a = random_arguments(s, n.outer, n.inner, 9);
        const auto with = [&](std::int64_t target) {
          const using_target scope(target);
          call c(s.kernel(element), a);
          return results(c);
        };
        const auto avx2 = with(HWY_AVX2);
        CHECK(with(HWY_AVX3) == avx2);
        differs = differs || with(all.back()) != avx2;
      }
  CHECK(differs);  // or the choice of an instruction set had no effect
}

TEST_CASE("a difference in the last bit of one entry is seen") {
  const auto& s = subject_named("mse");
  call c(*s.f32, random_arguments(s, 3, 5, 1));
  const auto before = results(c);
  auto values = c.read(c.gradients()[0]);
  values[7] = std::nextafter(static_cast<float>(values[7]), 1.0f);
  c.write(c.gradients()[0], values);
  CHECK(c.output_bytes() != before.substr(0, c.output_bytes().size()));
}
