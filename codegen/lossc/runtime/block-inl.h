// Blocks of a region that are copied together: short rows turned, flat work on rows that lie apart.
#if defined(LOSSC_RUNTIME_BLOCK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSC_RUNTIME_BLOCK_INL_H_
#undef LOSSC_RUNTIME_BLOCK_INL_H_
#else
#define LOSSC_RUNTIME_BLOCK_INL_H_
#endif

#include <lossc/runtime/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lossc {
namespace runtime {
namespace HWY_NAMESPACE {

/// Flat work on [first, last): body(index, length), once where rows touch. Rows that lie apart go
/// block by block through buffers, so that each virtual lane adds up the same elements.
constexpr int64_t elements_per_block = 8 * virtual_lanes;
template <class Body>
HWY_INLINE void for_each_block(int64_t first, int64_t last, bool contiguous, Body&& body) {
  if (contiguous) return body(first, last - first);
  for (; first < last; first += elements_per_block)
    body(first, std::min(elements_per_block, last - first));
}

/// visit(offset in the block, start in memory, length) for the stretch of each row that a block holds.
template <class Visit>
HWY_INLINE void for_each_stretch(int64_t columns, int64_t stride, int64_t index, int64_t length,
                                 Visit&& visit) {
  int64_t row = index / columns, column = index % columns;
  for (int64_t done = 0; done < length; ++row, column = 0) {
    const int64_t here = std::min(columns - column, length - done);
    visit(done, row * stride + column, here);
    done += here;
  }
}

/// A block of an input, in place or copied together; null where the input is.
template <class T> class input_block {
 public:
  HWY_INLINE input_block(const input_rows<T>& x, int64_t columns, bool contiguous, int64_t index,
                         int64_t length) {
    if (x.data == nullptr) return;
    data_ = x.data + index;
    if (contiguous || x.stride == columns) return;
    for_each_stretch(columns, x.stride, index, length, [&](int64_t at, int64_t from, int64_t n) {
      std::copy_n(x.data + from, n, copy_ + at);
    });
    data_ = copy_;
  }
  input_block(const input_block&) = delete;
  HWY_INLINE const T* data() const { return data_; }

 private:
  const T* data_ = nullptr;
  T copy_[elements_per_block];
};

/// A block of an output, in place or to be spread out by finish().
template <class T> class output_block {
 public:
  HWY_INLINE output_block(const output_rows<T>& x, int64_t columns, bool contiguous, int64_t index,
                          int64_t length)
      : rows_(x), columns_(columns), index_(index), length_(length),
        apart_(x.data != nullptr && !contiguous && x.stride != columns) {}
  output_block(const output_block&) = delete;
  HWY_INLINE output_row<T> row() {
    if (apart_) return {copy_, false, false};
    return {rows_.data == nullptr ? nullptr : rows_.data + index_, rows_.accumulate, rows_.stream};
  }
  HWY_INLINE void finish() const {
    if (!apart_) return;
    for_each_stretch(columns_, rows_.stride, index_, length_, [&](int64_t at, int64_t to, int64_t n) {
      for (int64_t i = 0; i < n; ++i)
        rows_.data[to + i] = rows_.accumulate ? rows_.data[to + i] + copy_[at + i] : copy_[at + i];
    });
  }

 private:
  output_rows<T> rows_;
  int64_t columns_, index_, length_;
  bool apart_;
  T copy_[elements_per_block];
};

/// A vector's worth of short rows, turned so that lane i holds row i.
template <class T> class tile {
 public:
  template <class S>
  HWY_INLINE void load(const input_rows<S>& x, int64_t row, int count, int64_t n) {
    for (int64_t c = 0; c < n; ++c) {
      T* at = data_ + c * lanes<T>;
      for (int i = 0; i < count; ++i) at[i] = x.data == nullptr ? T(1) : number(x.row(row + i)[c]);
      for (int i = count; i < lanes<T>; ++i) at[i] = 0;
    }
  }
  HWY_INLINE vector<T> column(int64_t c) const { return hn::Load(tag<T>(), data_ + c * lanes<T>); }
  HWY_INLINE void set_column(int64_t c, vector<T> v) {
    hn::Store(v, tag<T>(), data_ + c * lanes<T>);
  }
  HWY_INLINE void set_at(const labels& y, int64_t row, int count, vector<T> v) {
    HWY_ALIGN T each[lanes<T>];
    hn::Store(v, tag<T>(), each);
    for (int i = 0; i < count; ++i)
      if (y.valid(row + i)) data_[y.at(row + i) * lanes<T> + i] = each[i];
  }
  HWY_INLINE void store(const output_rows<T>& x, int64_t row, int count, int64_t n) const {
    if (x.data == nullptr) return;
    for (int i = 0; i < count; ++i) {
      T* out = x.row(row + i);
      for (int64_t c = 0; c < n; ++c)
        out[c] = x.accumulate ? out[c] + data_[c * lanes<T> + i] : data_[c * lanes<T> + i];
    }
  }

 private:
  HWY_ALIGN T data_[longest_short_row * lanes<T>];
  static HWY_INLINE T number(T x) { return x; }
  static HWY_INLINE T number(uint8_t mask) { return static_cast<T>(mask != 0); }
};

}  // namespace HWY_NAMESPACE
}  // namespace runtime
}  // namespace lossc
HWY_AFTER_NAMESPACE();

#endif  // LOSSC_RUNTIME_BLOCK_INL_H_
