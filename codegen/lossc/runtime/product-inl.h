// Products of matrices that the losses on all pairs are made of, in blocks that fit the caches.
//
// Not Eigen's: a generated kernel holds all instruction sets and chooses when it is called, Eigen when it is compiled.
// Results do not depend on the instruction set: each entry is one chain of fused multiply-adds where
// the processor has them, in the order of the terms, and a chain per `terms_at_once`.
#if defined(LOSSC_RUNTIME_PRODUCT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSC_RUNTIME_PRODUCT_INL_H_
#undef LOSSC_RUNTIME_PRODUCT_INL_H_
#else
#define LOSSC_RUNTIME_PRODUCT_INL_H_
#endif

#include <hwy/highway.h>
#include <lossc/runtime/product.h>

HWY_BEFORE_NAMESPACE();
namespace lossc {
namespace runtime {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Sums that stay in registers while their terms go by: 24 of the 32 registers of AVX-512, 12 of 16 else.
constexpr int vectors_across = 2;
#if HWY_TARGET <= HWY_AVX3
constexpr int rows_down = 12;
#else
constexpr int rows_down = 6;
#endif
static_assert(product_rows % rows_down == 0, "a block of rows is whole tiles");

template <class T> using product_tag = hn::CappedTag<T, product_columns / vectors_across>;

/// sum[i] += Σ_k a[i, k] b[k, …] for one tile; rows from `rows` on repeat the last and are not stored.
template <class T, bool Whole>
HWY_INLINE void product_tile(const product_terms<T>& p, int64_t i, int rows, int64_t j, int64_t columns, int64_t first, int64_t last, bool add) {
  const product_tag<T> d;
  constexpr auto lanes = static_cast<int64_t>(hn::MaxLanes(d));
  const auto load = [&](const T* at, int64_t n) HWY_ATTR {
    if constexpr (Whole) return hn::LoadU(d, at);
    HWY_ALIGN T padded[lanes] = {};
    for (int64_t c = 0; c < std::min(n, lanes); ++c) padded[c] = at[c];
    return hn::Load(d, padded);
  };
  const T* a[rows_down];
  hn::Vec<product_tag<T>> sum[rows_down][vectors_across];
#pragma GCC unroll 12
  for (int r = 0; r < rows_down; ++r) {
    a[r] = p.left + (i + std::min(r, rows - 1)) * p.left_row + first * p.left_term;
    for (int v = 0; v < vectors_across; ++v) sum[r][v] = hn::Zero(d);
  }
  const T* b = p.right + j / p.right_columns * p.right_panel + j % p.right_columns + first * p.right_term;
  for (int64_t k = 0; k < last - first; ++k, b += p.right_term) {
    hn::Vec<product_tag<T>> at[vectors_across];
    for (int v = 0; v < vectors_across; ++v) at[v] = load(b + v * lanes, columns - v * lanes);
#pragma GCC unroll 12
    for (int r = 0; r < rows_down; ++r) {
      const auto factor = hn::Set(d, a[r][k * p.left_term]);
#pragma GCC unroll 2
      for (int v = 0; v < vectors_across; ++v) sum[r][v] = hn::MulAdd(factor, at[v], sum[r][v]);
    }
  }
#pragma GCC unroll 12
  for (int r = 0; r < rows_down; ++r) {
    if (r >= rows) break;
#pragma GCC unroll 2
    for (int v = 0; v < vectors_across; ++v) {
      T* const to = p.out + (i + r) * p.out_row + j + v * lanes;
      if constexpr (Whole) {
        hn::StoreU(add ? sum[r][v] + hn::LoadU(d, to) : sum[r][v], d, to);
      } else {
        HWY_ALIGN T each[lanes];
        hn::Store(sum[r][v], d, each);
        for (int64_t c = 0; c < std::min(columns - v * lanes, lanes); ++c) to[c] = add ? to[c] + each[c] : each[c];
      }
    }
  }
}

/// out[i, j] = (add: +=) Σ_k left[i, k] right[k, j] over rows [0, rows) and columns [first_column, last_column).
template <class T>
HWY_INLINE void product(const product_terms<T>& p, int64_t rows, int64_t first_column, int64_t last_column, int64_t terms, bool add) {
  constexpr auto width = static_cast<int64_t>(vectors_across * hn::MaxLanes(product_tag<T>()));
  for (int64_t first = 0; first < std::max<int64_t>(terms, 1); first += terms_at_once) {
    const int64_t last = std::min(terms, first + terms_at_once);
    for (int64_t j = first_column; j < last_column; j += width) {
      const int64_t columns = last_column - j;
      for (int64_t i = 0; i < rows; i += rows_down) {
        const int here = static_cast<int>(std::min<int64_t>(rows_down, rows - i));
        // Packed columns are padded: only the stores at the edge are not whole.
        if (columns >= width) product_tile<T, true>(p, i, here, j, columns, first, last, add || first > 0);
        else product_tile<T, false>(p, i, here, j, columns, first, last, add || first > 0);
      }
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace runtime
}  // namespace lossc
HWY_AFTER_NAMESPACE();

#endif  // LOSSC_RUNTIME_PRODUCT_INL_H_
