// What the CUDA text of one plan is made of: names, and the single numbers that launches hand on.
#pragma once
#include <lossc/emit/signature.hpp>
#include <lossc/emit/text.hpp>

namespace lossc {

struct cuda_plan {
  const kernel_plan& plan;
  const std::vector<slot>& slots;
  std::string space;  // namespace: value_only or with_gradients
  node_names names;
  std::vector<node_id> joined;  // counts of labels and joins over rows: one number each, in the workspace

  cuda_plan(const kernel_plan& p, const std::vector<slot>& s, std::string space);

  /// The enumerator that says where a joined number lies.
  std::string place_of(node_id id) const { return "at_" + names[id]; }
  bool is_joined(node_id id) const;
};

/// Reductions of columns to single numbers that are known after so many regions, operands first.
std::vector<node_id> column_reductions(const kernel_plan& p, int regions);

/// Whether a region's kernel works on rows in teams, or on elements in one long row.
bool has_teams(const kernel_plan& p, const region& r);

/// Inputs whose rows more than one sweep of the region reads: they are kept between sweeps.
std::vector<std::string> kept_inputs(const kernel_plan& p, const region& r);

/// What a region joins to single numbers, in order.
std::vector<accumulation> scalar_joins(const region& r);
/// What it joins to vectors along the columns.
std::vector<accumulation> vector_joins(const region& r);

/// Writes the kernel of a region: `template <…> LOSSC_KERNEL(…) NAME(const arguments<T> a)`. Returns
/// the bytes of shared memory it needs beside kept rows.
int emit_cuda_region(writer& out, const cuda_plan& t, const region& r);

/// How many launches the region takes where rows are split over blocks: one per sweep, and one more
/// if the last has a row reduction; 0 where they cannot be split.
int split_kernels(const region& r);
/// How many reductions along rows the region has.
int row_reductions(const region& r);
/// Writes the k-th of them, `REGION_split_K`. Returns its bytes of shared memory.
int emit_split_kernel(writer& out, const cuda_plan& t, const region& r, int k);

/// Declares, in front of a kernel's work, the numbers in `needed` as R; thread 0 computes what takes
/// a division or the workspace. Returns the bytes of shared memory that takes.
int emit_cuda_scalars(writer& out, const cuda_plan& t, const std::set<node_id>& needed);

/// Text of a number between launches, in doubles; names in `known` are printed as names.
std::string cuda_scalar(const cuda_plan& t, node_id id, const std::set<node_id>& known, bool whole = false);
/// Declares the doubles that `id` is made of and that are used more than once, operands first.
void declare_cuda_scalar(writer& out, const cuda_plan& t, node_id id, std::set<node_id>& known);

}  // namespace lossc
