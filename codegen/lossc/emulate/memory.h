// The memory of the emulated device: global allocations, with gaps, and a block's shared bytes.
#ifndef LOSSC_EMULATE_MEMORY_H_
#define LOSSC_EMULATE_MEMORY_H_

#include <lossc/emulate/sectors.h>
#include <lossc/emulate/shadow.h>
#include <sys/mman.h>

#include <cstring>
#include <string>
#include <vector>

namespace lossc {
namespace emulate {

struct allocation {
  std::string name;
  uintptr_t first = 0;
  size_t bytes = 0;
  uint64_t bytes_read = 0, bytes_written = 0;
  shadow marks;  // from the last multiple of 16 on

  bool holds(uintptr_t address, size_t count) const {
    return address - first <= bytes && count <= bytes - (address - first);
  }
  size_t in_marks(size_t byte) const { return byte + first % 16; }
};

/// One range of addresses is reserved, of which allocations take whole chunks. A chunk belongs to
/// one allocation at most, so that a table finds the owner of an address.
class global_memory {
 public:
  global_memory() = default;
  global_memory(const global_memory&) = delete;
  global_memory& operator=(const global_memory&) = delete;
  ~global_memory() { clear(); }

  void* allocate(size_t bytes, size_t offset, const char* name, bool initialised) {
    if (base_ == 0 && !reserve()) return nullptr;
    const size_t count = (offset + bytes) / chunk + 1;
    // One chunk stays between neighbours.
    if (bytes > chunks * chunk || offset >= 256 || next_ + count >= chunks) return nullptr;
    void* start = reinterpret_cast<void*>(base_ + next_ * chunk);
    if (mprotect(start, count * chunk, PROT_READ | PROT_WRITE) != 0) return nullptr;
    allocation a;
    a.name = name;
    a.first = base_ + next_ * chunk + offset;
    a.bytes = bytes;
    a.marks.reset(a.in_marks(bytes), initialised ? by_host : never);
    // NaN as a real number, which also makes unwritten outputs plain to see.
    std::memset(reinterpret_cast<void*>(a.first), 0xff, bytes);
    for (size_t i = 0; i < count; ++i) owners_[next_ + i] = static_cast<uint32_t>(all_.size());
    next_ += count + 1;
    all_.push_back(std::move(a));
    return reinterpret_cast<void*>(all_.back().first);
  }

  /// An allocation without bytes where there is none.
  allocation& owner(uintptr_t address) {
    const size_t i = (address - base_) / chunk;
    return all_[i < owners_.size() ? owners_[i] : 0];
  }

  /// Null if there is none at all, or none within a thousand chunks.
  const allocation* nearest(uintptr_t address) const {
    const allocation* best = nullptr;
    uintptr_t least = 1000 * chunk;
    for (size_t i = 1; i < all_.size(); ++i) {
      const uintptr_t first = all_[i].first, end = first + all_[i].bytes;
      const uintptr_t distance = address < first ? first - address
                                 : address < end ? 0
                                                 : address - end;
      if (distance < least) {
        least = distance;
        best = &all_[i];
      }
    }
    return best;
  }

  /// The first of them is the one without bytes.
  const std::vector<allocation>& all() const { return all_; }

  void clear() {
    if (base_ != 0) munmap(reinterpret_cast<void*>(base_), chunks * chunk);
    base_ = 0;
    next_ = 1;
    owners_.clear();
    all_.assign(1, allocation());
  }

 private:
  static constexpr size_t chunk = size_t{1} << 16, chunks = size_t{1} << 19;  // 32 GiB of addresses

  bool reserve() {
    void* p = mmap(nullptr, chunks * chunk, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                   -1, 0);
    if (p == MAP_FAILED) return false;
    base_ = reinterpret_cast<uintptr_t>(p);
    owners_.assign(chunks, 0);
    return true;
  }

  uintptr_t base_ = 0;
  size_t next_ = 1;
  std::vector<uint32_t> owners_;  // of each chunk
  std::vector<allocation> all_ = std::vector<allocation>(1);
};

/// Fresh for each block: what was written before it began is gone.
class shared_memory {
 public:
  void begin_launch(size_t bytes) {
    words_.resize((bytes + sizeof(word) - 1) / sizeof(word));
    marks.reset(bytes, never);
  }
  unsigned char* data() { return reinterpret_cast<unsigned char*>(words_.data()); }

  shadow marks;

 private:
  struct alignas(16) word {
    unsigned char bytes[16];
  };
  std::vector<word> words_;
};

LOSSC_EMULATE_STATE global_memory global;
LOSSC_EMULATE_STATE shared_memory shared_of_block;
LOSSC_EMULATE_STATE sector_counter sectors;
LOSSC_EMULATE_STATE bool count_sectors = true;

}  // namespace emulate
}  // namespace lossc

#endif  // LOSSC_EMULATE_MEMORY_H_
