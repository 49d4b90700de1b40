// Losses on all pairs of rows: a graph cut at its products of matrices, so that none is ever whole in memory.
#pragma once
#include <optional>
#include <vector>

#include <lossc/plan/graph_part.hpp>

namespace lossc {

/// Σ over depth of left[row, depth] · right[column, depth]: places in `operands`.
struct pair_product {
  int left = 0, right = 0;
};

struct pair_parts {
  graph_part core;                   // the loss, with each product as an input, numbered after the inputs of the whole
  std::vector<graph_part> operands;  // each with the result [row, depth] or [column, depth]
  std::vector<pair_product> products;
  int row = 0, column = 0;  // axes of the whole
};

/// The whole's input that an operand is, unless something is computed from it: then -1.
int input_as_it_is(const graph_part& operand);
inline bool is_computed(const graph_part& operand) { return input_as_it_is(operand) < 0; }

/// Nothing where the graph has no product. Fails with a sentence where its products have no blocks of rows in common.
std::optional<pair_parts> take_pairs_apart(const graph& stable);

}  // namespace lossc
