// Checks and counts each access that an emulated thread makes to global or shared memory.
#ifndef LOSSC_EMULATE_ACCESS_H_
#define LOSSC_EMULATE_ACCESS_H_

#include <lossc/emulate/fault.h>
#include <lossc/emulate/memory.h>

#include <algorithm>

namespace lossc {
namespace emulate {

// When each block of this launch began; the order of blocks is random.
LOSSC_EMULATE_STATE std::vector<std::pair<epoch, int>> block_begins;

inline int block_at(epoch when) {
  const auto after = std::upper_bound(block_begins.begin(), block_begins.end(), when,
                                      [](epoch e, const auto& begin) { return e < begin.first; });
  return std::prev(after)->second;
}

inline std::string access_text(bool writes, size_t bytes) {
  return (writes ? "writes " : "reads ") + bytes_text(bytes);
}

/// `place` names the memory, `lead` is where it begins in its marks.
[[noreturn, gnu::noinline, gnu::cold]] inline void fault_found(bool writes, size_t bytes, int line,
                                                               finding what, const shadow& marks,
                                                               size_t lead, size_t at,
                                                               const std::string& place) {
  const size_t found = std::max(marks.found_at(), lead + at) - lead;
  const std::string access =
      access_text(writes, bytes) + " at byte " + number(at) + " of " + place + ", ";
  const std::string byte = "byte " + number(found);
  if (what == finding::unwritten)
    fault(line, access + "of which " + byte + " was never written" +
                    (&marks == &shared_of_block.marks ? " in this block" : ""));

  const shadow::mark& mark = marks.found_mark();
  const bool by_write = what == finding::written_by_other;
  const char* did = by_write ? "written " : "read ";
  const epoch when = by_write                                ? mark.written
                     : mark.first_read < current.block_began ? mark.first_read
                                                             : mark.last_read;
  if (when < current.block_began)
    fault(line, access + "of which block " + number(block_at(when)) + " has " + did + byte +
                    " in this launch: blocks are not ordered");
  const uint16_t warp = mark.readers_warp;
  const bool one = by_write || (warp != every_warp && (mark.readers & (mark.readers - 1)) == 0);
  const std::string who =
      one ? "thread " + number(by_write ? mark.writer : warp * 32 + __builtin_ctz(mark.readers)) +
                " of its block has "
      : warp == every_warp ? "several threads of its block have "
                           : "several lanes of warp " + number(warp) + " of its block have ";
  fault(line, access + "of which " + who + did + byte + ", with no barrier in between");
}

[[noreturn, gnu::noinline, gnu::cold]] inline void fault_global(bool writes, uintptr_t address,
                                                                size_t bytes, int line,
                                                                finding what) {
  const allocation* a = global.nearest(address);
  if (a == nullptr)
    fault(line,
          access_text(writes, bytes) +
              (address == 0 ? " at a null pointer" : " at an address outside of every allocation"));
  const auto at = static_cast<long long>(address - a->first);
  const std::string place = "allocation '" + a->name + "' (" + bytes_text(a->bytes) + ")";
  if (what != finding::none)
    fault_found(writes, bytes, line, what, a->marks, a->first % 16, static_cast<size_t>(at), place);
  const bool inside = at >= 0 && at + bytes <= a->bytes;
  fault(line, access_text(writes, bytes) + " at byte " + number(at) + " of " + place +
                  (inside ? ", at an address that is not a multiple of " + number(bytes)
                          : ", which is outside of it"));
}

template <bool Writes> inline void access_global(const void* p, size_t bytes, int line) {
  const uintptr_t address = reinterpret_cast<uintptr_t>(p);
  allocation& a = global.owner(address);
  const size_t at = address - a.first;
  if (!a.holds(address, bytes) || address % bytes != 0)
    fault_global(Writes, address, bytes, line, finding::none);
  const finding what = Writes ? a.marks.write(a.in_marks(at), bytes, current.launch_began)
                              : a.marks.read(a.in_marks(at), bytes, by_host, current.launch_began);
  if (what != finding::none) fault_global(Writes, address, bytes, line, what);
  (Writes ? a.bytes_written : a.bytes_read) += bytes;
  if (count_sectors) sectors.touch(Writes, line, address, bytes);
}

/// `count` elements of `size` bytes from `first_byte` on; `neighbours` of them from the i-th on.
template <bool Writes>
inline unsigned char* access_shared(int first_byte, int count, int i, size_t size, int neighbours,
                                    int line) {
  const size_t bytes = size * static_cast<size_t>(neighbours);
  if (i < 0 || i > count - neighbours)
    fault(line, access_text(Writes, bytes) + " at element " + number(i) + " of an array of " +
                    number(count) + " in shared memory, which is outside of it");
  const int64_t first = first_byte + static_cast<int64_t>(size) * i;
  const auto place = [&] {
    return "the block's shared memory (" + bytes_text(current.shared_bytes) + ")";
  };
  if (first < 0 || first + static_cast<int64_t>(bytes) > static_cast<int64_t>(current.shared_bytes))
    fault(line, access_text(Writes, bytes) + " at byte " + number(first) + " of " + place() +
                    ", which is outside of it");
  if (first % static_cast<int64_t>(bytes) != 0)
    fault(line, access_text(Writes, bytes) + " at byte " + number(first) + " of " + place() +
                    ", which is not a multiple of " + number(bytes));
  const auto at = static_cast<size_t>(first);
  const finding what =
      Writes ? shared_of_block.marks.write(at, bytes, current.block_began)
             : shared_of_block.marks.read(at, bytes, current.block_began, current.block_began);
  if (what != finding::none)
    fault_found(Writes, bytes, line, what, shared_of_block.marks, 0, at, place());
  return shared_of_block.data() + at;
}

}  // namespace emulate
}  // namespace lossc

#endif  // LOSSC_EMULATE_ACCESS_H_
