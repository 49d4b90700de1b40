// What a generated kernel does outside its loops: chunks, threads, views of the caller's arrays.
#ifndef LOSSC_RUNTIME_HOST_H_
#define LOSSC_RUNTIME_HOST_H_

#include <lossc/runtime/check.h>
#include <lossc/runtime/scalar.h>
#include <lossc/runtime/workspace.h>

#include <algorithm>
#include <cstring>
#include <limits>

#ifdef _OPENMP
#include <omp.h>
#endif

namespace lossc {
namespace runtime {

// Work below this many elements is not worth waking a thread for (a wake-up costs some 5 µs).
constexpr int64_t elements_per_chunk = 16384;
constexpr int64_t most_chunks = 256;       // partial sums of a call live on the stack
constexpr int64_t most_table_chunks = 16;  // tables live in the workspace, one per chunk
constexpr int64_t chunk_granularity = 32;  // rows: chunks of flat work start on vector boundaries

// Rows of at most this many entries are worked on side by side, one row per lane.
constexpr int64_t longest_short_row = 64;

/// Of a loop's two instantiations the one for T.
template <class T, class F32, class F64>
auto* loop_for(F32* f32, F64* f64) {
  if constexpr (sizeof(T) == 4) return f32;
  else return f64;
}

/// How the index space of a region is cut. It depends on sizes alone, never on threads, so that
/// results are the same bits for any number of them.
struct chunks {
  int64_t rows = 0, count = 1;

  chunks(int64_t all_rows, int64_t elements_per_row, int64_t most = most_chunks) : rows(all_rows) {
    const int64_t per_row = std::max<int64_t>(elements_per_row, 1);
    const int64_t wanted = all_rows / std::max<int64_t>(elements_per_chunk / per_row, 1);
    count = std::max<int64_t>(1, std::min(wanted, most));
  }
  int64_t first(int64_t chunk) const {
    if (chunk >= count) return rows;
    const int64_t even = rows / count * chunk + std::min(chunk, rows % count);
    return rows / count >= 8 * chunk_granularity ? even / chunk_granularity * chunk_granularity
                                                 : even;
  }
};

/// Runs task(chunk) for every chunk: on the caller's pool, on OpenMP, or here if there is only one.
/// A team of one is not OpenMP's affair either: it would allocate.
template <class Task>
void for_each_chunk(const lossc_options& options, int64_t count, Task&& task) {
  if (count <= 1) {
    if (count == 1) task(int64_t{0});
    return;
  }
  if (options.parallel_for != nullptr) {
    options.parallel_for->run(
        options.parallel_for->pool, count,
        [](void* context, int64_t i) { (*static_cast<Task*>(context))(i); }, &task);
    return;
  }
#ifdef _OPENMP
  const int threads = options.threads > 0 ? options.threads : omp_get_max_threads();
  if (threads > 1) {
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
    for (int64_t i = 0; i < count; ++i) task(i);
    return;
  }
#endif
  for (int64_t i = 0; i < count; ++i) task(i);
}

/// Rows of an input.
template <class T> struct input_rows {
  const T* data = nullptr;
  int64_t stride = 0;
  int64_t first = 0;  // the row that lies at `data`: not 0 in a block of rows
  // An upstream gradient may be null: ones.
  const T* row(int64_t i) const { return data == nullptr ? nullptr : data + (i - first) * stride; }
  T at_or_one(int64_t i) const { return data == nullptr ? T(1) : data[i]; }
};

/// Rows of an output; null where the caller does not want it.
template <class T> struct output_rows {
  T* data = nullptr;
  int64_t stride = 0;
  bool accumulate = false;
  bool stream = false;  // past the caches: the output will not fit
  int64_t first = 0;    // as of input_rows
  T* row(int64_t i) const { return data == nullptr ? nullptr : data + (i - first) * stride; }
};

/// Labels of either width. An ignored label is not valid, and safe to index with.
struct labels {
  const int32_t* narrow = nullptr;
  const int64_t* wide = nullptr;
  int64_t ignored = 0;
  int64_t at(int64_t i) const { return narrow != nullptr ? narrow[i] : wide[i]; }
  bool valid(int64_t i) const { return at(i) != ignored; }
  int64_t safe(int64_t i) const { return valid(i) ? at(i) : 0; }
};

// Outputs beyond this are written past the caches: half of a large last-level cache.
constexpr int64_t streaming_bytes = int64_t{16} << 20;

template <class T>
input_rows<T> input_of(const lossc_signature& s, const lossc_call& call, int32_t i) {
  return {static_cast<const T*>(call.data[i]), extent_of(s.slots[i], call, i).stride};
}

// Streaming stores want whole vectors at aligned places: every row of a row kernel, every chunk of flat work.
template <class T>
output_rows<T> output_of(const lossc_signature& s, const lossc_call& call, int32_t i, bool flat) {
  const extent e = extent_of(s.slots[i], call, i);
  output_rows<T> rows{static_cast<T*>(call.data[i]), e.stride, false, false};
  rows.accumulate = s.slots[i].role == LOSSC_GRADIENT && call.options.accumulate != 0;
  const auto size = static_cast<int64_t>(sizeof(T));
  const bool aligned = reinterpret_cast<uintptr_t>(rows.data) % 64 == 0 &&
                       (flat ? e.contiguous() : e.stride * size % 64 == 0);
  rows.stream = aligned && !rows.accumulate && e.span() * size > streaming_bytes;
  return rows;
}

inline labels labels_of(const lossc_call& call, int32_t i) {
  return {static_cast<const int32_t*>(call.data[i]), static_cast<const int64_t*>(call.data[i + 1]),
          call.options.ignore_index};
}

/// What one chunk of a region leaves: its part of each join, and the first row of each kind that a
/// report tells of.
template <int Joins> struct partial {
  double join[Joins > 0 ? Joins : 1];
  double* table[Joins > 0 ? Joins : 1];  // columns and tables, in the workspace
  int64_t noted[2] = {-1, -1};
};

inline void note_row(int64_t& first, int64_t row) {
  if (first < 0) first = row;
}

/// How numbers of columns and tables join.
struct plus {
  static constexpr double unit = 0;
  static double join(double a, double b) { return a + b; }
};
struct times {
  static constexpr double unit = 1;
  static double join(double a, double b) { return a * b; }
};
struct greatest {
  static constexpr double unit = -std::numeric_limits<double>::infinity();
  static double join(double a, double b) { return maximum(a, b); }
};
struct least {
  static constexpr double unit = std::numeric_limits<double>::infinity();
  static double join(double a, double b) { return minimum(a, b); }
};

/// Chunk partials joined in order, into the first chunk's.
template <class Join, int Joins>
void join_tables(partial<Joins>* parts, int64_t chunk_count, int k, int64_t n) {
  for (int64_t chunk = 1; chunk < chunk_count; ++chunk)
    for (int64_t c = 0; c < n; ++c)
      parts[0].table[k][c] = Join::join(parts[0].table[k][c], parts[chunk].table[k][c]);
}

/// Writes or adds one number to an output that may be null.
template <class T> void put(const output_rows<T>& output, int64_t i, double value) {
  if (output.data == nullptr) return;
  output.data[i] =
      output.accumulate ? static_cast<T>(output.data[i] + value) : static_cast<T>(value);
}

/// An output that is one number everywhere.
template <class T>
void fill(const output_rows<T>& output, double value, const extent& e) {
  for (int64_t row = 0; row < e.rows && output.data != nullptr; ++row)
    for (int64_t c = 0; c < e.columns; ++c) put(output, row * e.stride + c, value);
}

}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_HOST_H_
