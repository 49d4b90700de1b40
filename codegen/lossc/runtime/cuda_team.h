// Who works on a row in a generated CUDA kernel, how their results join, where a row is kept between sweeps.
#ifndef LOSSC_RUNTIME_CUDA_TEAM_H_
#define LOSSC_RUNTIME_CUDA_TEAM_H_

#include <lossc/runtime/cuda_math.h>
#include <lossc/runtime/cuda_memory.h>

namespace lossc {
namespace cuda {

// ---- Joins: trees of a fixed shape, so that a result does not depend on who came first -------------

struct plus {
  template <class X> LOSSC_DEVICE static X unit() { return X(0); }
  template <class X> LOSSC_DEVICE static X join(X a, X b) { return a + b; }
};
struct times {
  template <class X> LOSSC_DEVICE static X unit() { return X(1); }
  template <class X> LOSSC_DEVICE static X join(X a, X b) { return a * b; }
};
struct greatest {
  template <class X> LOSSC_DEVICE static X unit() { return X(-infinity); }
  template <class X> LOSSC_DEVICE static X join(X a, X b) { return maximum(a, b); }
};
struct least {
  template <class X> LOSSC_DEVICE static X unit() { return X(infinity); }
  template <class X> LOSSC_DEVICE static X join(X a, X b) { return minimum(a, b); }
};

// Groups of `Lanes` neighbours in a warp; all lanes of a group get the result. What they did before
// is done: a row may be overwritten after a join.
template <class Monoid, int Lanes, class X>
LOSSC_DEVICE X join_lanes(X x, unsigned group LOSSC_LINE) {
  sync_lanes(group LOSSC_PASS_LINE);
  LOSSC_UNROLL(5)
  for (int distance = Lanes / 2; distance > 0; distance /= 2)
    x = Monoid::join(x, shuffle_xor(group, x, distance LOSSC_PASS_LINE));
  return x;
}

constexpr unsigned all_lanes = 0xffffffffu;
// A join of a block passes one number per warp through shared memory; each join of a kernel has a
// slot of its own there, so that one barrier is enough.
constexpr int slot_bytes = warp_size * static_cast<int>(sizeof(double));

template <class Monoid, class X>
LOSSC_DEVICE X join_block(X x, int slot_at LOSSC_LINE) {
  const shared<double> slot(slot_at, warp_size);
  const int lane = thread_index() % warp_size, warps = block_size() / warp_size;
  x = join_lanes<Monoid, warp_size>(x, all_lanes LOSSC_PASS_LINE);
  if (lane == 0)
    slot.store(thread_index() / warp_size, pack<double, 1>{{static_cast<double>(x)}} LOSSC_PASS_LINE);
  sync_block(LOSSC_PASS_LINE_ALONE);
  x = lane < warps ? static_cast<X>(slot.load(lane LOSSC_PASS_LINE).value[0]) : Monoid::template unit<X>();
  return join_lanes<Monoid, warp_size>(x, all_lanes LOSSC_PASS_LINE);
}

// ---- Teams -----------------------------------------------------------------------------------------

/// Neighbouring lanes of a warp work on a row; the warp's other lanes may have another row, or none.
template <int Lanes> class lanes {
 public:
  static constexpr int most_threads = 256;
  LOSSC_DEVICE explicit lanes(int /*slots_at*/)
      : rank_(thread_index() % Lanes),
        group_((all_lanes >> (warp_size - Lanes)) << (thread_index() % warp_size - rank_)) {}
  LOSSC_DEVICE int64_t first_row() const {
    return static_cast<int64_t>(block_index()) * (block_size() / Lanes) + thread_index() / Lanes;
  }
  LOSSC_DEVICE int64_t row_step() const { return static_cast<int64_t>(grid_size()) * (block_size() / Lanes); }
  LOSSC_DEVICE int rank() const { return rank_; }
  LOSSC_DEVICE int size() const { return Lanes; }
  /// The join of everybody's x, for everybody.
  template <class Monoid, class X> LOSSC_DEVICE X join(X x, int /*slot*/ LOSSC_LINE) const {
    return join_lanes<Monoid, Lanes>(x, group_ LOSSC_PASS_LINE);
  }
  LOSSC_DEVICE void sync(LOSSC_LINE_ALONE) const { sync_lanes(group_ LOSSC_PASS_LINE); }
  /// Before the slot of the last row's only join is used for the next one.
  LOSSC_DEVICE void next_row(LOSSC_LINE_ALONE) const {}

 private:
  int rank_;
  unsigned group_;
};

/// A block works on a row.
class whole_block {
 public:
  // With 1024 threads each would have 64 registers, which some losses do not fit.
  static constexpr int most_threads = 512;
  LOSSC_DEVICE explicit whole_block(int slots_at) : slots_at_(slots_at) {}
  LOSSC_DEVICE int64_t first_row() const { return block_index(); }
  LOSSC_DEVICE int64_t row_step() const { return grid_size(); }
  LOSSC_DEVICE int rank() const { return thread_index(); }
  LOSSC_DEVICE int size() const { return block_size(); }
  template <class Monoid, class X> LOSSC_DEVICE X join(X x, int slot LOSSC_LINE) const {
    return join_block<Monoid>(x, slots_at_ + slot * slot_bytes LOSSC_PASS_LINE);
  }
  LOSSC_DEVICE void sync(LOSSC_LINE_ALONE) const { sync_block(LOSSC_PASS_LINE_ALONE); }
  LOSSC_DEVICE void next_row(LOSSC_LINE_ALONE) const { sync_block(LOSSC_PASS_LINE_ALONE); }

 private:
  int slots_at_;
};

/// Several blocks work on a row, each on its share of the strips. They meet between launches only: a
/// launch leaves their parts of a join, the next ones join them.
class part_of_row {
 public:
  static constexpr int most_threads = 512;
  LOSSC_DEVICE part_of_row(int slots_at, int parts, int64_t rows) : slots_at_(slots_at), parts_(parts), rows_(rows) {}
  LOSSC_DEVICE int64_t first_row() const { return block_index() / parts_; }
  LOSSC_DEVICE int64_t row_step() const { return grid_size() / parts_; }
  LOSSC_DEVICE int rank() const { return part() * block_size() + thread_index(); }
  LOSSC_DEVICE int size() const { return parts_ * block_size(); }
  /// Leaves this block's part of a join of a row.
  template <class Monoid, class X>
  LOSSC_DEVICE void leave(const scratch<double>& split, int slot, int64_t row, X x LOSSC_LINE) const {
    const X part_of_join = join_block<Monoid>(x, slots_at_ + slot * slot_bytes LOSSC_PASS_LINE);
    if (thread_index() == 0)
      store(split, place_of(slot, row) + part(), static_cast<double>(part_of_join) LOSSC_PASS_LINE);
  }
  /// The join of a row's parts, in their order, for everybody.
  template <class Monoid>
  LOSSC_DEVICE double joined(const scratch<double>& split, int slot, int64_t row LOSSC_LINE) const {
    const int lane = thread_index() % warp_size;
    const double x = lane < parts_ ? load(split, place_of(slot, row) + lane LOSSC_PASS_LINE)
                                   : Monoid::template unit<double>();
    return join_lanes<Monoid, warp_size>(x, all_lanes LOSSC_PASS_LINE);
  }

 private:
  int slots_at_, parts_;
  int64_t rows_;
  LOSSC_DEVICE int part() const { return block_index() % parts_; }
  LOSSC_DEVICE int64_t place_of(int slot, int64_t row) const { return (slot * rows_ + row) * parts_; }
};

// ---- Where an input's row is kept between sweeps ----------------------------------------------------

/// Each thread reads back what it read itself, so no barrier is needed in any of them.
template <int Strips> struct in_registers { static constexpr int strips = Strips, unrolled = Strips; };
// Two strips at a time have twice the loads in flight; four would take twice the time to compile.
struct in_shared { static constexpr int strips = 0, unrolled = 2; };
struct not_kept { static constexpr int strips = 0, unrolled = 2; };

template <class T, class Keep, int N> class row_of {
 public:
  LOSSC_DEVICE row_of(const input<T>& x, int64_t row, int /*kept_at*/, int /*room*/) : x_(x), row_(row) {}
  LOSSC_DEVICE numbers<arithmetic<T>, N> first(int, int64_t c LOSSC_LINE) {
    return load<N>(x_, row_, c LOSSC_PASS_LINE);
  }
  LOSSC_DEVICE numbers<arithmetic<T>, N> again(int s, int64_t c LOSSC_LINE) {
    return first(s, c LOSSC_PASS_LINE);
  }

 private:
  const input<T>& x_;
  int64_t row_;
};

template <class T, int Strips, int N> class row_of<T, in_registers<Strips>, N> {
 public:
  LOSSC_DEVICE row_of(const input<T>& x, int64_t row, int /*kept_at*/, int /*room*/) : x_(x), row_(row) {}
  LOSSC_DEVICE numbers<arithmetic<T>, N> first(int s, int64_t c LOSSC_LINE) {
    return kept_[s] = load<N>(x_, row_, c LOSSC_PASS_LINE);
  }
  LOSSC_DEVICE numbers<arithmetic<T>, N> again(int s, int64_t LOSSC_LINE) { return kept_[s]; }

 private:
  const input<T>& x_;
  int64_t row_;
  numbers<arithmetic<T>, N> kept_[Strips];
};

template <class T, int N> class row_of<T, in_shared, N> {
 public:
  LOSSC_DEVICE row_of(const input<T>& x, int64_t row, int kept_at, int room)
      : x_(x), row_(row), kept_(kept_at, room) {}
  LOSSC_DEVICE numbers<arithmetic<T>, N> first(int, int64_t c LOSSC_LINE) {
    const auto read = load<N>(x_, row_, c LOSSC_PASS_LINE);
    pack<T, N> kept;
    LOSSC_UNROLL(N)
    for (int i = 0; i < N; ++i) kept.value[i] = narrow<T>(read[i]);
    kept_.store(static_cast<int>(c), kept LOSSC_PASS_LINE);
    return read;
  }
  LOSSC_DEVICE numbers<arithmetic<T>, N> again(int, int64_t c LOSSC_LINE) {
    const pack<T, N> kept = kept_.template load<N>(static_cast<int>(c) LOSSC_PASS_LINE);
    numbers<arithmetic<T>, N> read;
    LOSSC_UNROLL(N)
    for (int i = 0; i < N; ++i) read[i] = widen(kept.value[i]);
    return read;
  }

 private:
  const input<T>& x_;
  int64_t row_;
  shared<T> kept_;
};

/// Whether strip s, of N neighbours per thread, begins inside a row. (To count the strips would take
/// a division of 64 bits, a call for which registers spill.)
template <class Keep, int N, class Team> LOSSC_DEVICE bool has_strip(const Team& team, int s, int64_t columns) {
  return Keep::strips > 0 ? s < Keep::strips : static_cast<int64_t>(s) * team.size() * N < columns;
}

/// Whether a thread of the team is the one that reads and writes column c.
template <int N, class Team> LOSSC_DEVICE bool owns(const Team& team, int64_t c) {
  return static_cast<int>(c / N) % team.size() == team.rank();
}
/// A table with one row per team starts at the unit; each thread sets the columns that it will join into.
template <class Monoid, int N, class Team>
LOSSC_DEVICE void begin_columns(const Team& team, const scratch<double>& table, int64_t columns LOSSC_LINE) {
  for (int64_t c = static_cast<int64_t>(team.rank()) * N; c < columns; c += static_cast<int64_t>(team.size()) * N)
    for (int64_t i = c; i < c + N; ++i)
      store(table, team.first_row() * columns + i, Monoid::template unit<double>() LOSSC_PASS_LINE);
}
/// Only the thread that owns the entry may do this.
template <class Monoid, class X>
LOSSC_DEVICE void join_into(const scratch<double>& table, int64_t i, X x LOSSC_LINE) {
  store(table, i, Monoid::join(load(table, i LOSSC_PASS_LINE), static_cast<double>(x)) LOSSC_PASS_LINE);
}

// ---- One long row --------------------------------------------------------------------------------------

template <int N> LOSSC_DEVICE int64_t first_element() {
  return (static_cast<int64_t>(block_index()) * block_size() + thread_index()) * N;
}
template <int N> LOSSC_DEVICE int64_t element_step() {
  return static_cast<int64_t>(grid_size()) * block_size() * N;
}

// ---- What a launch leaves for the next --------------------------------------------------------------

constexpr int most_blocks = 4096;

/// A block's part of join k over the rows.
template <class Monoid>
LOSSC_DEVICE void leave_part(const scratch<double>& parts, int k, double x, int slot_at LOSSC_LINE) {
  const double part = join_block<Monoid>(x, slot_at LOSSC_PASS_LINE);
  if (thread_index() == 0)
    store(parts, static_cast<int64_t>(k) * most_blocks + block_index(), part LOSSC_PASS_LINE);
}
/// The parts of all blocks, joined in an order that only their number decides.
template <class Monoid>
LOSSC_DEVICE double join_parts(const scratch<double>& parts, int k, int blocks, int slot_at LOSSC_LINE) {
  double x = Monoid::template unit<double>();
  for (int i = thread_index(); i < blocks; i += block_size())
    x = Monoid::join(x, load(parts, static_cast<int64_t>(k) * most_blocks + i LOSSC_PASS_LINE));
  return join_block<Monoid>(x, slot_at LOSSC_PASS_LINE);
}

}  // namespace cuda
}  // namespace lossc

#endif  // LOSSC_RUNTIME_CUDA_TEAM_H_
