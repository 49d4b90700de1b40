// Arrays with named axes as terms of the calculus: every primitive runs on them, in any scalar type.
#pragma once
#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include <lossc/graph/graph.hpp>

namespace lossc {

/// What an evaluation knows beside the numbers: sizes of axes, labels, which label is ignored.
struct domain {
  std::vector<std::int64_t> sizes;                 // per axis of the graph
  std::vector<std::vector<std::int64_t>> labels;   // per input; empty where it is no label
  std::vector<axis_mask> targets;                  // per input: the axis a label indexes
  std::int64_t ignore_index = -100;

  std::int64_t count(axis_mask mask) const {
    std::int64_t n = 1;
    for (std::size_t axis = 0; axis < sizes.size(); ++axis)
      if (mask >> axis & 1) n *= sizes[axis];
    return n;
  }
};

/// Row-major over the axes of the mask, the lowest axis outermost.
template <class T>
struct values {
  using term_tag = void;
  using array = Eigen::Array<T, Eigen::Dynamic, 1>;

  const domain* where = nullptr;
  axis_mask mask = 0;
  array data;
  int label = -1;        // the place of the label input, if these are labels
  bool literal = false;  // a number of the formula

  axis_mask axes() const { return mask; }

  values(const domain* w, axis_mask m) : where(w), mask(m), data(array::Zero(w->count(m))) {}
  values(const domain* w, axis_mask m, array d) : where(w), mask(m), data(std::move(d)) {}

  static values number(const values& like, double x) {
    values v(like.where, 0);
    v.data(0) = T(x);
    v.literal = true;
    return v;
  }
  static const values& named(const values& x, std::string_view) { return x; }
  static bool is_number(const values& x) { return x.literal; }
  static axis_mask target_axis(const values& label) { return label.where->targets[static_cast<std::size_t>(label.label)]; }
  static values count(const values& like, axis_mask axes) { return number(like, static_cast<double>(like.where->count(axes))); }

  /// Calls body(offset in the spread array, offset in this one) for every entry of `spread`.
  template <class Body>
  void for_each_in(axis_mask spread, Body&& body) const {
    std::vector<std::int64_t> size, stride, index;
    std::int64_t step = 1;
    for (std::size_t axis = where->sizes.size(); axis-- > 0;) {
      if (!(spread >> axis & 1)) continue;
      const bool mine = mask >> axis & 1;
      size.insert(size.begin(), where->sizes[axis]);
      stride.insert(stride.begin(), mine ? step : 0);
      if (mine) step *= where->sizes[axis];
    }
    index.assign(size.size(), 0);
    const std::int64_t n = where->count(spread);
    std::int64_t offset = 0;
    for (std::int64_t i = 0; i < n; ++i) {
      body(i, offset);
      for (std::size_t r = size.size(); r-- > 0;) {
        offset += stride[r];
        if (++index[r] < size[r]) break;
        offset -= stride[r] * size[r];
        index[r] = 0;
      }
    }
  }

  values spread_to(axis_mask wider) const {
    if (wider == mask) return *this;
    values wide(where, wider);
    for_each_in(wider, [&](std::int64_t i, std::int64_t mine) { wide.data(i) = data(mine); });
    return wide;
  }

  template <class Op, class... V>
  static values apply(const values& first, const V&... rest) {
    if constexpr (Op::info.shape == shape::elementwise && !std::is_same_v<Op, op::Valid>) {
      if constexpr (requires { Op::template eval<T>(first.data(0), rest.data(0)...); }) {
        const axis_mask wide = (first.mask | ... | rest.mask);
        values out(first.where, wide);
        const auto with_wide = [&](const auto&... x) {
          for (std::int64_t i = 0; i < out.data.size(); ++i) out.data(i) = Op::template eval<T>(x.data(i)...);
        };
        with_wide(first.as_numbers().spread_to(wide), rest.as_numbers().spread_to(wide)...);
        return out;
      } else {
        return Op::formula(first, rest...);
      }
    } else if constexpr (std::is_same_v<Op, op::Valid>) {
      values out(first.where, first.mask);
      for (std::int64_t i = 0; i < out.data.size(); ++i) out.data(i) = T(first.label_at(i) != first.where->ignore_index);
      return out;
    } else if constexpr (std::is_same_v<Op, op::OneHot>) {
      return one_hot(first);
    } else if constexpr (std::is_same_v<Op, op::At>) {
      return pick(first, rest...);
    } else {
      return Op::formula(first, rest...);
    }
  }

  template <class Op>
  static values along(const values& x, axis_mask axes) {
    const axis_mask kept = x.mask & ~axes;
    if constexpr (std::is_same_v<Op, op::Sum>) {
      values out(x.where, kept);
      out.for_each_in(x.mask, [&](std::int64_t i, std::int64_t o) { out.data(o) += x.data(i); });
      out.data *= T(static_cast<double>(x.where->count(axes & ~x.mask)));
      return out;
    } else if constexpr (std::is_same_v<Op, op::Rename>) {
      return renamed(x, axes);
    } else if constexpr (std::is_same_v<Op, op::Prod>) {
      values out(x.where, kept, array::Constant(x.where->count(kept), T(1)));
      out.for_each_in(x.mask, [&](std::int64_t i, std::int64_t o) { out.data(o) *= x.data(i); });
      const std::int64_t repeats = x.where->count(axes & ~x.mask);
      const array once = out.data;
      if (repeats == 0) out.data.setConstant(T(1));
      for (std::int64_t k = 1; k < repeats; ++k) out.data *= once;
      return out;
    } else if constexpr (std::is_same_v<Op, op::MaxOver> || std::is_same_v<Op, op::MinOver>) {
      using fold = std::conditional_t<std::is_same_v<Op, op::MaxOver>, op::Maximum, op::Minimum>;
      values out(x.where, kept);
      std::vector<char> seen(static_cast<std::size_t>(out.data.size()), 0);
      out.for_each_in(x.mask, [&](std::int64_t i, std::int64_t o) {
        out.data(o) = seen[static_cast<std::size_t>(o)] ? fold::template eval<T>(out.data(o), x.data(i)) : x.data(i);
        seen[static_cast<std::size_t>(o)] = 1;
      });
      return out;
    } else if constexpr (std::is_same_v<Op, op::LogSumExp>) {
      // Not the kernels' formula on purpose: the usual one, exact enough in f64 to judge f32 kernels.
      const values top = along<op::MaxOver>(x, axes);
      return top + log(sum(exp(x - top), axes));
    } else if constexpr (std::is_same_v<Op, op::LogSoftmax>) {
      return x - along<op::LogSumExp>(x, axes);
    } else if constexpr (std::is_same_v<Op, op::Softmax>) {
      return exp(x - along<op::LogSumExp>(x, axes));
    } else {
      return Op::formula(x, axes);
    }
  }

 private:
  /// Entries are ordered by their axes: with an axis exchanged for its twin, another order.
  static values renamed(const values& x, axis_mask twins) {
    values out(x.where, exchanged(x.mask, twins));
    out.label = x.label;
    const auto place_in_x = [&](int axis) {  // where the axis of `out` lies in x
      const auto one = axis_mask{1} << axis;
      const axis_mask mine = (one & twins) != 0 ? twins ^ one : one;
      std::int64_t step = 1;
      for (std::size_t k = 0; k < x.where->sizes.size(); ++k)
        if ((x.mask >> k & 1) != 0 && (axis_mask{1} << k) > mine) step *= x.where->sizes[k];
      return step;
    };
    for (std::int64_t i = 0; i < out.data.size(); ++i) {
      std::int64_t rest = i, from = 0;
      for (int axis = static_cast<int>(x.where->sizes.size()) - 1; axis >= 0; --axis) {
        if ((out.mask >> axis & 1) == 0) continue;
        const auto size = x.where->sizes[static_cast<std::size_t>(axis)];
        from += rest % size * place_in_x(axis);
        rest /= size;
      }
      out.data(i) = x.data(from);
    }
    return out;
  }
  std::int64_t label_at(std::int64_t i) const {
    return where->labels[static_cast<std::size_t>(label)][static_cast<std::size_t>(i)];
  }
  /// Labels compare as numbers in same(label, label); an ignored one agrees with none.
  values as_numbers() const {
    if (label < 0) return *this;
    values out(where, mask);
    for (std::int64_t i = 0; i < out.data.size(); ++i)
      out.data(i) = label_at(i) == where->ignore_index ? T(std::numeric_limits<double>::quiet_NaN()) : T(static_cast<double>(label_at(i)));
    return out;
  }
  static values one_hot(const values& labels) {
    const axis_mask target = target_axis(labels);
    values position(labels.where, target);
    for (std::int64_t i = 0; i < position.data.size(); ++i) position.data(i) = T(static_cast<double>(i));
    return apply<op::Equal>(labels, position);
  }
  static values pick(const values& x, const values& labels) {
    const values hit = one_hot(labels);
    const axis_mask target = target_axis(labels);
    const values wide = x.spread_to(x.mask | labels.mask | target);
    values out(x.where, (x.mask & ~target) | labels.mask);
    const values mask = hit.spread_to(wide.mask);
    out.for_each_in(wide.mask, [&](std::int64_t i, std::int64_t o) {
      if (mask.data(i) != T(0)) out.data(o) = wide.data(i);
    });
    return out;
  }
};

}  // namespace lossc
