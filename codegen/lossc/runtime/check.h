// Argument checks of every generated kernel: what the signature promises is tested before anything
// is written.
#ifndef LOSSC_RUNTIME_CHECK_H_
#define LOSSC_RUNTIME_CHECK_H_

#include <lossc/kernel.h>

#include <cstdio>
#include <cstring>

namespace lossc {
namespace runtime {

template <class T> inline constexpr lossc_dtype dtype_of = LOSSC_F32;
template <> inline constexpr lossc_dtype dtype_of<double> = LOSSC_F64;

inline lossc_status refuse(lossc_status_kind kind, int argument, int64_t value = 0,
                           int64_t limit = 0, int64_t row = 0) {
  return lossc_status{kind, argument, row, value, limit};
}

// 2^62 bytes: products of sizes beyond it cannot be addressed, and below it nothing here overflows.
inline bool product_fits(int64_t a, int64_t b) { return b == 0 || a <= (int64_t{1} << 58) / b; }

/// How a slot lies in memory: rows of the last axis, `stride` elements apart.
struct extent {
  int64_t rows = 1, columns = 1, stride = 1;
  bool empty() const { return rows == 0 || columns == 0; }
  bool contiguous() const { return stride == columns; }
  int64_t span() const { return empty() ? 0 : (rows - 1) * stride + columns; }
};

inline extent extent_of(const lossc_slot& slot, const lossc_call& call, int32_t index) {
  extent e;
  for (int32_t i = 0; i < slot.rank; ++i)
    (i + 1 == slot.rank ? e.columns : e.rows) *= call.sizes[slot.axes[i]];
  const int64_t given = call.row_strides == nullptr ? 0 : call.row_strides[index];
  e.stride = given == 0 ? e.columns : given;
  return e;
}

inline size_t element_size(const lossc_signature& s, const lossc_slot& slot) {
  switch (slot.role) {
    case LOSSC_MASK:
      return 1;
    case LOSSC_LABEL_INT32:
      return 4;
    case LOSSC_LABEL_INT64:
      return 8;
    default:
      return static_cast<size_t>(s.element_size);
  }
}

inline bool is_output(const lossc_slot& slot) {
  return slot.role == LOSSC_RESULT || slot.role == LOSSC_GRADIENT;
}
inline bool is_label(const lossc_slot& slot) {
  return slot.role == LOSSC_LABEL_INT32 || slot.role == LOSSC_LABEL_INT64;
}

inline lossc_status check_sizes(const lossc_signature& s, const lossc_call& call) {
  for (int32_t axis = 0; axis < s.n_axes; ++axis) {
    const int64_t size = call.sizes[axis];
    if (size < 0) return refuse(LOSSC_NEGATIVE_SIZE, axis, size);
    const int64_t fixed = s.fixed_sizes[axis] < 0 ? call.sizes[-1 - s.fixed_sizes[axis]] : s.fixed_sizes[axis];
    if (s.fixed_sizes[axis] != 0 && size != fixed) return refuse(LOSSC_FIXED_SIZE, axis, size, fixed);
    if (size == 0 && !s.may_be_empty[axis]) return refuse(LOSSC_EMPTY_AXIS, axis);
  }
  for (int32_t i = 0; i < s.n_slots; ++i) {
    int64_t n = 1;
    for (int32_t r = 0; r < s.slots[i].rank; ++r) {
      const int64_t size = call.sizes[s.slots[i].axes[r]];
      if (!product_fits(n, size)) return refuse(LOSSC_SIZE_OVERFLOW, i);
      n *= size;
    }
  }
  return lossc_status{};
}

inline lossc_status check_pointers(const lossc_signature& s, const lossc_call& call) {
  for (int32_t i = 0; i < s.n_slots; ++i) {
    const lossc_slot& slot = s.slots[i];
    if (slot.role == LOSSC_PARAMETER) continue;
    const extent e = extent_of(slot, call, i);
    const bool optional = is_output(slot) || slot.role == LOSSC_UPSTREAM ||
                          slot.role == LOSSC_LABEL_INT64 ||
                          (slot.role == LOSSC_LABEL_INT32 && call.data[i + 1] != nullptr);
    if (call.data[i] == nullptr) {
      if (!optional && !e.empty()) return refuse(LOSSC_NULL_INPUT, i);
      continue;
    }
    if (reinterpret_cast<uintptr_t>(call.data[i]) % element_size(s, slot) != 0)
      return refuse(LOSSC_MISALIGNED, i);
    if (e.stride < e.columns || (!slot.strided && !e.contiguous()))
      return refuse(LOSSC_BAD_STRIDE, i, e.stride, e.columns);
    if (!product_fits(e.rows, e.stride)) return refuse(LOSSC_SIZE_OVERFLOW, i);
  }
  return lossc_status{};
}

inline size_t bytes_of(const lossc_signature& s, const lossc_call& call, int32_t i) {
  if (s.slots[i].role == LOSSC_PARAMETER) return 0;
  return static_cast<size_t>(extent_of(s.slots[i], call, i).span()) * element_size(s, s.slots[i]);
}

inline lossc_status check_overlaps(const lossc_signature& s, const lossc_call& call) {
  for (int32_t i = 0; i < s.n_slots; ++i) {
    if (!is_output(s.slots[i]) || call.data[i] == nullptr) continue;
    const auto* begin = static_cast<const char*>(call.data[i]);
    const char* end = begin + bytes_of(s, call, i);
    for (int32_t j = 0; j < s.n_slots; ++j) {
      if (j == i || s.slots[j].role == LOSSC_PARAMETER || call.data[j] == nullptr ||
          (is_output(s.slots[j]) && j > i))
        continue;
      const auto* other = static_cast<const char*>(call.data[j]);
      const bool apart = end <= other || other + bytes_of(s, call, j) <= begin;
      const bool replaces_its_input =
          s.slots[i].of == j && s.slots[i].in_place && other == begin &&
          extent_of(s.slots[i], call, i).stride == extent_of(s.slots[j], call, j).stride;
      if (!apart && !replaces_its_input) return refuse(LOSSC_OVERLAP, i, 0, j);
    }
  }
  return lossc_status{};
}

/// Validates one label slot and counts the labels that are not ignored. O(batch), before any write.
inline lossc_status scan_labels(const lossc_signature& s, const lossc_call& call, int32_t i,
                                int64_t& valid) {
  const int64_t n = extent_of(s.slots[i], call, i).span();
  const int64_t limit = call.sizes[s.slots[i].target];
  const int64_t ignored = call.options.ignore_index;
  const auto scan = [&](const auto* labels) {
    valid = 0;
    for (int64_t row = 0; row < n; ++row) {
      const int64_t label = labels[row];
      if (label == ignored) continue;
      if (static_cast<uint64_t>(label) >= static_cast<uint64_t>(limit))
        return refuse(LOSSC_LABEL_OUT_OF_RANGE, i, label, limit, row);
      ++valid;
    }
    return lossc_status{};
  };
  if (n == 0) return valid = 0, lossc_status{};
  return s.slots[i].role == LOSSC_LABEL_INT32 ? scan(static_cast<const int32_t*>(call.data[i]))
                                              : scan(static_cast<const int64_t*>(call.data[i]));
}

// What a status names where it is about the workspace.
constexpr int32_t about_workspace = -1;

inline lossc_status check_workspace(const lossc_signature& s, const lossc_call& call,
                                    size_t needed) {
  if (needed == 0) return lossc_status{};
  const auto* begin = static_cast<const char*>(call.options.workspace.data);
  const size_t bytes = begin == nullptr ? 0 : call.options.workspace.bytes;
  if (bytes < needed)
    return refuse(LOSSC_WORKSPACE_TOO_SMALL, about_workspace, static_cast<int64_t>(bytes),
                  static_cast<int64_t>(needed));
  if (reinterpret_cast<uintptr_t>(begin) % 64 != 0)
    return refuse(LOSSC_MISALIGNED, about_workspace);
  for (int32_t i = 0; i < s.n_slots; ++i) {
    const auto* other = static_cast<const char*>(call.data[i]);
    if (other != nullptr && other < begin + needed && begin < other + bytes_of(s, call, i))
      return refuse(LOSSC_OVERLAP, i, 0, about_workspace);
  }
  return lossc_status{};
}

// A NaN is in no range.
inline bool is_in_range(const lossc_slot& slot, double x) {
  if (slot.bounds == 0) return true;
  const bool large_enough = (slot.bounds & LOSSC_LEAST_EXCLUDED) != 0 ? x > slot.least : x >= slot.least;
  const bool small_enough = (slot.bounds & LOSSC_MOST_EXCLUDED) != 0 ? x < slot.most : x <= slot.most;
  return ((slot.bounds & LOSSC_AT_LEAST) == 0 || large_enough) &&
         ((slot.bounds & LOSSC_AT_MOST) == 0 || small_enough) && x == x;
}

inline lossc_status check_parameters(const lossc_signature& s, const lossc_call& call) {
  for (int32_t i = 0; i < s.n_slots; ++i) {
    if (s.slots[i].role != LOSSC_PARAMETER || is_in_range(s.slots[i], call.numbers[i])) continue;
    int64_t bits = 0;
    std::memcpy(&bits, &call.numbers[i], sizeof bits);
    return refuse(LOSSC_PARAMETER_OUT_OF_RANGE, i, bits);
  }
  return lossc_status{};
}

/// All checks that look at no array: pointers may be of a device.
inline lossc_status check_arguments(const lossc_signature& s, const lossc_call& call,
                                    size_t (*workspace_size)(const lossc_call&)) {
  lossc_status status = check_sizes(s, call);
  if (status.kind == LOSSC_OK) status = check_parameters(s, call);
  if (status.kind == LOSSC_OK) status = check_pointers(s, call);
  if (status.kind == LOSSC_OK) status = check_overlaps(s, call);
  if (status.kind == LOSSC_OK) status = check_workspace(s, call, workspace_size(call));
  return status;
}

/// All checks. `valid[i]` becomes the count of labels that are not ignored, for label slots.
inline lossc_status check(const lossc_signature& s, const lossc_call& call,
                          size_t (*workspace_size)(const lossc_call&), int64_t* valid) {
  lossc_status status = check_arguments(s, call, workspace_size);
  for (int32_t i = 0; i < s.n_slots && status.kind == LOSSC_OK; ++i)
    if (is_label(s.slots[i]) && call.data[i] != nullptr) {
      status = scan_labels(s, call, i, valid[i]);
      const bool wide = s.slots[i].role == LOSSC_LABEL_INT64;
      if (wide && call.data[i - 1] == nullptr) valid[i - 1] = valid[i];
    }
  return status;
}

/// "smoothing: 1 is outside [0, 1)".
inline void range_text(char* text, size_t size, const lossc_slot& slot, int64_t bits) {
  double given = 0;
  std::memcpy(&given, &bits, sizeof given);
  char least[32] = "(-inf", most[32] = "inf)";
  if ((slot.bounds & LOSSC_AT_LEAST) != 0)
    std::snprintf(least, sizeof least, "%c%g", (slot.bounds & LOSSC_LEAST_EXCLUDED) != 0 ? '(' : '[', slot.least);
  if ((slot.bounds & LOSSC_AT_MOST) != 0)
    std::snprintf(most, sizeof most, "%g%c", slot.most, (slot.bounds & LOSSC_MOST_EXCLUDED) != 0 ? ')' : ']');
  std::snprintf(text, size, "%s: %g is outside %s, %s", slot.name, given, least, most);
}

/// A sentence about a refused call; the text lives until the thread's next one.
inline const char* status_text(const lossc_signature& s, lossc_status status) {
  static thread_local char text[200];
  const bool about_axis = status.kind == LOSSC_NEGATIVE_SIZE || status.kind == LOSSC_FIXED_SIZE ||
                          status.kind == LOSSC_EMPTY_AXIS;
  const char* slot = !about_axis && status.argument >= 0 && status.argument < s.n_slots
                         ? s.slots[status.argument].name
                         : "?";
  const char* axis = about_axis && status.argument >= 0 && status.argument < s.n_axes
                         ? s.axis_names[status.argument]
                         : "?";
  const auto value = static_cast<long long>(status.value),
             limit = static_cast<long long>(status.limit), row = static_cast<long long>(status.row);
  switch (status.kind) {
    case LOSSC_OK:
      std::snprintf(text, sizeof text, "%s: ok", s.name);
      break;
    case LOSSC_NULL_INPUT:
      std::snprintf(text, sizeof text, "%s: is null; this input is required", slot);
      break;
    case LOSSC_NEGATIVE_SIZE:
      std::snprintf(text, sizeof text, "n_%s: %lld is negative", axis, value);
      break;
    case LOSSC_FIXED_SIZE:
      std::snprintf(text, sizeof text, "n_%s: is %lld, but this kernel was made for %lld", axis,
                    value, limit);
      break;
    case LOSSC_EMPTY_AXIS:
      std::snprintf(text, sizeof text, "n_%s: is 0, and %s means nothing along an empty axis", axis,
                    s.name);
      break;
    case LOSSC_SIZE_OVERFLOW:
      std::snprintf(text, sizeof text, "%s: the product of its sizes is too large", slot);
      break;
    case LOSSC_BAD_STRIDE:
      std::snprintf(text, sizeof text, "%s: a row stride of %lld does not fit rows of %lld", slot,
                    value, limit);
      break;
    case LOSSC_OVERLAP:
      std::snprintf(text, sizeof text, "%s: overlaps %s", slot,
                    limit == about_workspace               ? "the workspace"
                    : limit >= 0 && limit < s.n_slots ? s.slots[limit].name
                                                           : "?");
      break;
    case LOSSC_LABEL_OUT_OF_RANGE:
      std::snprintf(text, sizeof text, "%s: %lld at row %lld is outside [0, %lld)", slot, value,
                    row, limit);
      break;
    case LOSSC_WORKSPACE_TOO_SMALL:
      std::snprintf(text, sizeof text,
                    "workspace: has %lld bytes, %lld are needed (ask %s_workspace_size)", value,
                    limit, s.name);
      break;
    case LOSSC_STRUCT_SIZE:
      std::snprintf(text, sizeof text,
                    "struct_size: is %lld, not %lld: initialise the arguments with the DEFAULTS of "
                    "this kernel's header",
                    value, limit);
      break;
    case LOSSC_MISALIGNED:
      if (status.argument == about_workspace)
        std::snprintf(text, sizeof text, "workspace: is not aligned to 64 bytes");
      else
        std::snprintf(text, sizeof text, "%s: is not aligned to its elements", slot);
      break;
    case LOSSC_PARAMETER_OUT_OF_RANGE:
      if (status.argument >= 0 && status.argument < s.n_slots)
        range_text(text, sizeof text, s.slots[status.argument], status.value);
      break;
    default:
      std::snprintf(text, sizeof text, "%s: unknown status %d", s.name, status.kind);
  }
  return text;
}

}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_CHECK_H_
