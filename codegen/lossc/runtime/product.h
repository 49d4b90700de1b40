// What a product of two matrices reads and writes, and the sizes of its blocks.
#ifndef LOSSC_RUNTIME_PRODUCT_H_
#define LOSSC_RUNTIME_PRODUCT_H_

#include <algorithm>
#include <cstdint>

namespace lossc {
namespace runtime {

constexpr int64_t product_rows = 24;      // what blocks of rows are multiples of: whole tiles of 12 or 6
constexpr int64_t product_columns = 32;   // of a packed panel: two vectors of 16 floats, the widest there are
constexpr int64_t terms_at_once = 256;    // of a sum, before it is added to what is there: a panel of the right side stays in the L2 cache

/// out[i, j] += Σ_k left[i, k] right[k, j]. The right side lies in panels of columns, or in one.
template <class T> struct product_terms {
  const T* left;
  int64_t left_row, left_term;
  const T* right;
  int64_t right_term, right_columns, right_panel;
  T* out;
  int64_t out_row;
};

/// How many numbers a packed matrix of `columns` rows of `depth` has.
inline int64_t packed_size(int64_t columns, int64_t depth) { return (columns + product_columns - 1) / product_columns * product_columns * depth; }

/// Rows [first, last) of x, whole panels of them, turned: panel, term, column. Zeros fill the last panel.
template <class T> void pack(const T* x, int64_t stride, int64_t rows, int64_t depth, int64_t first, int64_t last, T* packed) {
  for (int64_t row = first; row < last; row += product_columns) {
    T* const panel = packed + row * depth;
    const int64_t here = std::min(product_columns, rows - row);
    for (int64_t k = 0; k < depth; ++k) {
      for (int64_t c = 0; c < here; ++c) panel[k * product_columns + c] = x[(row + c) * stride + k];
      std::fill(panel + k * product_columns + here, panel + (k + 1) * product_columns, T(0));
    }
  }
}

}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_PRODUCT_H_
