// Neighbouring numbers that one access moves: up to 16 bytes.
#ifndef LOSSC_RUNTIME_CUDA_PACK_H_
#define LOSSC_RUNTIME_CUDA_PACK_H_

namespace lossc {
namespace cuda {

template <class T, int N> struct alignas(sizeof(T) * N) pack {
  static_assert(sizeof(T) * N <= 16, "one access moves at most 16 bytes");
  T value[N];
};

}  // namespace cuda
}  // namespace lossc

#endif  // LOSSC_RUNTIME_CUDA_PACK_H_
