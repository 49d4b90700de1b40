// Random numbers for the order in which an emulated grid runs.
#ifndef LOSSC_EMULATE_RANDOM_H_
#define LOSSC_EMULATE_RANDOM_H_

#include <cstdint>

namespace lossc {
namespace emulate {

/// splitmix64 (Steele, Lea, Flood 2014).
class random_numbers {
 public:
  explicit random_numbers(uint64_t seed = 0) : state_(seed) {}
  uint32_t below(uint32_t limit) {
    uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return static_cast<uint32_t>(((z ^ (z >> 31)) >> 32) * limit >> 32);
  }

 private:
  uint64_t state_;
};

}  // namespace emulate
}  // namespace lossc

#endif  // LOSSC_EMULATE_RANDOM_H_
