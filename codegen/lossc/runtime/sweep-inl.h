// Sweeps over contiguous numbers in vectors of any width, and the accumulators they feed.
//
// Results do not depend on the ISA's vector width: element c of a sweep belongs to virtual lane
// c % 32, lanes are flushed to f64 every 1024 elements and added up in one fixed tree.
#if defined(LOSSC_RUNTIME_SWEEP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSC_RUNTIME_SWEEP_INL_H_
#undef LOSSC_RUNTIME_SWEEP_INL_H_
#else
#define LOSSC_RUNTIME_SWEEP_INL_H_
#endif

#include <hwy/highway.h>
#include <lossc/runtime/host.h>
#include <lossc/runtime/math-inl.h>

// Bodies of loops are lambdas: they need the ISA's attribute, and calls would spill accumulators.
#ifndef LOSSC_LOOP_BODY
#define LOSSC_LOOP_BODY HWY_ATTR __attribute__((always_inline))
#endif

HWY_BEFORE_NAMESPACE();
namespace lossc {
namespace runtime {
namespace HWY_NAMESPACE {

constexpr int virtual_lanes = 32;
constexpr int blocks_per_flush = 1024 / virtual_lanes;

template <class T> using tag = hn::CappedTag<T, virtual_lanes>;
template <class T> using vector = hn::Vec<tag<T>>;
template <class T> using mask_of = hn::Mask<tag<T>>;
template <class T> constexpr int lanes = static_cast<int>(hn::MaxLanes(tag<T>()));
template <class T> constexpr int parts = virtual_lanes / lanes<T>;

template <class T> HWY_INLINE vector<T> broadcast(double x) {
  return hn::Set(tag<T>(), static_cast<T>(x));
}
template <class T> HWY_INLINE mask_of<T> broadcast_mask(bool x) {
  return hn::Set(tag<T>(), static_cast<T>(x)) != hn::Zero(tag<T>());
}
template <class V> HWY_INLINE auto first_lane(V v) { return hn::GetLane(v); }

template <class V, class = if_vector<V>> HWY_INLINE V negate(V v) { return hn::Neg(v); }
using runtime::negate;

// Not operator!=: Highway 1.0.3 compares ordered on AVX2 and AVX-512, where NaN != x is false.
template <class V, class = if_vector<V>> HWY_INLINE auto not_equal(V a, V b) {
  return hn::Not(a == b);
}
using runtime::not_equal;

template <class M> HWY_INLINE M logical_and(M a, M b) { return hn::And(a, b); }
template <class M> HWY_INLINE M logical_or(M a, M b) { return hn::Or(a, b); }
template <class M> HWY_INLINE M logical_not(M a) { return hn::Not(a); }
template <class V, class = if_vector<V>> HWY_INLINE auto is_finite(V x) {
  return (x - x) == hn::Zero(hn::DFromV<V>());
}

/// One row of an output during a sweep; null where it is not wanted.
template <class T> struct output_row {
  T* data;
  bool accumulate, stream;
};
template <class T> HWY_INLINE output_row<T> row_of(const output_rows<T>& rows, int64_t i) {
  return {rows.row(i), rows.accumulate, rows.stream};
}

/// A whole vector inside a sweep; K says which of the virtual lanes it holds.
template <class T, int K> struct whole_part {
  static constexpr int k = K;
  static constexpr bool whole = true;
  HWY_INLINE vector<T> load(const T* p) const { return hn::LoadU(tag<T>(), p); }
  HWY_INLINE void store(vector<T> v, const output_row<T>& out, int64_t c) const {
    if (out.data == nullptr) return;
    if (out.stream) return hn::Stream(v, tag<T>(), out.data + c);
    if (out.accumulate) v = v + hn::LoadU(tag<T>(), out.data + c);
    hn::StoreU(v, tag<T>(), out.data + c);
  }
  HWY_INLINE int count() const { return lanes<T>; }
};

/// Up to a vector at the end of a sweep. Where masked loads may fault at the end of a page, that is
/// before AVX-512, they go through a padded buffer.
template <class T> struct edge_part {
  static constexpr bool whole = false;
  int k, n;
  HWY_INLINE vector<T> load(const T* p) const {
    if (n == lanes<T>) return hn::LoadU(tag<T>(), p);
#if HWY_MEM_OPS_MIGHT_FAULT
    HWY_ALIGN T padded[lanes<T>] = {};
    for (int i = 0; i < n; ++i) padded[i] = p[i];
    return hn::Load(tag<T>(), padded);
#else
    return hn::MaskedLoad(hn::FirstN(tag<T>(), static_cast<size_t>(n)), tag<T>(), p);
#endif
  }
  HWY_INLINE void store(vector<T> v, const output_row<T>& out, int64_t c) const {
    if (out.data == nullptr) return;
    HWY_ALIGN T padded[lanes<T>];
    hn::Store(v, tag<T>(), padded);
    for (int i = 0; i < n; ++i)
      out.data[c + i] = out.accumulate ? out.data[c + i] + padded[i] : padded[i];
  }
  HWY_INLINE int count() const { return n; }
};

/// An upstream gradient: ones where the caller gives none.
template <class T, class Part>
HWY_INLINE vector<T> load_upstream(const Part& part, const T* p, int64_t c) {
  return p == nullptr ? hn::Set(tag<T>(), T(1)) : part.load(p + c);
}

/// Loads of u8 masks and of what labels name, lane by lane.
template <class T, class Part> HWY_INLINE vector<T> load_mask(const Part& part, const uint8_t* p) {
  HWY_ALIGN T padded[lanes<T>] = {};
  for (int i = 0; i < part.count(); ++i) padded[i] = static_cast<T>(p[i] != 0);
  return hn::Load(tag<T>(), padded);
}
template <class T, class Part>
HWY_INLINE vector<T> load_at(const Part& part, const input_rows<T>& x, const labels& y,
                             int64_t row) {
  HWY_ALIGN T padded[lanes<T>] = {};
  for (int i = 0; i < part.count(); ++i) padded[i] = x.row(row + i)[y.safe(row + i)];
  return hn::Load(tag<T>(), padded);
}
template <class T, class Part>
HWY_INLINE mask_of<T> valid_lanes(const Part& part, const labels& y, int64_t row) {
  HWY_ALIGN T padded[lanes<T>] = {};
  for (int i = 0; i < part.count(); ++i) padded[i] = static_cast<T>(y.valid(row + i));
  return hn::Load(tag<T>(), padded) != hn::Zero(tag<T>());
}
/// Lanes whose label is `c`; an ignored one names no class.
template <class T, class Part>
HWY_INLINE mask_of<T> label_is(const Part& part, const labels& y, int64_t row, int64_t c) {
  HWY_ALIGN T padded[lanes<T>] = {};
  for (int i = 0; i < part.count(); ++i)
    padded[i] = static_cast<T>(y.valid(row + i) && y.at(row + i) == c);
  return hn::Load(tag<T>(), padded) != hn::Zero(tag<T>());
}
/// Lanes whose two labels agree.
template <class T, class Part>
HWY_INLINE mask_of<T> labels_agree(const Part& part, const labels& x, const labels& y, int64_t row) {
  HWY_ALIGN T padded[lanes<T>] = {};
  for (int i = 0; i < part.count(); ++i) padded[i] = static_cast<T>(x.at(row + i) == y.at(row + i));
  return hn::Load(tag<T>(), padded) != hn::Zero(tag<T>());
}
/// Positions c, c + 1, … and the lanes at position `y`.
template <class T> HWY_INLINE vector<T> positions(int64_t c) {
  return hn::Iota(tag<T>(), static_cast<T>(c));
}
template <class T> HWY_INLINE mask_of<T> position_is(int64_t c, const labels& y, int64_t row) {
  const int64_t distance = y.valid(row) ? y.at(row) - c : -1;
  const T wanted = distance >= 0 && distance < lanes<T> ? static_cast<T>(distance) : T(-1);
  return hn::Iota(tag<T>(), T(0)) == hn::Set(tag<T>(), wanted);
}

template <class T, class Part>
HWY_INLINE void note_lanes_at(const Part& part, int64_t& first, int64_t row, vector<T> v, double noted) {
  HWY_ALIGN T each[lanes<T>];
  hn::Store(v, tag<T>(), each);
  for (int i = 0; i < part.count(); ++i)
    if (each[i] == static_cast<T>(noted)) note_row(first, row + i);
}

/// Σ in virtual lanes: f32 lanes flushed to f64, f64 lanes as they are.
template <class T> class sum_lanes {
 public:
  template <int K> HWY_INLINE void add(const whole_part<T, K>&, vector<T> v) {
    if (K == 0 && sizeof(T) == 4 && ++blocks_ == blocks_per_flush) flush();
    lane_[K] = lane_[K] + v;
  }
  HWY_INLINE void add(const edge_part<T>& part, vector<T> v) {
    if (part.k == 0 && sizeof(T) == 4 && ++blocks_ == blocks_per_flush) flush();
    const tag<T> d;
    v = hn::IfThenElseZero(hn::FirstN(d, static_cast<size_t>(part.n)), v);
    T* at = edge_ + part.k * lanes<T>;
    hn::Store(hn::Load(d, at) + v, d, at);
  }
  HWY_INLINE double total() {
    // One fixed tree, 32 → 16 → … → 1, whatever the width of a vector of doubles.
    const hn::CappedTag<double, virtual_lanes> d;
    constexpr int width = static_cast<int>(hn::MaxLanes(d)), count = virtual_lanes / width;
    HWY_ALIGN T narrow[virtual_lanes];
    for (int k = 0; k < parts<T>; ++k) hn::Store(lane_[k], tag<T>(), narrow + k * lanes<T>);
    hn::Vec<decltype(d)> sum[count];
    for (int k = 0; k < count; ++k) {
      sum[k] = in_double(narrow + k * width) + in_double(edge_ + k * width);
      if (flushed_) sum[k] = hn::Load(d, wide_ + k * width) + sum[k];
    }
    for (int half = count / 2; half > 0; half /= 2)
      for (int k = 0; k < half; ++k) sum[k] = sum[k] + sum[k + half];
    HWY_ALIGN double last[width];
    hn::Store(sum[0], d, last);
    for (int half = width / 2; half > 0; half /= 2)
      for (int i = 0; i < half; ++i) last[i] += last[i + half];
    return last[0];
  }

 private:
  vector<T> lane_[parts<T>] = {};
  HWY_ALIGN T edge_[virtual_lanes] = {};
  HWY_ALIGN double wide_[virtual_lanes];  // what was flushed; meaningless before the first flush
  int blocks_ = 0;
  bool flushed_ = false;

  static HWY_INLINE auto in_double(const T* p) {
    const hn::CappedTag<double, virtual_lanes> d;
    if constexpr (sizeof(T) == 8) return hn::Load(d, p);
    else return hn::PromoteTo(d, hn::Load(hn::Rebind<float, decltype(d)>(), p));
  }

  HWY_INLINE void flush() {
    const tag<T> d;
    HWY_ALIGN T narrow[virtual_lanes];
    for (int k = 0; k < parts<T>; ++k) hn::Store(lane_[k], d, narrow + k * lanes<T>);
    for (int i = 0; i < virtual_lanes; ++i) {
      const double sum = static_cast<double>(narrow[i]) + static_cast<double>(edge_[i]);
      wide_[i] = flushed_ ? wide_[i] + sum : sum;
    }
    for (int k = 0; k < parts<T>; ++k) lane_[k] = hn::Zero(d);
    for (int i = 0; i < virtual_lanes; ++i) edge_[i] = 0;
    blocks_ = 0;
    flushed_ = true;
  }
};

/// Π in virtual lanes of f64: a product of floats leaves their range long before its last factor.
template <class T> class product_lanes {
 public:
  HWY_INLINE product_lanes() { std::fill_n(lane_, virtual_lanes, 1.0); }
  template <class Part> HWY_INLINE void add(const Part& part, vector<T> v) {
    HWY_ALIGN T each[lanes<T>];
    hn::Store(v, tag<T>(), each);
    double* const at = lane_ + part.k * lanes<T>;
    for (int i = 0; i < part.count(); ++i) at[i] *= static_cast<double>(each[i]);
  }
  HWY_INLINE double total() {
    for (int half = virtual_lanes / 2; half > 0; half /= 2)
      for (int i = 0; i < half; ++i) lane_[i] *= lane_[i + half];
    return lane_[0];
  }

 private:
  HWY_ALIGN double lane_[virtual_lanes];
};

/// The largest (or smallest, by Join) entry; NaN if there is one.
template <class T, class Join> class extreme_lanes {
 public:
  HWY_INLINE extreme_lanes() {
    for (int k = 0; k < parts<T>; ++k) lane_[k] = unit();
    for (int k = 0; k < parts<T>; ++k) hn::Store(unit(), tag<T>(), edge_ + k * lanes<T>);
  }
  template <int K> HWY_INLINE void add(const whole_part<T, K>&, vector<T> v) {
    lane_[K] = Join::of(lane_[K], v);
  }
  HWY_INLINE void add(const edge_part<T>& part, vector<T> v) {
    const tag<T> d;
    v = hn::IfThenElse(hn::FirstN(d, static_cast<size_t>(part.n)), v, unit());
    T* at = edge_ + part.k * lanes<T>;
    hn::Store(Join::of(hn::Load(d, at), v), d, at);
  }
  HWY_INLINE double total() {
    const tag<T> d;
    vector<T> all = unit();
    for (int k = 0; k < parts<T>; ++k)
      all = Join::of(all, Join::of(lane_[k], hn::Load(d, edge_ + k * lanes<T>)));
    if (!hn::AllTrue(d, all == all)) return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(hn::GetLane(Join::over(d, all)));
  }

 private:
  vector<T> lane_[parts<T>];
  HWY_ALIGN T edge_[virtual_lanes];
  static HWY_INLINE vector<T> unit() { return hn::Set(tag<T>(), Join::template unit<T>()); }
};
struct join_max {
  template <class T> static constexpr T unit() { return -std::numeric_limits<T>::infinity(); }
  template <class V> static HWY_INLINE V of(V a, V b) { return maximum(a, b); }
  template <class D, class V> static HWY_INLINE V over(D d, V v) { return hn::MaxOfLanes(d, v); }
};
struct join_min {
  template <class T> static constexpr T unit() { return std::numeric_limits<T>::infinity(); }
  template <class V> static HWY_INLINE V of(V a, V b) { return minimum(a, b); }
  template <class D, class V> static HWY_INLINE V over(D d, V v) { return hn::MinOfLanes(d, v); }
};
template <class T> using max_lanes = extreme_lanes<T, join_max>;
template <class T> using min_lanes = extreme_lanes<T, join_min>;

/// Adds a part of a row to a chunk's column sums, or all its rows to one column.
template <class T, class Join, class Part>
HWY_INLINE void join_columns(const Part& part, double* columns, vector<T> v) {
  HWY_ALIGN T each[lanes<T>];
  hn::Store(v, tag<T>(), each);
  for (int i = 0; i < part.count(); ++i) columns[i] = Join::join(columns[i], each[i]);
}
template <class T, class Join, class Part>
HWY_INLINE void join_column(const Part& part, double& column, vector<T> v) {
  HWY_ALIGN T each[lanes<T>];
  hn::Store(v, tag<T>(), each);
  for (int i = 0; i < part.count(); ++i) column = Join::join(column, each[i]);
}
/// Adds each row's value to the table entry that its label names.
template <class T, class Part>
HWY_INLINE void add_to_table(const Part& part, double* table, const labels& y, int64_t row,
                             vector<T> v) {
  HWY_ALIGN T each[lanes<T>];
  hn::Store(v, tag<T>(), each);
  for (int i = 0; i < part.count(); ++i)
    if (y.valid(row + i)) table[y.at(row + i)] += each[i];
}

/// Values of groups of rows: what the rows of a group read, and where they add up.
template <class T, class X, class Part>
HWY_INLINE vector<T> load_group(const Part& part, const X* x, int64_t row, int64_t rows_per_group) {
  HWY_ALIGN T padded[lanes<T>] = {};
  for (int i = 0; i < part.count(); ++i)
    padded[i] = x == nullptr ? T(1) : static_cast<T>(x[(row + i) / rows_per_group]);
  return hn::Load(tag<T>(), padded);
}
template <class T, class Join, class Part>
HWY_INLINE void join_group(const Part& part, double* groups, int64_t row, int64_t rows_per_group, vector<T> v) {
  HWY_ALIGN T each[lanes<T>];
  hn::Store(v, tag<T>(), each);
  for (int i = 0; i < part.count(); ++i) {
    double& group = groups[(row + i) / rows_per_group];
    group = Join::join(group, static_cast<double>(each[i]));
  }
}

/// The one entry of an output row that its label names: read before the sweep writes the row,
/// written after.
template <class T> class label_entry {
 public:
  HWY_INLINE label_entry(const output_rows<T>& rows, const labels& y, int64_t row) {
    if (rows.data == nullptr || !y.valid(row)) return;
    at_ = rows.row(row) + y.at(row);
    before_ = rows.accumulate ? *at_ : T(0);
  }
  HWY_INLINE void write(vector<T> v) const {
    if (at_ != nullptr) *at_ = before_ + first_lane(v);
  }

 private:
  T* at_ = nullptr;
  T before_ = 0;
};

template <class T, class Body, int... K>
HWY_INLINE void whole_block(Body&& body, int64_t c, std::integer_sequence<int, K...>) {
  (body(whole_part<T, K>{}, c + K * lanes<T>), ...);
}

/// body(part, c) over [0, n), one vector at a time: for bodies with loops of their own.
template <class T, class Body>
HWY_INLINE void sweep_one_by_one(int64_t n, Body&& body) {
  int k = 0;
  for (int64_t c = 0; c < n; c += lanes<T>, k = (k + 1) % parts<T>)
    body(edge_part<T>{k, static_cast<int>(std::min<int64_t>(lanes<T>, n - c))}, c);
}

/// body(part, c) over [0, n), a whole block of virtual lanes at a time, accumulators in registers.
/// ISAs with vectors shorter than 32 bytes go one by one: unrolled eightfold they cost minutes to compile.
template <class T, class Body>
HWY_INLINE void sweep(int64_t n, Body&& body) {
  if constexpr (lanes<float> < 8) {
    sweep_one_by_one<T>(n, body);
  } else {
    int64_t c = 0;
    for (; c + virtual_lanes <= n; c += virtual_lanes) whole_block<T>(body, c, std::make_integer_sequence<int, parts<T>>{});
    for (int k = 0; c < n; c += lanes<T>, ++k)
      body(edge_part<T>{k, static_cast<int>(std::min<int64_t>(lanes<T>, n - c))}, c);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace runtime
}  // namespace lossc
HWY_AFTER_NAMESPACE();

#endif  // LOSSC_RUNTIME_SWEEP_INL_H_
