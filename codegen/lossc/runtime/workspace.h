// Hands out a caller's workspace in aligned pieces.
#ifndef LOSSC_RUNTIME_WORKSPACE_H_
#define LOSSC_RUNTIME_WORKSPACE_H_

#include <cstddef>
#include <cstdint>

namespace lossc {
namespace runtime {

/// With a null base it only counts.
struct workspace_cursor {
  char* base;
  size_t used = 0;
  template <class T> T* take(int64_t count) {
    const size_t at = used;
    used += (static_cast<size_t>(count) * sizeof(T) + 63) / 64 * 64;
    return base == nullptr ? nullptr : reinterpret_cast<T*>(base + at);
  }
};

}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_WORKSPACE_H_
