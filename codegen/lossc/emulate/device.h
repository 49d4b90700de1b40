// What runtime/cuda_device.h gives to generated CUDA kernels, by the same names, in an emulated
// grid.
#ifndef LOSSC_EMULATE_DEVICE_H_
#define LOSSC_EMULATE_DEVICE_H_

#include <lossc/emulate/session.h>
#include <lossc/emulate/storage16.h>
#include <lossc/runtime/cuda_pack.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tuple>
#include <type_traits>

#define LOSSC_KERNEL(most_threads) inline void
#define LOSSC_DEVICE inline
#define LOSSC_HOST_DEVICE inline
#define LOSSC_UNROLL(count)
#define LOSSC_LINE , [[maybe_unused]] int line = __builtin_LINE()
#define LOSSC_LINE_ALONE [[maybe_unused]] int line = __builtin_LINE()
#define LOSSC_PASS_LINE , line
#define LOSSC_PASS_LINE_ALONE line

namespace lossc {
namespace cuda {

LOSSC_DEVICE int thread_index() { return emulate::current.thread; }
LOSSC_DEVICE int block_size() { return emulate::current.threads; }
LOSSC_DEVICE int block_index() { return emulate::current.block; }
LOSSC_DEVICE int grid_size() { return emulate::current.blocks; }

constexpr int warp_size = emulate::lanes_of_warp;

LOSSC_DEVICE void sync_block(LOSSC_LINE_ALONE) { emulate::running_block.wait_at_barrier(line); }

LOSSC_DEVICE void sync_lanes(unsigned lanes LOSSC_LINE) {
  emulate::running_block.synchronise_lanes(lanes, line);
}

template <class T> LOSSC_DEVICE T shuffle_xor(unsigned lanes, T x, int distance LOSSC_LINE) {
  static_assert(std::is_arithmetic<T>::value && sizeof(T) >= 4, "what __shfl_xor_sync takes");
  uint64_t bits = 0;
  std::memcpy(&bits, &x, sizeof x);
  bits = emulate::running_block.exchange(lanes, emulate::current.lane() ^ distance, bits, line);
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

template <int N, class T> LOSSC_DEVICE pack<T, N> read_global(const T* p LOSSC_LINE) {
  pack<T, N> x;
  emulate::access_global<false>(p, sizeof x, line);
  std::memcpy(&x, p, sizeof x);
  return x;
}
template <int N, class T> LOSSC_DEVICE void write_global(T* p, const pack<T, N>& x LOSSC_LINE) {
  emulate::access_global<true>(p, sizeof x, line);
  std::memcpy(static_cast<void*>(p), &x, sizeof x);
}

template <class T> class shared {
 public:
  LOSSC_DEVICE shared(int first_byte, int count) : first_byte_(first_byte), count_(count) {}
  template <int N = 1> LOSSC_DEVICE pack<T, N> load(int i LOSSC_LINE) const {
    pack<T, N> x;
    std::memcpy(&x, emulate::access_shared<false>(first_byte_, count_, i, sizeof(T), N, line),
                sizeof x);
    return x;
  }
  template <int N = 1> LOSSC_DEVICE void store(int i, const pack<T, N>& x LOSSC_LINE) const {
    std::memcpy(emulate::access_shared<true>(first_byte_, count_, i, sizeof(T), N, line), &x,
                sizeof x);
  }

 private:
  int first_byte_, count_;
};

// ---- Host ---------------------------------------------------------------------------------------

struct launch_shape {
  int blocks = 1, threads = 32;
  size_t shared_bytes = 0;
};

/// Runs the whole grid before it returns; the stream is not looked at.
template <class... Parameters, class... Arguments>
int launch(void* /*stream*/, launch_shape shape, void (*kernel)(Parameters...),
           const Arguments&... arguments) {
  static_assert((std::is_trivially_copyable<Parameters>::value && ...),
                "a launch copies the bytes of its arguments to the device");
  static_assert((sizeof(Parameters) + ... + 0) <= 4096, "a launch takes at most 4096 bytes");
  const std::tuple<Parameters...> values(arguments...);
  return emulate::grid.launch(shape.blocks, shape.threads, shape.shared_bytes,
                              reinterpret_cast<void (*)()>(kernel),
                              [&] { std::apply(kernel, values); });
}

inline const char* launch_error_text(int error) {
  switch (error) {
    case emulate::no_error:
      return "no error";
    case emulate::no_session:
      return "the emulated grid has no session";
    case emulate::wrong_shape:
      return "a launch has at least one block, and 1 to 1024 threads in each";
    case emulate::too_much_shared_memory:
      return "a block asks for more shared memory than there is";
    case emulate::faulty_kernel:
      return "a kernel did what it must not; the report says what";
  }
  return "an unknown error";
}

inline int64_t most_shared_bytes() { return emulate::grid.most_shared_bytes(); }

}  // namespace cuda
}  // namespace lossc

#endif  // LOSSC_EMULATE_DEVICE_H_
