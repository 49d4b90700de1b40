// Labels on a GPU: how many count, and which is the first that is neither in range nor ignored.
#ifndef LOSSC_RUNTIME_CUDA_LABELS_H_
#define LOSSC_RUNTIME_CUDA_LABELS_H_

#include <lossc/runtime/cuda_host.h>

namespace lossc {
namespace cuda {

// Up to here one block counts them all, and no second launch has to join its part.
constexpr int64_t most_labels_of_a_block = 8192;

/// Leaves both numbers in `joined` if there is one block, else each block's in `parts`.
template <int most_threads>
LOSSC_KERNEL(most_threads) count_labels(labels y, int64_t n, scratch<double> parts, scratch<double> joined,
                                        int at_counted, int at_wrong) {
  double counted = 0, wrong = infinity;
  for (int64_t i = first_element<1>(); i < n; i += element_step<1>()) {
    const label l = load_label(y, i);
    counted += l.counts ? 1.0 : 0.0;
    if (is_wrong(y, l)) wrong = minimum(wrong, static_cast<double>(i));
  }
  if (grid_size() > 1) {
    leave_part<plus>(parts, 0, counted, 0);
    leave_part<least>(parts, 1, wrong, slot_bytes);
    return;
  }
  counted = join_block<plus>(counted, 0);
  wrong = join_block<least>(wrong, slot_bytes);
  if (thread_index() != 0) return;
  store(joined, at_counted, counted);
  store(joined, at_wrong, wrong);
}

template <int most_threads>
LOSSC_KERNEL(most_threads) join_labels(scratch<double> parts, int blocks, scratch<double> joined, int at_counted,
                                       int at_wrong) {
  const double counted = join_parts<plus>(parts, 0, blocks, 0);
  const double wrong = join_parts<least>(parts, 1, blocks, slot_bytes);
  if (thread_index() != 0) return;
  store(joined, at_counted, counted);
  store(joined, at_wrong, wrong);
}

inline void launch_count_labels(launches& run, const labels& y, int64_t n, const scratch<double>& parts,
                                const scratch<double>& joined, int at_counted, int at_wrong) {
  const size_t shared_bytes = 2 * slot_bytes;
  if (n <= most_labels_of_a_block) {
    run({1, n <= 2048 ? 256 : 1024, shared_bytes}, count_labels<1024>, y, n, parts, joined, at_counted, at_wrong);
    return;
  }
  const int blocks = run({blocks_for(n, 1024 * 8), 1024, shared_bytes}, count_labels<1024>, y, n, parts, joined,
                         at_counted, at_wrong);
  run({1, 256, shared_bytes}, join_labels<256>, parts, blocks, joined, at_counted, at_wrong);
}

// ---- The report -------------------------------------------------------------------------------------

/// Rows are numbers in doubles, infinity for none.
LOSSC_DEVICE void store_report(lossc_report* report, uint32_t bits, double first_row,
                               double first_zero_norm, double first_wrong_label LOSSC_LINE) {
  if (report == nullptr) return;
  if (first_row < infinity) bits |= LOSSC_REPORT_NO_SUPPORT;
  if (first_zero_norm < infinity) bits |= LOSSC_REPORT_ZERO_NORM;
  if (first_wrong_label < infinity) bits |= LOSSC_REPORT_LABEL_OUT_OF_RANGE;
  const auto row_of_report = [](double row) { return row < infinity ? static_cast<int64_t>(row) : int64_t{-1}; };
  write_global<1>(&report->bits, pack<uint32_t, 1>{{bits}} LOSSC_PASS_LINE);
  write_global<1>(&report->first_row, pack<int64_t, 1>{{row_of_report(first_row)}} LOSSC_PASS_LINE);
  write_global<1>(&report->first_zero_norm, pack<int64_t, 1>{{row_of_report(first_zero_norm)}} LOSSC_PASS_LINE);
  write_global<1>(&report->first_wrong_label, pack<int64_t, 1>{{row_of_report(first_wrong_label)}} LOSSC_PASS_LINE);
}

}  // namespace cuda
}  // namespace lossc

#endif  // LOSSC_RUNTIME_CUDA_LABELS_H_
