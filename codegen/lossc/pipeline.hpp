// The stages in order, with their results: the file to read first.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include <lossc/plan/pairs.hpp>
#include <lossc/plan/plan.hpp>
#include <lossc/plan/tables.hpp>
#include <lossc/rewrite/rewrite.hpp>

namespace lossc {

/// What may be asked of a compilation.
struct compile_options {
  bool strict = false;  // no rewrite that is not exact
  enum class outermost : std::uint8_t { as_written, none, sum, mean } reduction = outermost::as_written;
};

struct compiled_pairs;
struct compiled_tables;

/// A loss at every stage. Each is a graph or a plan, with a printer and a verifier of its own.
struct compiled {
  graph written;            // lower(loss)
  graph meaning;            // structural zeros, ignored labels and derivatives made explicit
  graph stable;             // rewritten value
  graph gradient;           // differentiate(stable)
  graph rewritten;          // gradients brought into stable form by the same rules
  std::vector<firing> trace;            // rules that fired on the value; nodes of `stable`
  std::vector<firing> gradient_trace;   // and on the gradients; nodes of `rewritten`
  graph seen, gradient_seen;            // what these rules replaced, and by what
  graph expanded;           // formulas taken apart: what the planner reads
  kernel_plan value_plan;   // result only
  kernel_plan gradient_plan;  // result and all gradients
  // Of a loss on all pairs, whose plans have no regions: its parts, which are compiled as losses of their own.
  std::shared_ptr<const compiled_pairs> pairs;
  std::shared_ptr<const compiled_tables> tables;  // the same of a loss on rows of tables
  bool is_whole() const { return pairs == nullptr && tables == nullptr; }
};

/// The parts of a loss on all pairs. The gradient of a product is that of the core's input; an operand's is its result's upstream gradient.
struct compiled_pairs {
  pair_parts parts;
  compiled core;
  std::vector<compiled> operands;  // empty where an operand is an input as it is
};

/// The gradient of what is taken is added to the rows of the table that it was taken from.
struct compiled_tables {
  table_parts parts;
  compiled core;
};

/// expression → graph happens in lower(); everything after it is here.
compiled compile(const graph& written, const compile_options& options = {});

/// The outermost mean or sum over items replaced: none, sum or mean. Fails with a sentence where the
/// loss does not end in one.
graph with_reduction(const graph& written, compile_options::outermost reduction);

}  // namespace lossc
