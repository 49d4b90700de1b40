// Which accesses of other threads come before what the running thread does now.
#ifndef LOSSC_EMULATE_ORDER_H_
#define LOSSC_EMULATE_ORDER_H_

#include <lossc/emulate/position.h>

#include <algorithm>
#include <array>

namespace lossc {
namespace emulate {

/// Vector clocks within each warp; across warps only barriers of the block order anything. What a
/// thread may rely on of another one is all that happened before an epoch.
class order_of_lanes {
 public:
  /// Lanes of the running thread's warp have synchronised: each knows what any of them knew.
  void synchronise(unsigned lanes) {
    const int first = current.thread - current.lane();
    knowledge all = {};
    for (unsigned rest = lanes; rest != 0; rest &= rest - 1) {
      const knowledge& one = known_[first + __builtin_ctz(rest)];
      for (int lane = 0; lane < lanes_of_warp; ++lane) all[lane] = std::max(all[lane], one[lane]);
    }
    ++current.now;
    for (unsigned rest = lanes; rest != 0; rest &= rest - 1) all[__builtin_ctz(rest)] = current.now;
    for (unsigned rest = lanes; rest != 0; rest &= rest - 1)
      known_[first + __builtin_ctz(rest)] = all;
  }

  /// Whether all that these lanes of the running thread's warp did until `when` comes before now.
  bool before(epoch when, unsigned lanes) const {
    const knowledge& mine = known_[current.thread];
    for (unsigned rest = lanes & ~(1u << current.lane()); rest != 0; rest &= rest - 1)
      if (when >= mine[__builtin_ctz(rest)]) return false;
    return true;
  }

 private:
  using knowledge = std::array<epoch, lanes_of_warp>;
  std::array<knowledge, most_threads> known_ = {};  // older launches and blocks do no harm
};

LOSSC_EMULATE_STATE order_of_lanes lanes_order;

/// Lanes of one warp of this launch; of every warp of their block if the warp is `every_warp`.
constexpr uint16_t every_warp = 0xffff;
inline bool comes_before_now(epoch when, uint16_t warp, unsigned lanes) {
  if (when < current.block_began) return false;  // in another block
  if (when < current.barrier) return true;
  return warp == current.warp() && lanes_order.before(when, lanes);
}

}  // namespace emulate
}  // namespace lossc

#endif  // LOSSC_EMULATE_ORDER_H_
