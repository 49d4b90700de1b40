// Who has read and written each byte of a piece of memory last: finds races and unwritten bytes.
#ifndef LOSSC_EMULATE_SHADOW_H_
#define LOSSC_EMULATE_SHADOW_H_

#include <lossc/emulate/order.h>

#include <vector>

namespace lossc {
namespace emulate {

enum class finding { none, unwritten, written_by_other, read_by_other };

/// Counts from an address that is a multiple of 16. Accesses have 1, 2, 4, 8 or 16 bytes and are
/// aligned to their size.
class shadow {
 public:
  // The readers since the last barrier: lanes of one warp, or of several. Reads that come before
  // all of them are forgotten, but for whether there were any in this launch.
  struct mark {
    epoch written = never, first_read = never, last_read = never;
    unsigned readers = 0;
    uint16_t writer = 0, readers_warp = 0;
  };

  void reset(size_t bytes, epoch written) {
    shift_ = 4;
    mark m;
    m.written = written;
    marks_.assign((bytes + 15) / 16, m);
  }

  /// What was written before `written_since` is gone; who came before `known_since` is no race.
  finding read(size_t first, size_t bytes, epoch written_since, epoch known_since) {
    if (bytes < granule()) refine(bytes);
    const size_t end = (first + bytes) >> shift_;
    for (size_t i = first >> shift_; i < end; ++i) {
      mark& m = marks_[i];
      if (m.written < written_since) return found(i, finding::unwritten);
      if (m.written >= known_since && !is_before(m.written, m.writer))
        return found(i, finding::written_by_other);
      note_reader(m, known_since);
    }
    return finding::none;
  }

  finding write(size_t first, size_t bytes, epoch known_since) {
    if (bytes < granule()) refine(bytes);
    const size_t end = (first + bytes) >> shift_;
    for (size_t i = first >> shift_; i < end; ++i) {
      mark& m = marks_[i];
      if (m.written >= known_since && !is_before(m.written, m.writer))
        return found(i, finding::written_by_other);
      if (m.last_read >= known_since && (m.first_read < current.block_began ||
                                         !comes_before_now(m.last_read, m.readers_warp, m.readers)))
        return found(i, finding::read_by_other);
      m.written = current.now;
      m.writer = static_cast<uint16_t>(current.thread);
    }
    return finding::none;
  }

  /// Where the last finding is, and what was known there.
  size_t found_at() const { return found_ << shift_; }
  const mark& found_mark() const { return marks_[found_]; }

  void write_by_host(size_t first, size_t bytes) {
    refine_to(first, bytes);
    mark m;
    m.written = by_host;
    for (size_t i = first >> shift_; i < (first + bytes) >> shift_; ++i) marks_[i] = m;
  }

  /// first + bytes if there is none.
  size_t first_unwritten(size_t first, size_t bytes) const {
    for (size_t at = first; at < first + bytes; at = ((at >> shift_) + 1) << shift_)
      if (marks_[at >> shift_].written == never) return at;
    return first + bytes;
  }

 private:
  size_t granule() const { return size_t{1} << shift_; }

  static bool is_before(epoch when, uint16_t thread) {
    return comes_before_now(when, static_cast<uint16_t>(thread / lanes_of_warp),
                            1u << thread % lanes_of_warp);
  }

  static void note_reader(mark& m, epoch known_since) {
    const auto warp = static_cast<uint16_t>(current.warp());
    const unsigned lane = 1u << current.lane();
    if (m.last_read < known_since) m.first_read = current.now;
    if (m.last_read < current.barrier || (m.readers_warp == warp && m.last_read != current.now &&
                                          lanes_order.before(m.last_read, m.readers))) {
      m.readers = lane;  // whoever comes after this thread comes after those it replaces
      m.readers_warp = warp;
    } else if (m.readers_warp == warp) {
      m.readers |= lane;
    } else {
      m.readers_warp = every_warp;
    }
    m.last_read = current.now;
  }

  finding found(size_t i, finding what) {
    found_ = i;
    return what;
  }

  // All accesses so far had whole granules, so that each part has the marks of the whole.
  [[gnu::noinline]] void refine(size_t bytes) {
    int shift = shift_;
    while (size_t{1} << shift > bytes) --shift;
    const size_t parts = size_t{1} << (shift_ - shift);
    std::vector<mark> fine;
    fine.reserve(marks_.size() * parts);
    for (const mark& m : marks_) fine.insert(fine.end(), parts, m);
    marks_.swap(fine);
    shift_ = shift;
  }

  void refine_to(size_t first, size_t bytes) {
    size_t whole = 16;
    while ((first | bytes) % whole != 0) whole /= 2;
    if (whole < granule()) refine(whole);
  }

  std::vector<mark> marks_;
  int shift_ = 4;
  size_t found_ = 0;
};

}  // namespace emulate
}  // namespace lossc

#endif  // LOSSC_EMULATE_SHADOW_H_
