// Kernels inside a kernel: a part of a loss that is called as the whole is, with arguments of the whole's call.
#ifndef LOSSC_RUNTIME_UNIT_H_
#define LOSSC_RUNTIME_UNIT_H_

#include <lossc/runtime/host.h>

namespace lossc {
namespace runtime {

/// The call of a part: its axes and slots are those of the whole that the lists name; -1: set by the caller.
template <int Axes, int Slots> struct unit_call {
  int64_t sizes[Axes > 0 ? Axes : 1];
  void* data[Slots];
  int64_t strides[Slots] = {};
  double numbers[Slots] = {};
  lossc_report report{0, -1, -1, -1};
  lossc_call call;

  unit_call(const int (&axes)[Axes], const int (&slots)[Slots], const lossc_call& whole, lossc_workspace workspace) {
    for (int i = 0; i < Axes; ++i) sizes[i] = whole.sizes[axes[i]];
    for (int i = 0; i < Slots; ++i) {
      const int from = slots[i];
      data[i] = from < 0 ? nullptr : whole.data[from];
      if (from >= 0 && whole.row_strides != nullptr) strides[i] = whole.row_strides[from];
      if (from >= 0 && whole.numbers != nullptr) numbers[i] = whole.numbers[from];
    }
    call = {sizes, data, strides, numbers, whole.options};
    call.options.workspace = workspace;
    call.options.report = &report;
  }
  unit_call(const unit_call&) = delete;
};

inline void add_report(lossc_report& to, const lossc_report& part) {
  to.bits |= part.bits;
  if (to.first_row < 0) to.first_row = part.first_row;
  if (to.first_wrong_label < 0) to.first_wrong_label = part.first_wrong_label;
  if (to.first_zero_norm < 0) to.first_zero_norm = part.first_zero_norm;
}

/// Labels as numbers that are equal where the labels are; an ignored one equals nothing. f32 tells 2^24 classes apart.
template <class T> void write_labels(const labels& from, int64_t rows, T* to) {
  for (int64_t row = 0; row < rows; ++row) to[row] = from.valid(row) ? static_cast<T>(from.at(row)) : std::numeric_limits<T>::quiet_NaN();
}

/// An output that several parts add to starts at 0.
template <class T> void clear(const lossc_signature& s, const lossc_call& call, int32_t i) {
  if (call.data[i] != nullptr) fill(output_of<T>(s, call, i, false), 0.0, extent_of(s.slots[i], call, i));
}

/// The gradient of an input that is a side of products as it is.
template <class T> void add_rows(const output_rows<T>& out, const T* x, int64_t rows, int64_t columns) {
  for (int64_t row = 0; row < rows && out.data != nullptr; ++row)
    for (int64_t c = 0; c < columns; ++c) {
      T& to = out.row(row)[c];
      to = out.accumulate ? to + x[row * columns + c] : x[row * columns + c];
    }
}

}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_UNIT_H_
