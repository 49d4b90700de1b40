// What the emulated grid is running at this moment: the numbers that every access looks at.
#ifndef LOSSC_EMULATE_POSITION_H_
#define LOSSC_EMULATE_POSITION_H_

#include <cstddef>
#include <cstdint>

// One object per library, though several libraries with emulators may be loaded: without hidden
// visibility g++ marks inline variables as unique in the process, RTLD_LOCAL or not.
#define LOSSC_EMULATE_STATE inline __attribute__((visibility("hidden")))

namespace lossc {
namespace emulate {

constexpr int lanes_of_warp = 32;
constexpr int most_threads = 1024;

// Every launch, block, barrier and synchronisation of lanes begins a new epoch: they count up, and
// blocks run one after another.
using epoch = uint32_t;
constexpr epoch never = 0, by_host = 1;

struct position {
  int blocks = 0, threads = 0, block = 0, thread = 0;
  epoch now = by_host, launch_began = by_host, block_began = by_host;
  epoch barrier = by_host;  // the block's last one, or its begin
  size_t shared_bytes = 0;
  int launch = 0;        // counts from 1
  bool stopped = false;  // by a fault

  int lane() const { return thread % lanes_of_warp; }
  int warp() const { return thread / lanes_of_warp; }
};

LOSSC_EMULATE_STATE position current;

/// Unwinds a thread after a fault, its own or another thread's.
struct thread_stopped {};

}  // namespace emulate
}  // namespace lossc

#endif  // LOSSC_EMULATE_POSITION_H_
