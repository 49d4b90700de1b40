// A fiber for each thread of a block, on its own stack; kept from block to block.
#ifndef LOSSC_EMULATE_FIBERS_H_
#define LOSSC_EMULATE_FIBERS_H_

#include <lossc/emulate/position.h>
#include <sys/mman.h>

#include <boost/context/fiber.hpp>
#include <boost/context/stack_context.hpp>
#include <new>
#include <vector>

namespace lossc {
namespace emulate {

/// Gives Boost.Context the stack of one thread. Neighbouring stacks begin at different places
/// within a page: all would share a few sets of the caches otherwise.
class stack_of_thread {
 public:
  explicit stack_of_thread(int thread) : skipped_(static_cast<size_t>(thread) * 320 % 4096) {}

  boost::context::stack_context allocate() {
    void* p = mmap(nullptr, whole, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) throw std::bad_alloc();
    mprotect(p, guard, PROT_NONE);  // stops what recurses too deep
    boost::context::stack_context stack;
    stack.size = whole - guard - skipped_;
    stack.sp = static_cast<char*>(p) + whole - skipped_;
    return stack;
  }

  void deallocate(boost::context::stack_context& stack) noexcept {
    munmap(static_cast<char*>(stack.sp) + skipped_ - whole, whole);
  }

 private:
  static constexpr size_t guard = 4096, whole = 128 * 1024;
  size_t skipped_;
};

class fibers {
 public:
  using body = void (*)();

  /// What each thread does in each block, once per resume of a fiber that is not suspended.
  void begin_launch(int threads, body run) {
    run_ = run;
    while (static_cast<int>(fibers_.size()) < threads) add(static_cast<int>(fibers_.size()));
  }

  /// Runs a thread until it suspends or its body returns.
  void resume(int thread) { fibers_[thread] = std::move(fibers_[thread]).resume(); }

  /// Inside a thread: back to who resumed it.
  void suspend() { scheduler_ = std::move(scheduler_).resume(); }

  /// No thread may be in its body.
  void clear() { fibers_.clear(); }

 private:
  void add(int thread) {
    fibers_.emplace_back(std::allocator_arg, stack_of_thread(thread),
                         [this](boost::context::fiber&& scheduler) {
                           scheduler_ = std::move(scheduler);
                           for (;;) {
                             run_();
                             suspend();
                           }
                           return std::move(scheduler_);
                         });
  }

  std::vector<boost::context::fiber> fibers_;
  boost::context::fiber scheduler_;
  body run_ = nullptr;
};

}  // namespace emulate
}  // namespace lossc

#endif  // LOSSC_EMULATE_FIBERS_H_
