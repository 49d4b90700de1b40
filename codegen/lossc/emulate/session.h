// A session of the emulated grid: launches and their refusal, the report, the program's table.
#ifndef LOSSC_EMULATE_SESSION_H_
#define LOSSC_EMULATE_SESSION_H_

#include <lossc/emulate/access.h>
#include <lossc/emulate/block.h>
#include <lossc/emulate/grid.h>

#include <numeric>

namespace lossc {
namespace emulate {

enum launch_error { no_error, no_session, wrong_shape, too_much_shared_memory, faulty_kernel };

class session {
 public:
  void begin(const lossc_grid_settings* settings) {
    end();
    begun_ = true;
    const lossc_grid_settings given = settings == nullptr ? lossc_grid_settings{} : *settings;
    most_shared_bytes_ = given.most_shared_bytes == 0 ? 232448 : given.most_shared_bytes;
    count_sectors = given.without_sectors == 0;
    running_block.begin_session(given.seed);
  }

  void end() {
    begun_ = false;
    running_block.end_session();
    global.clear();
    sectors = sector_counter();
    faults.clear();
    launches_.clear();
    kernels_.clear();
    current = position();
  }

  int64_t most_shared_bytes() const { return begun_ ? most_shared_bytes_ : 0; }

  using any_kernel = void (*)();

  int launch(int blocks, int threads, size_t shared_bytes, any_kernel kernel,
             const std::function<void()>& body) {
    if (!begun_) return no_session;
    if (current.stopped) return faulty_kernel;
    if (blocks < 1 || threads < 1 || threads > most_threads) return wrong_shape;
    if (shared_bytes > static_cast<size_t>(most_shared_bytes_)) return too_much_shared_memory;

    ++current.launch;
    current.blocks = blocks;
    current.threads = threads;
    current.shared_bytes = shared_bytes;
    current.launch_began = ++current.now;
    block_begins.clear();
    shared_of_block.begin_launch(shared_bytes);
    running_block.begin_launch(body);
    const uint64_t read = total(&allocation::bytes_read),
                   written = total(&allocation::bytes_written);
    for (const int block : random_order(blocks)) {
      current.block = block;
      current.block_began = current.barrier = ++current.now;
      block_begins.emplace_back(current.now, block);
      running_block.run();
      sectors.end_block();
      if (current.stopped) break;
    }
    launches_.push_back({kernel_number(kernel), blocks, threads, shared_bytes,
                         total(&allocation::bytes_read) - read,
                         total(&allocation::bytes_written) - written});
    return current.stopped ? faulty_kernel : no_error;
  }

  const lossc_grid_report* report() {
    allocations_.clear();
    for (size_t i = 1; i < global.all().size(); ++i) {
      const allocation& a = global.all()[i];
      allocations_.push_back({a.name.c_str(), reinterpret_cast<const void*>(a.first), a.bytes,
                              a.bytes_read, a.bytes_written});
    }
    lines_ = sectors.sums();
    faults_.clear();
    for (const std::string& f : faults) faults_.push_back(f.c_str());
    report_ = {total(&allocation::bytes_read),
               total(&allocation::bytes_written),
               launches_.data(),
               allocations_.data(),
               lines_.data(),
               faults_.data(),
               launches_.size(),
               allocations_.size(),
               lines_.size(),
               faults_.size()};
    return &report_;
  }

 private:
  static uint64_t total(uint64_t allocation::*counter) {
    uint64_t sum = 0;
    for (const allocation& a : global.all()) sum += a.*counter;
    return sum;
  }

  std::vector<int> random_order(int count) {
    std::vector<int> order(static_cast<size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    for (uint32_t i = static_cast<uint32_t>(count); i > 1; --i)
      std::swap(order[i - 1], order[running_block.random.below(i)]);
    return order;
  }

  int32_t kernel_number(any_kernel kernel) {
    const auto found = std::find(kernels_.begin(), kernels_.end(), kernel);
    const auto index = static_cast<int32_t>(found - kernels_.begin());
    if (found == kernels_.end()) kernels_.push_back(kernel);
    return index;
  }

  bool begun_ = false;
  int64_t most_shared_bytes_ = 0;
  std::vector<any_kernel> kernels_;
  std::vector<lossc_grid_launch> launches_;
  std::vector<lossc_grid_allocation> allocations_;
  std::vector<lossc_grid_line> lines_;
  std::vector<const char*> faults_;
  lossc_grid_report report_ = {};
};

LOSSC_EMULATE_STATE session grid;

LOSSC_EMULATE_STATE const lossc_emulator table = {
    [](const lossc_grid_settings* settings) { grid.begin(settings); },
    [](size_t bytes, size_t offset, const char* name, int initialised) {
      return global.allocate(bytes, offset, name, initialised != 0);
    },
    [](const void* first, size_t bytes) {
      const auto address = reinterpret_cast<uintptr_t>(first);
      allocation& a = global.owner(address);
      if (a.holds(address, bytes)) a.marks.write_by_host(a.in_marks(address - a.first), bytes);
    },
    [](const void* first, size_t bytes) {
      const auto address = reinterpret_cast<uintptr_t>(first);
      const allocation& a = global.owner(address);
      if (!a.holds(address, bytes)) return size_t{0};
      const size_t begin = a.in_marks(address - a.first);
      return a.marks.first_unwritten(begin, bytes) - begin;
    },
    [] { return grid.report(); },
    [] { grid.end(); }};

}  // namespace emulate
}  // namespace lossc

// Each library that holds a kernel exports this, although nothing in it calls it.
extern "C" __attribute__((used, visibility("default"))) inline const lossc_emulator*
lossc_emulated_grid(void) {
  return &lossc::emulate::table;
}

#endif  // LOSSC_EMULATE_SESSION_H_
