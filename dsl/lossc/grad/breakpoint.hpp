// Breakpoints: one name for the points where kinks of several primitives fall together (R6).
#pragma once
#include <lossc/graph/symbol.hpp>

namespace lossc {

/// The point variable = value. The value has no gradient and no axis that the variable lacks, so that
/// everything the variable does to the loss is one number, its adjoint, on either side.
struct breakpoint {
  node_id variable = no_node;
  node_id value = no_node;
  friend constexpr bool operator==(const breakpoint&, const breakpoint&) = default;
};

namespace detail {

/// A kink's breakpoint in normal form, and whether its sides are swapped there: |−x|, max(1 − x, 0)
/// and |x − 1| break at one point. Only steps that keep the comparison exact are taken: a − b = 0
/// means a = b in floating point too, a − b = c does not mean a = b + c.
struct normal_breakpoint {
  breakpoint at;
  bool swapped = false;
};

constexpr bool has_gradient(const std::vector<char>& active, node_id id) {
  return static_cast<std::size_t>(id) < active.size() && active[static_cast<std::size_t>(id)];
}

constexpr normal_breakpoint normalised(graph& g, const std::vector<char>& active, node_id variable, node_id value) {
  normal_breakpoint found{{variable, value}};
  for (;;) {
    const node_id c = found.at.value;
    const node n = g[found.at.variable];
    const auto moves_to = [&](node_id inner, node_id point, bool swap) {
      if (g[inner].axes != n.axes) return false;
      found.at = {inner, point};
      found.swapped = found.swapped != swap;
      return true;
    };
    const auto negated = [&](node_id id) {
      const double point = is<op::Number>(g[id]) ? from_bits(g[id].payload) : 1;
      return point == 0 ? g.number(0) : is<op::Number>(g[id]) ? g.number(-point) : (-symbol{&g, id}).id;
    };
    const bool at_zero = is<op::Number>(g[c]) && from_bits(g[c].payload) == 0;
    bool moved = false;
    if (is<op::Negate>(n)) moved = moves_to(n.in[0], negated(c), true);
    else if (at_zero && is<op::Subtract>(n) && !has_gradient(active, n.in[1])) moved = moves_to(n.in[0], n.in[1], false);
    else if (at_zero && is<op::Subtract>(n) && !has_gradient(active, n.in[0])) moved = moves_to(n.in[1], n.in[0], true);
    else if (at_zero && is<op::Add>(n) && !has_gradient(active, n.in[1])) moved = moves_to(n.in[0], negated(n.in[1]), false);
    else if (at_zero && is<op::Add>(n) && !has_gradient(active, n.in[0])) moved = moves_to(n.in[1], negated(n.in[0]), false);
    else if (at_zero && is<op::Multiply>(n) && is<op::Number>(g[n.in[0]])) {
      // A factor below 1 may round a small variable to 0 and so make a point an interval.
      const double factor = from_bits(g[n.in[0]].payload);
      if (factor >= 1 || factor <= -1) moved = moves_to(n.in[1], c, factor < 0);
    }
    if (!moved) return found;
  }
}

}  // namespace detail

}  // namespace lossc
