// Where the interpreter of plans stands: an index per axis, and the offsets that follow from it.
#pragma once
#include <cstdint>

#include <lossc/graph/graph.hpp>

namespace lossc::detail {

constexpr std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

struct index_space {
  std::vector<std::int64_t> sizes;  // per axis of the graph
  std::vector<std::int64_t> index;

  explicit index_space(std::vector<std::int64_t> s) : sizes(std::move(s)), index(sizes.size(), 0) {}

  std::int64_t count(axis_mask mask) const {
    std::int64_t n = 1;
    for (std::size_t axis = 0; axis < sizes.size(); ++axis)
      if (mask >> axis & 1) n *= sizes[axis];
    return n;
  }

  /// The lowest axis outermost.
  std::int64_t offset(axis_mask mask) const {
    std::int64_t place = 0;
    for (std::size_t axis = 0; axis < sizes.size(); ++axis)
      if (mask >> axis & 1) place = place * sizes[axis] + index[axis];
    return place;
  }

  /// In an input's declared order.
  std::int64_t offset(const input_info& input) const {
    std::int64_t place = 0;
    for (int i = 0; i < rank(input); ++i) {
      const auto axis = at(input.axes[at(i)]);
      place = place * sizes[axis] + index[axis];
    }
    return place;
  }

  /// Sets the index to each place along the axes of the mask in turn.
  template <class Body>
  void for_each(axis_mask mask, Body&& body) {
    const std::int64_t n = count(mask);
    for (std::int64_t i = 0; i < n; ++i) {
      std::int64_t rest = i;
      for (std::size_t axis = sizes.size(); axis-- > 0;)
        if (mask >> axis & 1) index[axis] = rest % sizes[axis], rest /= sizes[axis];
      body();
    }
  }
};

}  // namespace lossc::detail
