// What a plan is: regions of parallel work, sweeps over the inner axes in each, and what they join, keep and write.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include <lossc/graph/graph.hpp>

namespace lossc {

/// How partial results combine: lanes, threads and chunks all join by it.
enum class monoid : std::uint8_t { sum, product, max, min };

/// Where a reduction's result lives.
enum class place : std::uint8_t {
  row,     // over the inner axes: one value per index of the region
  scalar,  // over the parallel axes: one number, joined after the region
  column,  // over the parallel axes, per inner index: a vector, joined after the region
  table,   // as column, but each index of the region touches only the entry its label names
  group,   // over the parallel axes inside the outermost: a vector along that one, joined after the region
};

struct accumulation {
  node_id node = no_node;     // the Sum, Prod, MaxOver or MinOver of the graph
  node_id operand = no_node;  // what is accumulated; for a table the value at the label
  node_id label = no_node;    // for a table
  monoid join = monoid::sum;
  lossc::place place = place::row;
};

/// One write of an output. With a label, `value` goes everywhere and `at_label` over it at one index.
struct write {
  int output = 0;
  node_id value = no_node;
  node_id label = no_node;
  node_id at_label = no_node;
};

/// One pass over the inner axes for one index of the region.
struct sweep {
  std::vector<accumulation> reductions;  // place row or column
  std::vector<write> writes;          // outputs with inner axes
};

/// One parallel nest: a parallel for on the CPU, a launch on a GPU.
struct region {
  std::string name;
  std::vector<sweep> sweeps;      // empty where nothing depends on the inner axes
  std::vector<accumulation> joins;   // place scalar or table, fed once per index
  std::vector<write> row_writes;  // outputs without inner axes
  std::vector<node_id> kept;      // values per index that an earlier region left in the workspace
  std::vector<node_id> keeps;     // values per index that a later region needs
};

struct cost {
  double reads = 0;   // of the largest input's size, from memory
  double cached = 0;  // read again while still in cache
  double writes = 0;
  double exps = 0;    // calls as dear as one exp, per element
  double seconds = 0; // the model's guess at nominal sizes; only differences mean something
};

struct kernel_plan {
  graph g;  // expanded; regions speak of its nodes
  axis_mask parallel = 0;
  axis_mask inner = 0;
  axis_mask group = 0;  // the outermost parallel axis, where values that have it alone are known between regions
  std::vector<region> regions;
  lossc::cost cost;
  // For each output: the part to be written everywhere and the one at a label (specialise.hpp).
  std::vector<write> outputs;
  std::vector<int> in_blocks;  // inputs that are made in blocks of rows and read as they are made: products of matrices (pairs.hpp), rows of tables (tables.hpp)
};

inline bool is_made_in_blocks(const kernel_plan& p, int input) { return std::find(p.in_blocks.begin(), p.in_blocks.end(), input) != p.in_blocks.end(); }

/// Where a node's value lives under a plan.
enum class level : std::uint8_t { scalar, row, element, column };

inline level level_of(const kernel_plan& p, node_id id) {
  const axis_mask axes = p.g[id].axes;
  if (axes == 0) return level::scalar;
  if ((axes & p.inner) == 0) return level::row;
  return (axes & p.parallel) == 0 ? level::column : level::element;
}

/// The axes an output has in memory: a gradient those of its input, even if its value is one number.
inline axis_mask axes_of_output(const graph& g, int output) {
  const auto& o = g.outputs[static_cast<std::size_t>(output)];
  return o.wrt >= 0 ? axes_of(g.inputs[static_cast<std::size_t>(o.wrt)]) : g[o.value].axes;
}

/// Whether a value has the outermost parallel axis alone: it is known between regions, and rows read it.
inline bool is_of_group(const kernel_plan& p, node_id id) { return p.group != 0 && p.g[id].axes == p.group; }

/// Whether an output is written inside a region; a number or a column is written at the end. A number
/// with another at the label (the gradient of a bare pick: 0 elsewhere) needs a row to know the label.
inline bool is_written_in_region(const kernel_plan& p, const write& w) {
  const axis_mask axes = axes_of_output(p.g, w.output);
  return (p.g[w.value].axes != 0 || w.at_label != no_node) && (axes & p.parallel) != 0 && (p.group == 0 || axes != p.group);
}

inline bool is_reduction(const node& n) { return is<op::Sum>(n) || is<op::Prod>(n) || is<op::MaxOver>(n) || is<op::MinOver>(n); }

/// A reduction over the rows of a region.
inline bool is_join(const kernel_plan& p, node_id id) {
  return is_reduction(p.g[id]) && (p.g[id].payload & p.parallel) != 0 && !is_of_group(p, p.g[id].in[0]);
}

/// A reduction along a column, or along the groups: one number, known between regions.
inline bool is_vector_reduction(const kernel_plan& p, node_id id) {
  return is_reduction(p.g[id]) && p.g[id].axes == 0 && !is_join(p, id);
}

inline monoid monoid_of(const node& n) {
  return is<op::Sum>(n) ? monoid::sum : is<op::Prod>(n) ? monoid::product : is<op::MaxOver>(n) ? monoid::max : monoid::min;
}

}  // namespace lossc
