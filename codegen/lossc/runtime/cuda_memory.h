// Views of device memory in generated CUDA kernels: every access is one of these calls.
#ifndef LOSSC_RUNTIME_CUDA_MEMORY_H_
#define LOSSC_RUNTIME_CUDA_MEMORY_H_

#include <lossc/runtime/cuda_pack.h>

namespace lossc {
namespace cuda {

/// What a storage type is computed in: float for 16 bits.
template <class T> struct arithmetic_of { using type = float; };
template <> struct arithmetic_of<double> { using type = double; };
template <class T> using arithmetic = typename arithmetic_of<T>::type;

/// `N` numbers in registers.
template <class R, int N> struct numbers {
  R value[N];
  LOSSC_DEVICE R& operator[](int i) { return value[i]; }
  LOSSC_DEVICE R operator[](int i) const { return value[i]; }
};

/// How many elements one access of 16 bytes moves.
template <class T> constexpr int widest = 16 / static_cast<int>(sizeof(T));

/// Rows of an input, `stride` elements apart. Null where it is optional and absent: ones.
template <class T> struct input {
  const T* data = nullptr;
  int64_t stride = 0;
};

/// Rows of an output; null where the caller does not want it.
template <class T> struct output {
  T* data = nullptr;
  int64_t stride = 0;
  bool accumulate = false;
};

/// Numbers that launches leave in the workspace for later ones.
template <class T> struct scratch {
  T* data = nullptr;
};

// A mask is bytes; they are numbers like any other.
LOSSC_DEVICE float widen(uint8_t x) { return static_cast<float>(x); }

// ---- Reading -------------------------------------------------------------------------------------

// N neighbours from an element on, in one access.
template <int N, class T>
LOSSC_DEVICE numbers<arithmetic<T>, N> load_neighbours(const T* p LOSSC_LINE) {
  const pack<T, N> read = read_global<N>(p LOSSC_PASS_LINE);
  numbers<arithmetic<T>, N> x;
  LOSSC_UNROLL(N)
  for (int i = 0; i < N; ++i) x[i] = widen(read.value[i]);
  return x;
}

/// Entries c, c + 1, … of a row.
template <int N, class T>
LOSSC_DEVICE numbers<arithmetic<T>, N> load(const input<T>& x, int64_t row, int64_t c LOSSC_LINE) {
  return load_neighbours<N>(x.data + row * x.stride + c LOSSC_PASS_LINE);
}
template <int N, class T>
LOSSC_DEVICE numbers<arithmetic<T>, N> load_or_ones(const input<T>& x, int64_t row, int64_t c LOSSC_LINE) {
  if (x.data != nullptr) return load<N>(x, row, c LOSSC_PASS_LINE);
  numbers<arithmetic<T>, N> ones;
  LOSSC_UNROLL(N)
  for (int i = 0; i < N; ++i) ones[i] = arithmetic<T>(1);
  return ones;
}
/// One entry.
template <class T>
LOSSC_DEVICE arithmetic<T> load(const input<T>& x, int64_t row, int64_t c LOSSC_LINE) {
  return widen(read_global<1>(x.data + row * x.stride + c LOSSC_PASS_LINE).value[0]);
}
/// The entry of an array with one number per row, or of a vector along the columns.
template <class T> LOSSC_DEVICE arithmetic<T> load(const input<T>& x, int64_t i LOSSC_LINE) {
  return widen(read_global<1>(x.data + i LOSSC_PASS_LINE).value[0]);
}
template <class T> LOSSC_DEVICE arithmetic<T> load_or_one(const input<T>& x, int64_t i LOSSC_LINE) {
  return x.data == nullptr ? arithmetic<T>(1)
                           : widen(read_global<1>(x.data + i LOSSC_PASS_LINE).value[0]);
}
template <class T> LOSSC_DEVICE T load(const scratch<T>& x, int64_t i LOSSC_LINE) {
  return read_global<1>(x.data + i LOSSC_PASS_LINE).value[0];
}

/// Where element `index` of an array lies whose last axis has `segment` entries.
LOSSC_DEVICE int64_t place_of(int64_t index, int64_t segment, int64_t stride) {
  return segment == stride ? index : index / segment * stride + index % segment;
}
/// Elements of an array as one long row. N > 1 only where its rows touch.
template <int N, class T>
LOSSC_DEVICE numbers<arithmetic<T>, N> load_flat(const input<T>& x, int64_t segment,
                                                 int64_t index LOSSC_LINE) {
  return load_neighbours<N>(x.data + (N > 1 ? index : place_of(index, segment, x.stride)) LOSSC_PASS_LINE);
}
template <int N, class T>
LOSSC_DEVICE numbers<arithmetic<T>, N> load_flat_or_ones(const input<T>& x, int64_t segment,
                                                         int64_t index LOSSC_LINE) {
  if (x.data != nullptr) return load_flat<N>(x, segment, index LOSSC_PASS_LINE);
  numbers<arithmetic<T>, N> ones;
  LOSSC_UNROLL(N)
  for (int i = 0; i < N; ++i) ones[i] = arithmetic<T>(1);
  return ones;
}

// ---- Writing -------------------------------------------------------------------------------------

template <int N, class T>
LOSSC_DEVICE void store_neighbours(T* p, const numbers<arithmetic<T>, N>& x, bool accumulate LOSSC_LINE) {
  numbers<arithmetic<T>, N> sum = x;
  if (accumulate) {
    const auto before = load_neighbours<N>(static_cast<const T*>(p) LOSSC_PASS_LINE);
    LOSSC_UNROLL(N)
    for (int i = 0; i < N; ++i) sum[i] = before[i] + x[i];
  }
  pack<T, N> written;
  LOSSC_UNROLL(N)
  for (int i = 0; i < N; ++i) written.value[i] = narrow<T>(sum[i]);
  write_global<N>(p, written LOSSC_PASS_LINE);
}

/// Entries c, c + 1, … of a row; nothing where the caller does not want the output.
template <int N, class T>
LOSSC_DEVICE void store(const output<T>& y, int64_t row, int64_t c,
                        const numbers<arithmetic<T>, N>& x LOSSC_LINE) {
  if (y.data == nullptr) return;
  store_neighbours<N>(y.data + row * y.stride + c, x, y.accumulate LOSSC_PASS_LINE);
}
template <int N, class T>
LOSSC_DEVICE void store_flat(const output<T>& y, int64_t segment, int64_t index,
                             const numbers<arithmetic<T>, N>& x LOSSC_LINE) {
  if (y.data == nullptr) return;
  store_neighbours<N>(y.data + (N > 1 ? index : place_of(index, segment, y.stride)), x,
                      y.accumulate LOSSC_PASS_LINE);
}
/// One number.
template <class T, class X>
LOSSC_DEVICE void store(const output<T>& y, int64_t i, X x LOSSC_LINE) {
  if (y.data == nullptr) return;
  if (y.accumulate) x = widen(read_global<1>(y.data + i LOSSC_PASS_LINE).value[0]) + x;
  write_global<1>(y.data + i, pack<T, 1>{{narrow<T>(x)}} LOSSC_PASS_LINE);
}
template <class T> LOSSC_DEVICE void store(const scratch<T>& y, int64_t i, T x LOSSC_LINE) {
  write_global<1>(y.data + i, pack<T, 1>{{x}} LOSSC_PASS_LINE);
}

// ---- Labels --------------------------------------------------------------------------------------

/// Labels of either width.
struct labels {
  const int32_t* narrow = nullptr;
  const int64_t* wide = nullptr;
  int64_t ignored = 0;
  int64_t limit = 0;
};

/// A label in registers: whether it counts, and an index that may be read whether it does or not.
struct label {
  int64_t at;
  bool in_range, counts;
  int64_t safe;
};

// A label that is neither in range nor ignored makes its row inert; the report says so.
LOSSC_DEVICE label load_label(const labels& y, int64_t i LOSSC_LINE) {
  label l;
  l.at = y.narrow != nullptr ? read_global<1>(y.narrow + i LOSSC_PASS_LINE).value[0]
                             : read_global<1>(y.wide + i LOSSC_PASS_LINE).value[0];
  l.in_range = l.at >= 0 && l.at < y.limit;
  l.counts = l.in_range && l.at != y.ignored;
  l.safe = l.in_range ? l.at : 0;
  return l;
}
/// Neither in range nor ignored.
LOSSC_DEVICE bool is_wrong(const labels& y, const label& l) { return !l.in_range && l.at != y.ignored; }

}  // namespace cuda
}  // namespace lossc

#endif  // LOSSC_RUNTIME_CUDA_MEMORY_H_
