// A kernel with its launcher, as they are compiled on demand: the maximum of each row, by a warp.
#include <lossc/emulate/device.h>

namespace {

namespace cuda = lossc::cuda;

LOSSC_KERNEL(128) row_maximum(const float* in, float* out, int rows, int classes) {
  const int warps = cuda::block_size() / cuda::warp_size,
            lane = cuda::thread_index() % cuda::warp_size;
  const int row = cuda::block_index() * warps + cuda::thread_index() / cuda::warp_size;
  if (row >= rows) return;
  float most = -1;
  for (int i = lane; i < classes; i += cuda::warp_size) {
    const float x = cuda::read_global<1>(in + row * classes + i).value[0];
    most = x > most ? x : most;
  }
  for (int distance = cuda::warp_size / 2; distance > 0; distance /= 2) {
    const float other = cuda::shuffle_xor(~0u, most, distance);
    most = other > most ? other : most;
  }
  if (lane == 0) cuda::write_global<1>(out + row, cuda::pack<float, 1>{{most}});
}

}  // namespace

extern "C" int launch_row_maximum(const float* in, float* out, int rows, int classes) {
  return cuda::launch(nullptr, {(rows + 3) / 4, 128}, row_maximum, in, out, rows, classes);
}
