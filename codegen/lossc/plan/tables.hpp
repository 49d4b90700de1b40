// Losses on rows of tables, taken by index: a graph cut where they are taken, so that kernels read them in blocks.
#pragma once
#include <optional>
#include <vector>

#include <lossc/plan/graph_part.hpp>

namespace lossc {

/// table[index[row], …]: inputs of the whole, and of the core that stands for it.
struct taken_rows {
  int table = 0, index = 0, in_core = 0;
};

struct table_parts {
  graph_part core;                  // the loss of what is taken
  std::vector<taken_rows> rows;     // of tables of vectors: an array of [row, column]
  std::vector<taken_rows> entries;  // of tables of numbers: an array of [row]
  int row = 0;                      // axes of the whole
};

/// Nothing where the graph takes no rows of a table of vectors. Fails with a sentence where a table is used otherwise too.
std::optional<table_parts> take_tables_apart(const graph& stable);

}  // namespace lossc
