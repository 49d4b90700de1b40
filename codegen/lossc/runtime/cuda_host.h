// What a generated CUDA kernel does on the host: views of device arrays, shapes of launches, the order of them.
#ifndef LOSSC_RUNTIME_CUDA_HOST_H_
#define LOSSC_RUNTIME_CUDA_HOST_H_

#include <lossc/runtime/check.h>
#include <lossc/runtime/cuda_team.h>
#include <lossc/runtime/workspace.h>

namespace lossc {
namespace runtime {

template <> inline constexpr lossc_dtype dtype_of<cuda::bfloat16> = LOSSC_BF16;
template <> inline constexpr lossc_dtype dtype_of<cuda::float16> = LOSSC_F16;

}  // namespace runtime

namespace cuda {

using runtime::workspace_cursor;

template <class T> input<T> input_of(const lossc_signature& s, const lossc_call& call, int32_t i) {
  return {static_cast<const T*>(call.data[i]), runtime::extent_of(s.slots[i], call, i).stride};
}
template <class T> output<T> output_of(const lossc_signature& s, const lossc_call& call, int32_t i) {
  return {static_cast<T*>(call.data[i]), runtime::extent_of(s.slots[i], call, i).stride,
          s.slots[i].role == LOSSC_GRADIENT && call.options.accumulate != 0};
}
inline labels labels_of(const lossc_signature& s, const lossc_call& call, int32_t i) {
  return {static_cast<const int32_t*>(call.data[i]), static_cast<const int64_t*>(call.data[i + 1]),
          call.options.ignore_index, call.sizes[s.slots[i].target]};
}

/// Whether every row of a view is whole packs of N elements, at their alignment.
template <int N, class View> bool is_wide(const View& x, int64_t columns) {
  const auto bytes = sizeof(*x.data) * static_cast<unsigned>(N);
  return x.data == nullptr ||
         (reinterpret_cast<uintptr_t>(x.data) % bytes == 0 && x.stride % N == 0 && columns % N == 0);
}
/// The same of a view as one long row.
template <int N, class View> bool is_wide_flat(const View& x, int64_t segment, int64_t count) {
  return x.data == nullptr || (x.stride == segment && is_wide<N>(View{x.data, 0}, count));
}

// ---- Shapes: they depend on sizes alone, so that the same call gives the same bits everywhere ------

// Rows of at most this many entries are worked on by lanes of a warp, which keep 64 bytes each.
constexpr int64_t longest_short_row = 32;
template <class T> constexpr int kept_per_lane = 64 / static_cast<int>(sizeof(arithmetic<T>));
template <class T> constexpr int64_t longest_warp_row = warp_size * kept_per_lane<T>;

/// Teams that add to tables have one each in the workspace: at most 512 of them, and 32 MiB, or 8.
inline int64_t most_table_teams(int64_t columns) {
  const int64_t fit = (int64_t{1} << 22) / (columns > 0 ? columns : 1);
  return fit > 512 ? 512 : fit < 8 ? 8 : fit;
}

inline int blocks_for(int64_t count, int64_t per_block) {
  const int64_t blocks = (count + per_block - 1) / per_block;
  return static_cast<int>(blocks < 1 ? 1 : blocks > most_blocks ? most_blocks : blocks);
}
/// Four accesses of N elements per thread, until there are most_blocks blocks.
template <int N> launch_shape shape_of_elements(int64_t count, int slots_bytes) {
  return {blocks_for(count, 256 * 4 * N), 256, static_cast<size_t>(slots_bytes)};
}
/// Lanes of a warp per row.
inline launch_shape shape_of_lanes(int64_t rows, int lanes_per_row, int slots_bytes, int64_t most_teams = int64_t{1} << 30) {
  const int teams = lanes<32>::most_threads / lanes_per_row;
  int blocks = blocks_for(rows, teams);
  if (blocks > most_teams / teams) blocks = static_cast<int>(most_teams / teams);
  return {blocks, lanes<32>::most_threads, static_cast<size_t>(slots_bytes)};
}
/// A block per row, with 4 to 8 accesses of N elements per thread.
inline launch_shape shape_of_blocks(int64_t rows, int64_t columns, int n, size_t shared_bytes,
                                    int64_t most_teams = int64_t{1} << 30) {
  int threads = 128;
  while (threads < whole_block::most_threads && static_cast<int64_t>(threads) * n * 8 < columns) threads *= 2;
  int blocks = blocks_for(rows, 1);
  if (blocks > most_teams) blocks = static_cast<int>(most_teams);
  return {blocks, threads, shared_bytes};
}

// Few very long rows are split over blocks, or most of a GPU would have nothing to do.
constexpr int64_t most_split_rows = 64, shortest_split_row = 65536;
/// At most a warp's lanes, which join them, and 8192 entries or more each.
inline int parts_of_row(int64_t columns) {
  return static_cast<int>(columns / 8192 < warp_size ? columns / 8192 : warp_size);
}

/// Launches on one stream; after a failure the rest are left out.
class launches {
 public:
  explicit launches(void* stream) : stream_(stream) {}
  template <class... Parameters, class... Arguments>
  int operator()(launch_shape shape, void (*kernel)(Parameters...), const Arguments&... arguments) {
    if (error_ == 0) error_ = launch(stream_, shape, kernel, arguments...);
    return shape.blocks;
  }
  lossc_status status() const {
    return error_ == 0 ? lossc_status{} : runtime::refuse(LOSSC_LAUNCH_FAILED, 0, error_);
  }

 private:
  void* stream_;
  int error_ = 0;
};

/// A sentence about a status; a launch that failed is described by CUDA.
inline const char* status_text(const lossc_signature& s, lossc_status status) {
  if (status.kind != LOSSC_LAUNCH_FAILED) return runtime::status_text(s, status);
  static thread_local char text[200];
  std::snprintf(text, sizeof text, "%s: a kernel could not be launched (%s)", s.name,
                launch_error_text(static_cast<int>(status.value)));
  return text;
}

}  // namespace cuda
}  // namespace lossc

#endif  // LOSSC_RUNTIME_CUDA_HOST_H_
