// Runs a plan in plain f64 loops: what a plan means, and how much it reads and writes. Never a backend.
#pragma once
#include <lossc/evaluate/interpret.hpp>
#include <lossc/plan/plan.hpp>

namespace lossc {

/// Entries that one region touches, as the cost model counts them: once per sweep, scalars not at all.
struct region_traffic {
  std::vector<std::int64_t> reads;   // per input: entries that no earlier sweep of the region has read
  std::vector<std::int64_t> cached;  // per input: entries that a later sweep reads again
  std::vector<std::int64_t> picks;   // per input: reads of the entry at a label
  std::vector<std::int64_t> writes;  // per output; the second write at a label does not count
  std::int64_t kept_reads = 0;
  std::int64_t kept_writes = 0;
};

struct interpretation {
  /// In the order of the graph's outputs. A gradient is laid out like its input, as declared; other
  /// outputs have their lowest axis outermost.
  std::vector<Eigen::ArrayXd> outputs;
  std::vector<region_traffic> regions;
};

/// Regions in order; in each, the indices of the parallel axes; for an index the sweeps in order, then
/// joins, row writes and keeps. Fails where a value is read at a place where it is not known yet, and
/// where an entry of an output is written twice or not at all.
interpretation interpret(const kernel_plan& p, const arguments<double>& a);

}  // namespace lossc
