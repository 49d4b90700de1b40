// Losses on all pairs: products of matrices in blocks of rows, what is done with each block, and the gradients of both sides.
#ifndef LOSSC_RUNTIME_PAIRS_H_
#define LOSSC_RUNTIME_PAIRS_H_

#include <lossc/runtime/host.h>
#include <lossc/runtime/product.h>

namespace lossc {
namespace runtime {

// Rows are cut alike for any number of threads, and whether products are kept or made again: always the same bits.
constexpr int64_t pair_parts = 16;                          // of a panel, each with partial sums of its own
constexpr int64_t columns_per_slice = 8 * product_columns;  // of a product, that a thread takes at once
constexpr int64_t rows_per_slice = 4 * product_rows;        // of the left side's gradient
constexpr int64_t terms_per_thread = int64_t{1} << 18;      // less is not worth waking one
constexpr int64_t terms_per_pair = 16;                      // what the loops of a loss cost beside a product

// Rows of a block would else lie a power of two apart, in one set of the cache.
inline int64_t pair_stride(int64_t columns) { return (columns + 15) / 16 * 16 + 16; }

/// One side of a product: an input or what a kernel made of it, and the gradient that the product gives it.
template <class T> struct pair_side {
  const T* data = nullptr;
  int64_t stride = 0, rows = 0, depth = 0;
  T* gradient = nullptr;  // rows · depth, contiguous; null where nobody wants it
};

template <class T> pair_side<T> made_side(int64_t rows, int64_t depth, workspace_cursor& workspace) {
  return {workspace.take<T>(rows * depth), depth, rows, depth, nullptr};
}
template <class T> pair_side<T> input_side(const lossc_signature& s, const lossc_call& call, int32_t i) {
  const extent e = extent_of(s.slots[i], call, i);
  return {static_cast<const T*>(call.data[i]), e.stride, e.rows, e.columns, nullptr};
}

template <class T> struct pair_matrix {
  const pair_side<T>*left = nullptr, *right = nullptr;
  T* packed = nullptr;     // the right side, turned
  T* products = nullptr;   // a panel of rows, or all of them
  T* gradients = nullptr;  // a panel of rows, where a side wants its gradient
  // Rows that are not finite, of the left side in a panel and of the whole right side. They are added apart, to what has a
  // gradient: one of exactly 0, as that of an ignored row, is not to become NaN.
  uint8_t *left_apart = nullptr, *right_apart = nullptr;
};

template <class T, int Matrices> class pair_blocks {
 public:
  using product_function = void(const product_terms<T>&, int64_t rows, int64_t first_column, int64_t last_column, int64_t terms, bool add);

  static constexpr int64_t parts = pair_parts;
  pair_matrix<T> matrix[Matrices];

  pair_blocks(int64_t rows, int64_t columns, int64_t depth, bool keeps, product_function* product)
      : rows_(rows), columns_(columns), stride_(pair_stride(columns)), terms_of_row_(columns * (depth + terms_per_pair)), keeps_(keeps), product_(product) {
    // Few columns: more rows at once, so that a part is worth a thread.
    const int64_t worth = terms_per_thread / std::max<int64_t>(1, product_rows * terms_of_row_), all = rows / (pair_parts * product_rows);
    part_rows_ = product_rows * (1 + std::min(worth, all));
    panel_rows_ = pair_parts * part_rows_;
  }

  int64_t block_size(bool all) const { return (all ? rows_ : std::min(rows_, panel_rows_)) * stride_; }

  void pack_right_sides(const lossc_options& options) {
    for (auto& m : matrix) {
      const pair_side<T>& x = *m.right;
      for (int64_t row = 0; row < x.rows && m.gradients != nullptr; ++row) m.right_apart[row] = !is_finite_row(x, row);
      each_slice(options, x.rows, columns_per_slice, x.rows * x.depth,
                 [&](int64_t first, int64_t last) { pack(x.data, x.stride, x.rows, x.depth, first, last, m.packed); });
    }
  }

  /// Where matrix k lies.
  void place(int k, const pair_side<T>& left, const pair_side<T>& right, bool gradients, workspace_cursor& workspace) {
    matrix[k] = {&left, &right, workspace.take<T>(packed_size(right.rows, right.depth)), workspace.take<T>(block_size(keeps_)), nullptr, nullptr, nullptr};
    if (!gradients) return;
    matrix[k].gradients = workspace.take<T>(block_size(false));
    matrix[k].left_apart = workspace.take<uint8_t>(std::min(rows_, panel_rows_));
    matrix[k].right_apart = workspace.take<uint8_t>(columns_);
  }

  /// Sides whose gradients are wanted begin with 0; where neither is, the products have none.
  template <int Sides> void start_gradients(const pair_side<T> (&sides)[Sides]) {
    for (const auto& side : sides)
      if (side.gradient != nullptr) std::fill_n(side.gradient, side.rows * side.depth, T(0));
    for (auto& m : matrix)
      if (m.left->gradient == nullptr && m.right->gradient == nullptr) m.gradients = nullptr;
  }

  /// Rows of products from `first` on, as the loops of a kernel read them, and where they write gradients.
  input_rows<T> rows_from(int k, int64_t first) const { return {matrix[k].products + at(first) * stride_, stride_, first}; }
  output_rows<T> gradients_from(int k, int64_t first) const {
    if (matrix[k].gradients == nullptr) return {};
    return {matrix[k].gradients + first % panel_rows_ * stride_, stride_, false, false, first};
  }

  /// Calls run(part, first, last) for all rows; of products whose gradients it writes, those of both sides follow.
  template <class Run>
  void for_each_block(const lossc_options& options, const bool (&writes)[Matrices], Run&& run) {
    const pair_matrix<T>* followed[Matrices] = {};
    int count = 0;
    for (int k = 0; k < Matrices; ++k)
      if (writes[k] && matrix[k].gradients != nullptr) followed[count++] = &matrix[k];
    for (int64_t panel = 0; panel < rows_; panel += panel_rows_) {
      const int64_t end = std::min(rows_, panel + panel_rows_);
      if (!made_) make_products(options, panel, end);
      each(options, (end - panel + part_rows_ - 1) / part_rows_, (end - panel) * terms_of_row_, [&](int64_t part) {
        const int64_t first = panel + part * part_rows_, last = std::min(end, first + part_rows_);
        run(part, first, last);
        for (int k = 0; k < count; ++k)
          for (int64_t row = first; row < last; ++row) followed[k]->left_apart[row % panel_rows_] = !is_finite_row(*followed[k]->left, row);
      });
      for (int k = 0; k < count; ++k) add_gradients(options, *followed[k], panel, end);
    }
    made_ = keeps_;
  }

 private:
  int64_t rows_, columns_, stride_, terms_of_row_, part_rows_ = 0, panel_rows_ = 0;
  bool keeps_, made_ = false;
  product_function* product_;

  int64_t at(int64_t row) const { return keeps_ ? row : row % panel_rows_; }

  template <class Task>
  static void each(const lossc_options& options, int64_t count, int64_t terms, Task&& task) {
    if (terms >= 2 * terms_per_thread) return for_each_chunk(options, count, std::forward<Task>(task));
    for (int64_t i = 0; i < count; ++i) task(i);
  }
  template <class Task>
  static void each_slice(const lossc_options& options, int64_t size, int64_t of_slice, int64_t terms, Task&& task) {
    each(options, (size + of_slice - 1) / of_slice, terms, [&](int64_t i) { task(i * of_slice, std::min(size, (i + 1) * of_slice)); });
  }
  // However a product is cut among threads, its entries are the same chains of terms. A slice of the right side is small
  // enough for a cache, and serves all rows of a panel.
  void make_products(const lossc_options& options, int64_t panel, int64_t end) const {
    for (const auto& m : matrix)
      each_slice(options, columns_, columns_per_slice, (end - panel) * terms_of_row_, [&](int64_t first, int64_t last) {
        product_({m.left->data + panel * m.left->stride, m.left->stride, 1, m.packed, product_columns, product_columns, product_columns * m.right->depth,
                  m.products + at(panel) * stride_, stride_},
                 end - panel, first, last, m.right->depth, false);
      });
  }
  void add_gradients(const lossc_options& options, const pair_matrix<T>& m, int64_t panel, int64_t end) const {
    const int64_t terms = (end - panel) * terms_of_row_, depth = m.left->depth;
    const T* const gradient = m.gradients;  // of the panel's rows
    if (m.left->gradient != nullptr)
      each_slice(options, end - panel, rows_per_slice, terms, [&](int64_t first_row, int64_t last_row) {
        T* const out = m.left->gradient + (panel + first_row) * depth;
        const auto add_product = [&](int64_t first, int64_t last) {
          product_({gradient + first_row * stride_ + first, stride_, 1, m.right->data + first * m.right->stride, m.right->stride, one_panel, 0, out, depth},
                   last_row - first_row, 0, depth, last - first, true);
        };
        const auto add_apart = [&](int64_t column) {
          for (int64_t row = first_row; row < last_row; ++row)
            add_multiple(gradient[row * stride_ + column], *m.right, column, out + (row - first_row) * depth);
        };
        in_stretches(m.right_apart, columns_, add_product, add_apart);
      });
    if (m.right->gradient != nullptr)
      each_slice(options, columns_, columns_per_slice, terms, [&](int64_t first_column, int64_t last_column) {
        T* const out = m.right->gradient + first_column * depth;
        const auto add_product = [&](int64_t first, int64_t last) {
          product_({gradient + first * stride_ + first_column, 1, stride_, m.left->data + (panel + first) * m.left->stride, m.left->stride, one_panel, 0, out, depth},
                   last_column - first_column, 0, depth, last - first, true);
        };
        const auto add_apart = [&](int64_t row) {
          for (int64_t column = first_column; column < last_column; ++column)
            add_multiple(gradient[row * stride_ + column], *m.left, panel + row, out + (column - first_column) * depth);
        };
        in_stretches(m.left_apart, end - panel, add_product, add_apart);
      });
  }
  static void add_multiple(T factor, const pair_side<T>& side, int64_t row, T* out) {
    for (int64_t k = 0; k < side.depth && factor != 0; ++k) out[k] += factor * side.data[row * side.stride + k];
  }
  static bool is_finite_row(const pair_side<T>& side, int64_t row) {
    const T* const x = side.data + row * side.stride;
    return std::all_of(x, x + side.depth, [](T v) { return v - v == 0; });
  }
  /// together(first, last) for what stands between those that are apart, alone(i) for these.
  template <class Together, class Alone>
  static void in_stretches(const uint8_t* apart, int64_t count, Together&& together, Alone&& alone) {
    for (int64_t first = 0, last; first < count; first = last + 1) {
      for (last = first; last < count && apart[last] == 0; ++last) {}
      if (last > first) together(first, last);
      if (last < count) alone(last);
    }
  }
  static constexpr int64_t one_panel = int64_t{1} << 62;
};

}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_PAIRS_H_
