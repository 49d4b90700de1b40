// Counts the 32-byte sectors that the accesses of warps to global memory touch, line by line.
#ifndef LOSSC_EMULATE_SECTORS_H_
#define LOSSC_EMULATE_SECTORS_H_

#include <lossc/emulate/grid.h>
#include <lossc/emulate/position.h>

#include <algorithm>
#include <array>
#include <memory>
#include <tuple>
#include <vector>

namespace lossc {
namespace emulate {

/// The accesses of one line. Lanes come one by one: what they do for the n-th time belongs
/// together.
class line_of_accesses {
 public:
  explicit line_of_accesses(int line, bool writes) : sum_{line, writes, 0, 0, 0} {}

  void touch(uintptr_t address, size_t bytes) {
    const uint32_t n = executions_[current.thread]++;
    std::vector<warp_access>& accesses = warps_[current.warp()];
    if (n >= accesses.size()) accesses.resize(n + 1);
    warp_access& access = accesses[n];
    const uint64_t sector = address / 32;
    if (access.bytes == 0) access.window = sector - 32;
    access.bytes += static_cast<uint32_t>(bytes);
    const uint64_t bit = sector - access.window;
    if (bit < 64) {
      access.near |= uint64_t{1} << bit;
    } else {
      far_.push_back({current.warp(), n, sector});
    }
  }

  /// Adds up the accesses since the last time; true if there were any.
  void end_block() {
    std::sort(far_.begin(), far_.end());
    far_.erase(std::unique(far_.begin(), far_.end()), far_.end());
    for (const auto& f : far_) ++warps_[std::get<0>(f)][std::get<1>(f)].far;
    far_.clear();
    for (std::vector<warp_access>& accesses : warps_) {
      for (const warp_access& a : accesses) {
        const uint64_t sectors = static_cast<uint64_t>(__builtin_popcountll(a.near)) + a.far;
        sum_.bytes += a.bytes;
        sum_.sectors += sectors;
        sum_.bytes_used += std::min<uint64_t>(a.bytes, 32 * sectors);
      }
      accesses.clear();
    }
    std::fill(executions_.begin(), executions_.begin() + current.threads, 0);
  }

  const lossc_grid_line& sum() const { return sum_; }

  bool in_this_block = false;

 private:
  // The sectors near the first one are bits, 32 on either side; others are kept in a list.
  struct warp_access {
    uint64_t window = 0, near = 0;
    uint32_t bytes = 0, far = 0;
  };

  lossc_grid_line sum_;
  std::array<uint32_t, most_threads> executions_ = {};  // by each thread in this block
  std::array<std::vector<warp_access>, most_threads / lanes_of_warp> warps_;
  std::vector<std::tuple<int, uint32_t, uint64_t>> far_;  // warp, execution, sector
};

class sector_counter {
 public:
  void touch(bool writes, int line, uintptr_t address, size_t bytes) {
    std::vector<std::unique_ptr<line_of_accesses>>& lines = lines_[writes];
    if (static_cast<size_t>(line) >= lines.size() || lines[line] == nullptr) add(writes, line);
    line_of_accesses& accesses = *lines[line];
    if (!accesses.in_this_block) {
      accesses.in_this_block = true;
      in_this_block_.push_back(&accesses);
    }
    accesses.touch(address, bytes);
  }

  void end_block() {
    for (line_of_accesses* accesses : in_this_block_) {
      accesses->end_block();
      accesses->in_this_block = false;
    }
    in_this_block_.clear();
  }

  std::vector<lossc_grid_line> sums() const {
    std::vector<lossc_grid_line> all;
    for (size_t line = 0; line < std::max(lines_[0].size(), lines_[1].size()); ++line)
      for (const auto& lines : lines_)
        if (line < lines.size() && lines[line] != nullptr) all.push_back(lines[line]->sum());
    return all;
  }

 private:
  [[gnu::noinline]] void add(bool writes, int line) {
    auto& lines = lines_[writes];
    if (static_cast<size_t>(line) >= lines.size()) lines.resize(static_cast<size_t>(line) + 1);
    lines[line] = std::make_unique<line_of_accesses>(line, writes);
  }

  std::array<std::vector<std::unique_ptr<line_of_accesses>>, 2> lines_;  // reads, writes
  std::vector<line_of_accesses*> in_this_block_;
};

}  // namespace emulate
}  // namespace lossc

#endif  // LOSSC_EMULATE_SECTORS_H_
