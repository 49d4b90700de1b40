// Losses on rows of tables: rows taken by index in blocks, what is done with each block, and gradients added to where they came from.
#ifndef LOSSC_RUNTIME_TABLES_H_
#define LOSSC_RUNTIME_TABLES_H_

#include <lossc/runtime/host.h>

namespace lossc {
namespace runtime {

// Rows are cut alike for any number of threads, and each row of a table is one thread's affair, which adds to it in the
// order of the indices: always the same bits, and no atomics.
constexpr int64_t table_parts = 16;           // of a block, each with partial sums of its own
constexpr int64_t rows_per_table_part = 256;  // a block of vectors of a hundred numbers fits the second cache
constexpr int64_t rows_per_block = table_parts * rows_per_table_part;

/// What is taken from one table: taken[row] = table[index[row]]; 0 where the index is ignored.
template <class T> struct taken_from_table {
  input_rows<T> table;
  labels index;
  int64_t depth = 1;
  T* rows = nullptr;       // of a block
  T* gradients = nullptr;  // of a block; null where nobody wants them
  output_rows<T> gradient;  // of the table

  void take(int64_t first, int64_t last, T* to) const {
    for (int64_t row = first; row < last; ++row, to += depth) {
      if (index.valid(row)) std::copy_n(table.row(index.at(row)), depth, to);
      else std::fill_n(to, depth, T(0));
    }
  }
  /// Adds gradients of rows [first, last) to the rows of the table whose number is `part`, modulo the parts.
  void give_back(int64_t part, int64_t first, int64_t last, const T* from) const {
    for (int64_t row = first; row < last; ++row, from += depth) {
      if (!index.valid(row) || index.at(row) % table_parts != part) continue;
      T* const to = gradient.row(index.at(row));
      for (int64_t k = 0; k < depth; ++k) to[k] += from[k];
    }
  }
};

template <class T>
taken_from_table<T> taken_of(const lossc_signature& s, const lossc_call& call, int32_t table, int32_t index) {
  taken_from_table<T> taken;
  const extent e = extent_of(s.slots[table], call, table);
  // A table of numbers is one column.
  taken.table = {static_cast<const T*>(call.data[table]), s.slots[table].rank == 1 ? 1 : e.stride};
  taken.index = labels_of(call, index);
  taken.depth = s.slots[table].rank == 1 ? 1 : e.columns;
  return taken;
}

/// Where the gradient of a table goes.
template <class T>
output_rows<T> gradient_of_table(const lossc_signature& s, const lossc_call& call, int32_t gradient) {
  output_rows<T> out = output_of<T>(s, call, gradient, false);
  if (s.slots[gradient].rank == 1) out.stride = 1;
  return out;
}

/// Takes entries of a table of numbers, all at once.
template <class T> void take_entries(const lossc_options& options, const taken_from_table<T>& taken, int64_t rows, T* to) {
  for_each_chunk(options, (rows + rows_per_block - 1) / rows_per_block, [&](int64_t i) {
    taken.take(i * rows_per_block, std::min(rows, (i + 1) * rows_per_block), to + i * rows_per_block);
  });
}
template <class T> void give_entries_back(const lossc_options& options, const taken_from_table<T>& taken, int64_t rows, const T* from) {
  if (taken.gradient.data != nullptr) for_each_chunk(options, table_parts, [&](int64_t part) { taken.give_back(part, 0, rows, from); });
}

template <class T, int Tables> class table_blocks {
 public:
  static constexpr int64_t parts = table_parts;
  taken_from_table<T> taken[Tables];

  explicit table_blocks(int64_t rows) : rows_(rows) {}

  void place(int k, bool gradients, workspace_cursor& workspace) {
    const int64_t size = std::min(rows_, rows_per_block) * taken[k].depth;
    taken[k].rows = workspace.take<T>(size);
    if (gradients) taken[k].gradients = workspace.take<T>(size);
  }

  /// Rows of what is taken from `first` on, as the loops of a kernel read them, and where they write gradients.
  input_rows<T> rows_from(int k, int64_t first) const { return {taken[k].rows + first % rows_per_block * taken[k].depth, taken[k].depth, first}; }
  output_rows<T> gradients_from(int k, int64_t first) const {
    if (taken[k].gradient.data == nullptr) return {};
    return {taken[k].gradients + first % rows_per_block * taken[k].depth, taken[k].depth, false, false, first};
  }

  /// Calls run(part, first, last) for all rows; the gradients it writes are added to the tables.
  template <class Run>
  void for_each_block(const lossc_options& options, const bool (&writes)[Tables], Run&& run) {
    for (int64_t block = 0; block < rows_; block += rows_per_block) {
      const int64_t end = std::min(rows_, block + rows_per_block);
      for_each_chunk(options, (end - block + rows_per_table_part - 1) / rows_per_table_part, [&](int64_t part) {
        const int64_t first = block + part * rows_per_table_part, last = std::min(end, first + rows_per_table_part);
        for (const auto& t : taken) t.take(first, last, t.rows + (first - block) * t.depth);
        run(part, first, last);
      });
      for_each_chunk(options, table_parts, [&](int64_t part) {
        for (int k = 0; k < Tables; ++k)
          if (writes[k] && taken[k].gradient.data != nullptr) taken[k].give_back(part, block, end, taken[k].gradients);
      });
    }
  }

 private:
  int64_t rows_;
};

}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_TABLES_H_
