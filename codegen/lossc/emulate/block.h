// Runs the threads of a block in random order, with barriers, shuffles and their faults.
#ifndef LOSSC_EMULATE_BLOCK_H_
#define LOSSC_EMULATE_BLOCK_H_

#include <lossc/emulate/fault.h>
#include <lossc/emulate/fibers.h>
#include <lossc/emulate/order.h>
#include <lossc/emulate/random.h>

#include <array>
#include <functional>
#include <vector>

namespace lossc {
namespace emulate {

class block_of_threads {
 public:
  void begin_session(uint64_t seed) { random = random_numbers(seed); }

  void begin_launch(std::function<void()> kernel) {
    kernel_ = std::move(kernel);
    fibers_.begin_launch(current.threads, run_thread);
  }

  void end_session() { fibers_.clear(); }

  void run() {
    begin();
    while (!ready_warps_.empty() && !current.stopped) run_a_warp();
    if (!current.stopped && exited_ < current.threads) record_deadlock();
    if (current.stopped) unwind();
  }

  // ---- Called by threads ---------------------------------------------------------------------

  void wait_at_barrier(int line) {
    if (exited_ > 0)
      fault(line, "waits at a barrier, but thread " + number(some_thread(state::exited)) +
                      " of its block has left the kernel");
    if (waiting_ > 0 && line != barrier_line_)
      fault(line, "waits at a barrier, but thread " + number(some_thread(state::at_barrier)) +
                      " of its block waits at that of line " + number(barrier_line_));
    barrier_line_ = line;
    if (++waiting_ < current.threads) {
      suspend(state::at_barrier, line);
      return;
    }
    waiting_ = 0;
    current.barrier = ++current.now;
    for (int thread = 0; thread < current.threads; ++thread)
      if (thread != current.thread) make_ready(thread);
  }

  /// Hands over `value` and takes that of lane `source`.
  uint64_t exchange(unsigned lanes, int source, uint64_t value, int line) {
    thread_state& mine = threads_[current.thread];
    mine.source = source;
    mine.sent = value;
    meet(lanes, meeting::shuffle, line);
    return mine.received;
  }

  void synchronise_lanes(unsigned lanes, int line) { meet(lanes, meeting::synchronisation, line); }

  random_numbers random;

 private:
  enum class state : uint8_t { at_start, at_barrier, meets, exited, running };
  enum class meeting : uint8_t { shuffle, synchronisation };

  struct thread_state {
    state what = state::at_start;
    meeting where = meeting::shuffle;
    int line = 0, source = 0;
    unsigned lanes = 0;
    uint64_t sent = 0, received = 0;
  };

  static constexpr int most_warps = most_threads / lanes_of_warp;

  static void run_thread();

  int warps() const { return (current.threads + lanes_of_warp - 1) / lanes_of_warp; }

  void begin() {
    exited_ = waiting_ = 0;
    ready_warps_.clear();
    for (int w = 0; w < warps(); ++w) {
      const int lanes = std::min(lanes_of_warp, current.threads - w * lanes_of_warp);
      ready_[w] = arrived_[w] = 0;
      make_ready(w, lanes == lanes_of_warp ? ~0u : (1u << lanes) - 1);
    }
    for (int thread = 0; thread < current.threads; ++thread)
      threads_[thread].what = state::at_start;
  }

  void make_ready(int thread) { make_ready(thread / lanes_of_warp, 1u << thread % lanes_of_warp); }
  void make_ready(int warp, unsigned lanes) {
    if (lanes == 0) return;
    if (ready_[warp] == 0) ready_warps_.push_back(warp);
    ready_[warp] |= lanes;
  }

  // Some warp's lanes that are ready, in the order of a random a * i + b.
  void run_a_warp() {
    const uint32_t chosen = random.below(static_cast<uint32_t>(ready_warps_.size()));
    const int warp = ready_warps_[chosen];
    ready_warps_[chosen] = ready_warps_.back();
    ready_warps_.pop_back();
    const unsigned ready = ready_[warp];
    ready_[warp] = 0;
    const uint32_t order = random.below(16 * 32), a = order / 32 * 2 + 1;
    for (uint32_t i = 0, lane = order % 32; i < 32 && !current.stopped; ++i, lane = (lane + a) % 32)
      if ((ready >> lane & 1) != 0) resume(warp * lanes_of_warp + static_cast<int>(lane));
  }

  void resume(int thread) {
    current.thread = thread;
    threads_[thread].what = state::running;
    fibers_.resume(thread);
  }

  void suspend(state what, int line) {
    thread_state& mine = threads_[current.thread];
    mine.what = what;
    mine.line = line;
    fibers_.suspend();
    if (current.stopped) throw thread_stopped();
  }

  void exit() {
    threads_[current.thread].what = state::exited;
    ++exited_;
    if (waiting_ > 0 && !current.stopped)
      record_fault(barrier_line_, some_thread(state::at_barrier),
                   "waits at a barrier, but thread " + number(current.thread) +
                       " of its block has left the kernel");
  }

  // Threads that have not begun stay so: their fibers wait outside of the body.
  void unwind() {
    for (int thread = 0; thread < current.threads; ++thread) {
      const state what = threads_[thread].what;
      if (what == state::at_barrier || what == state::meets) resume(thread);
    }
  }

  int some_thread(state what) const {
    int thread = 0;
    while (threads_[thread].what != what) ++thread;
    return thread;
  }

  // ---- Lanes that meet -----------------------------------------------------------------------

  void meet(unsigned lanes, meeting where, int line) {
    const int lane = current.lane(), warp = current.warp(), first = current.thread - lane;
    thread_state& mine = threads_[current.thread];
    mine.where = where;
    mine.lanes = lanes;
    mine.line = line;
    if ((lanes >> lane & 1) == 0)
      fault(line, what_it_does(mine) + ", of which it is none (it is lane " + number(lane) + ")");
    if (where == meeting::shuffle &&
        (mine.source < 0 || mine.source >= lanes_of_warp || (lanes >> mine.source & 1) == 0))
      fault(line, what_it_does(mine) + ", but asks lane " + number(mine.source));
    arrived_[warp] |= 1u << lane;
    if ((arrived_[warp] & lanes) != lanes || !all_agree(lanes, first)) {
      suspend(state::meets, line);
      return;
    }
    arrived_[warp] &= ~lanes;
    if (where == meeting::synchronisation) {
      lanes_order.synchronise(lanes);
    } else {
      for (unsigned rest = lanes; rest != 0; rest &= rest - 1) {
        thread_state& t = threads_[first + __builtin_ctz(rest)];
        t.received = threads_[first + t.source].sent;
      }
    }
    make_ready(warp, lanes & ~(1u << lane));
  }

  // A lane that waits to meet others, but not this one, is on its way here: not a fault.
  bool all_agree(unsigned lanes, int first) const {
    const thread_state& mine = threads_[current.thread];
    for (unsigned rest = lanes; rest != 0; rest &= rest - 1) {
      const int other = first + __builtin_ctz(rest);
      if (agree(mine, threads_[other])) continue;
      if ((threads_[other].lanes >> current.lane() & 1) != 0)
        fault(mine.line, disagreement(current.thread, other));
      return false;
    }
    return true;
  }

  static bool agree(const thread_state& a, const thread_state& b) {
    return a.lanes == b.lanes && a.line == b.line && a.where == b.where;
  }

  // ---- Lanes that do not ---------------------------------------------------------------------

  static const char* verb(const thread_state& t) {
    return t.where == meeting::shuffle ? "shuffles" : "synchronises";
  }
  static std::string what_it_does(const thread_state& t) {
    return verb(t) + (" among the lanes " + mask_text(t.lanes));
  }

  std::string disagreement(int thread, int other) const {
    const thread_state &a = threads_[thread], &b = threads_[other];
    const std::string text = what_it_does(a) + ", but thread " + number(other) + " of them ";
    if (a.line != b.line) return text + verb(b) + " at line " + number(b.line);
    return text + (a.where != b.where ? verb(b) : what_it_does(b));
  }

  // Nobody is ready, somebody waits. All at the barrier cannot be: some lanes do not meet.
  void record_deadlock() {
    int waits = 0;
    for (int thread = 0; thread < current.threads; ++thread) {
      if (threads_[thread].what != state::meets) continue;
      waits = thread;
      const std::string why = why_stuck(thread);
      if (!why.empty()) return record_fault(threads_[thread].line, thread, why);
    }
    record_fault(threads_[waits].line, waits,
                 what_it_does(threads_[waits]) + ", of which some wait for each other elsewhere");
  }

  // Empty if it only waits for somebody who waits for somebody else.
  std::string why_stuck(int thread) const {
    const thread_state& mine = threads_[thread];
    const int lane = thread % lanes_of_warp, first = thread - lane;
    for (unsigned rest = mine.lanes; rest != 0; rest &= rest - 1) {
      const int other = first + __builtin_ctz(rest);
      const std::string text = what_it_does(mine) + ", but ";
      if (other >= current.threads)
        return text + "lane " + number(other - first) + " does not exist in a block of " +
               number(current.threads) + " threads";
      const thread_state& b = threads_[other];
      if (b.what == state::exited) return text + "thread " + number(other) + " has left the kernel";
      if (b.what == state::at_barrier)
        return text + "thread " + number(other) + " waits at the barrier of line " + number(b.line);
      if ((b.lanes >> lane & 1) != 0 && !agree(mine, b)) return disagreement(thread, other);
    }
    return "";
  }

  static std::string mask_text(unsigned lanes) {
    std::string text = "0x";
    for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[lanes >> shift & 15];
    return text;
  }

  std::function<void()> kernel_;
  fibers fibers_;
  std::array<thread_state, most_threads> threads_;
  std::array<unsigned, most_warps> ready_ = {}, arrived_ = {};  // lanes
  std::vector<int> ready_warps_;
  int exited_ = 0, waiting_ = 0, barrier_line_ = 0;
};

LOSSC_EMULATE_STATE block_of_threads running_block;

inline void block_of_threads::run_thread() {
  try {
    running_block.kernel_();
  } catch (const thread_stopped&) {
  }
  running_block.exit();
}

}  // namespace emulate
}  // namespace lossc

#endif  // LOSSC_EMULATE_BLOCK_H_
