// The instruction sets that the kernels were compiled for and this machine has.
#pragma once
// As in generated kernels: a place in a table of functions means the same here as there.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)
#include <hwy/targets.h>

#include <string>
#include <vector>

namespace lossc::test {

/// Makes the kernels of this process use one instruction set until the end of the scope.
class using_target {
 public:
  explicit using_target(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
  }
  ~using_target() {
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  using_target(const using_target&) = delete;
  using_target& operator=(const using_target&) = delete;
};

/// From the widest to the baseline.
inline std::vector<std::int64_t> targets() {
  std::vector<std::int64_t> list = hwy::SupportedAndGeneratedTargets();
  return list;
}

}  // namespace lossc::test
