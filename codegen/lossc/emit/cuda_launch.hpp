// Text of the host side of a CUDA plan: its arguments, workspace and launches.
#pragma once
#include <lossc/emit/cuda_plan.hpp>

namespace lossc {

/// struct arguments, the places of joined numbers, and the workspace.
void emit_cuda_arguments(writer& out, const cuda_plan& t);

/// All kernels of the plan and `lossc_status run(call)`.
void emit_cuda_plan(writer& out, const cuda_plan& t);

/// The kernels that end a plan's regions, and the statements that launch them.
struct cuda_finish {
  const cuda_plan& t;

  /// Kernel `join_REGION`: the blocks' parts of region r joined. With `finish`, the single numbers too.
  void emit_join(writer& out, std::size_t r, bool finish) const;
  /// Kernel `finish`: single numbers of the outputs, and the report.
  void emit_finish(writer& out) const;
  /// Kernel `join_columns_REGION`: the teams' tables joined to vectors.
  void emit_join_columns(writer& out, std::size_t r) const;
  /// Kernel `reduce_columns_N`: columns known after N regions, reduced to single numbers.
  void emit_reduce_columns(writer& out, int regions) const;
  /// Kernel `write_OUTPUT`: an output along the columns, or one number everywhere.
  void emit_write(writer& out, const lossc::write& w) const;

  bool joins(std::size_t r) const;    // whether region r leaves parts
  bool is_single(const lossc::write& w) const;  // an output of rank 0
  std::vector<lossc::write> singles() const;
  std::vector<lossc::write> later() const;      // outputs along columns, or one number in an array
  /// The single numbers are written where the parts of the last region that they need are joined, if that region is
  /// never left out and nothing is reduced from columns after it; else by a launch of their own: -1.
  int region() const;

 private:
  /// `joined_here`: the region whose parts this kernel has joined itself.
  void write_singles(writer& out, std::set<node_id> known, std::size_t regions, int joined_here) const;
};

}  // namespace lossc
