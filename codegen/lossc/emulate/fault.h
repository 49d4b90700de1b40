// The faults of emulated kernels, as sentences; the first one stops the launch.
#ifndef LOSSC_EMULATE_FAULT_H_
#define LOSSC_EMULATE_FAULT_H_

#include <lossc/emulate/position.h>

#include <string>
#include <utility>
#include <vector>

namespace lossc {
namespace emulate {

LOSSC_EMULATE_STATE std::vector<std::string> faults;

template <class N> std::string number(N n) { return std::to_string(n); }
inline std::string bytes_text(size_t n) { return number(n) + (n == 1 ? " byte" : " bytes"); }

/// Usable in and outside of threads: it does not unwind.
inline void record_fault(int line, int thread, const std::string& text) {
  faults.push_back("Launch " + number(current.launch) + ", line " + number(line) + ", block " +
                   number(current.block) + ", thread " + number(thread) + ": " + text + ".");
  current.stopped = true;
}

/// Of the running thread.
[[noreturn, gnu::noinline, gnu::cold]] inline void fault(int line, const std::string& text) {
  record_fault(line, current.thread, text);
  throw thread_stopped();
}

}  // namespace emulate
}  // namespace lossc

#endif  // LOSSC_EMULATE_FAULT_H_
