// Rewrites that look at axes rather than at shapes of formulas: picks move inwards, vain sums vanish.
#pragma once
#include <lossc/rewrite/dead_terms.hpp>
#include <lossc/rewrite/rule.hpp>

namespace lossc {

namespace detail {

/// The factors of a product, through signs, guards, weights and numerators; `id` itself if it is none.
constexpr void collect_factors(const graph& g, node_id id, std::vector<node_id>& factors) {
  const node& n = g[id];
  if (is<op::Multiply>(n) || is<op::Weigh>(n)) {
    collect_factors(g, n.in[0], factors);
    collect_factors(g, n.in[1], factors);
  } else if (is<op::Negate>(n) || is<op::Divide>(n)) {
    collect_factors(g, n.in[0], factors);
    if (is<op::Divide>(n)) factors.push_back(no_node);  // a divisor; the caller asks for its axes
  } else if (is<op::Guard>(n)) {
    collect_factors(g, n.in[1], factors);
  } else {
    factors.push_back(id);
  }
}

/// Whether every divisor and guard inside a product is constant along `axes`.
constexpr bool divisors_are_constant(const graph& g, node_id id, axis_mask axes) {
  const node& n = g[id];
  if (is<op::Multiply>(n) || is<op::Weigh>(n)) return divisors_are_constant(g, n.in[0], axes) && divisors_are_constant(g, n.in[1], axes);
  if (is<op::Negate>(n)) return divisors_are_constant(g, n.in[0], axes);
  if (is<op::Divide>(n)) return (g[n.in[1]].axes & axes) == 0 && divisors_are_constant(g, n.in[0], axes);
  if (is<op::Guard>(n)) return (g[n.in[0]].axes & axes) == 0 && divisors_are_constant(g, n.in[1], axes);
  return true;
}

/// Whether `mean` is the mean of v over `axes` with weight w (Σ w v / Σ w), or the plain one (w = no_node).
constexpr bool is_mean_of(const graph& g, node_id mean, node_id v, node_id w, axis_mask axes) {
  const node* n = &g[mean];
  if (w == no_node) return is<op::Mean>(*n) && n->in[0] == v && n->payload == axes;
  if (is<op::Guard>(*n)) n = &g[n->in[1]];
  if (!is<op::Divide>(*n)) return false;
  const node& above = g[n->in[0]];
  const node& below = g[n->in[1]];
  if (!is<op::Sum>(above) || !is<op::Sum>(below) || above.payload != axes || below.payload != axes) return false;
  const node& term = g[above.in[0]];
  if (below.in[0] != w) return false;
  return (is<op::Weigh>(term) || is<op::Multiply>(term)) &&
         ((term.in[0] == w && term.in[1] == v) || (term.in[1] == w && term.in[0] == v));
}

constexpr bool is_power_of_two(const graph& g, node_id id) {
  return is<op::Number>(g[id]) && (g[id].payload & ((std::uint64_t{1} << 52) - 1)) == 0 && from_bits(g[id].payload) != 0;
}

/// Σ k·w·(v − mean_w(v)) over the axes of the mean is 0: deviations from a mean cancel.
constexpr bool is_sum_of_deviations(const graph& g, const node& sum) {
  const auto axes = static_cast<axis_mask>(sum.payload);
  if (!divisors_are_constant(g, sum.in[0], axes)) return false;
  std::vector<node_id> factors;
  collect_factors(g, sum.in[0], factors);
  node_id deviation = no_node, weight = no_node;
  for (node_id f : factors) {
    if (f == no_node || (g[f].axes & axes) == 0) continue;
    if (is<op::Subtract>(g[f]) && deviation == no_node) deviation = f;
    else if (weight == no_node) weight = f;
    else return false;
  }
  if (deviation == no_node) return false;
  return is_mean_of(g, g[deviation].in[1], g[deviation].in[0], weight, axes);
}

}  // namespace detail

/// What a structural rewrite proposes: nothing, or how to build the replacement.
struct proposal {
  std::string_view name = {};
  std::string_view reason = {};
  honesty kind = honesty::exact;
};

/// Zeros that differentiation or a rule put into a gradient. What the user wrote keeps IEEE's meaning: 0·inf is NaN.
template <class Build>
constexpr node_id rewrite_zero(graph& g, node_id id, Build&& build, proposal& fired) {
  const node n = g[id];
  constexpr std::array<node_id, max_operands> none{no_node, no_node, no_node};
  // Adding 0 changes the sign of a zero only.
  if ((is<op::Add>(n) || is<op::Subtract>(n)) && g.is_number(n.in[1], 0)) {
    fired = {"unit", "x ± 0 = x", honesty::rounds_better};
    return n.in[0];
  }
  if (is<op::Add>(n) && g.is_number(n.in[0], 0)) {
    fired = {"unit", "0 + x = x", honesty::rounds_better};
    return n.in[1];
  }
  if (is<op::Subtract>(n) && g.is_number(n.in[0], 0)) {
    fired = {"unit", "0 − x = −x", honesty::rounds_better};
    return build(code_of<op::Negate>, {n.in[1], no_node, no_node}, 0);
  }
  if (is<op::Negate>(n) && g.is_number(n.in[0], 0)) {
    fired = {"unit", "−0 = 0", honesty::rounds_better};
    return n.in[0];
  }
  // A derivative that is identically 0 is structural: no infinite factor can revive it.
  const bool no_product = is<op::Multiply>(n) && (g.is_number(n.in[0], 0) || g.is_number(n.in[1], 0));
  if (no_product || (is<op::Divide>(n) && g.is_number(n.in[0], 0))) {
    fired = {"R2", "a derivative that is 0 by construction annihilates", honesty::structural};
    return build(code_of<op::Number>, none, to_bits(0));
  }
  return id;
}

/// Whether a node is needed for the value, or for gradients only.
enum class part : std::uint8_t { value, gradient };

/// Tries the rewrites of this file on `id`; `build(code, operands, payload)` makes simplified nodes.
template <class Build>
constexpr node_id rewrite_structure(graph& g, node_id id, part place, Build&& build, proposal& fired) {
  const node n = g[id];
  constexpr std::array<node_id, max_operands> none{no_node, no_node, no_node};
  if (is<op::At>(n)) {
    const node x = g[n.in[0]];
    const axis_mask target = g.target_axis(n.in[1]);
    if ((x.axes & target) == 0) {
      fired = {"pick", "picking from a constant row gives the constant"};
      return n.in[0];
    }
    if (facts_of(x.code).shape == shape::elementwise) {
      fired = {"pick", "pick first, compute after: one entry instead of a row"};
      auto in = none;
      for (std::size_t i = 0; i < max_operands && x.in[i] != no_node; ++i) {
        const bool label_operand = is<op::Input>(g[x.in[i]]) && g.inputs[g[x.in[i]].payload].kind == input_kind::label;
        in[i] = label_operand ? x.in[i] : build(code_of<op::At>, {x.in[i], n.in[1], no_node}, 0);
      }
      return build(x.code, in, x.payload);
    }
  }
  if (is<op::Sum>(n)) {
    const auto axes = static_cast<axis_mask>(n.payload);
    const axis_mask absent = axes & ~g[n.in[0]].axes;
    if (absent != 0) {
      fired = {"constant sum", "a sum of one number n times is n times the number", honesty::rounds_differently};
      const axis_mask present = axes & ~absent;
      node_id total = present == 0 ? n.in[0] : build(code_of<op::Sum>, {n.in[0], no_node, no_node}, present);
      for (axis_mask axis = 1; axis != 0; axis <<= 1)
        if (absent & axis) total = build(code_of<op::Multiply>, {build(code_of<op::Size>, none, axis), total, no_node}, 0);
      return total;
    }
    if (g.is_number(n.in[0], 0)) {
      fired = {"constant sum", "a sum of zeros is zero"};
      return n.in[0];
    }
    if (detail::is_sum_of_deviations(g, n)) {
      fired = {"R16", "deviations from a mean sum to 0, exactly; in floating point they would not", honesty::rounds_better};
      return build(code_of<op::Number>, none, to_bits(0));
    }
  }
  if (is<op::Guard>(n) && g.is_number(n.in[1], 0)) {
    fired = {"unit", "a guarded 0 is 0"};
    return n.in[1];
  }
  // Numbers stand first in a product and fold where that is exact: halves and doubles.
  if (is<op::Multiply>(n) && is<op::Number>(g[n.in[1]])) {
    fired = {"number", "numbers stand first in a product"};
    if (!is<op::Number>(g[n.in[0]])) return build(code_of<op::Multiply>, {n.in[1], n.in[0], no_node}, 0);
  }
  if (is<op::Multiply>(n) && detail::is_power_of_two(g, n.in[0])) {
    const node inner = g[n.in[1]];  // a copy: building nodes moves them
    if (is<op::Multiply>(inner) && is<op::Number>(g[inner.in[0]])) {
      fired = {"number", "a power of two folds into another number"};
      const double product = from_bits(g[n.in[0]].payload) * from_bits(g[inner.in[0]].payload);
      return build(code_of<op::Multiply>, {build(code_of<op::Number>, none, to_bits(product)), inner.in[1], no_node}, 0);
    }
    if (is<op::Multiply>(inner)) {
      const node deeper = g[inner.in[0]];
      if (is<op::Multiply>(deeper) && is<op::Number>(g[deeper.in[0]])) {
        fired = {"number", "a power of two folds into another number"};
        const node_id first = build(code_of<op::Multiply>, {n.in[0], inner.in[0], no_node}, 0);
        return build(code_of<op::Multiply>, {first, inner.in[1], no_node}, 0);
      }
    }
  }
  // Both sides of a kink, one of them 0 by construction: it must stay 0 beside an infinite derivative.
  if (is<op::Multiply>(n) || is<op::Divide>(n)) {
    for (std::size_t i = 0; i < (is<op::Multiply>(n) ? 2u : 1u); ++i) {
      const node chosen = g[n.in[i]];
      if (!is<op::Where>(chosen) || !(is<op::Guard>(g[chosen.in[1]]) || is<op::Guard>(g[chosen.in[2]]))) continue;
      fired = {"R1", "the choice selects after the product or quotient", honesty::structural};
      const auto scaled = [&](node_id branch) {
        auto in = n.in;
        in[i] = branch;
        return build(n.code, in, n.payload);
      };
      const node_id first = scaled(chosen.in[1]), second = scaled(chosen.in[2]);
      return build(code_of<op::Where>, {chosen.in[0], first, second}, 0);
    }
  }
  if (place == part::gradient) {
    // A sum of dead terms is 0, also where each has a guard of its own, and so is the chosen one of two.
    if (is<op::Multiply>(n) || is<op::Divide>(n)) {
      for (std::size_t i = 0; i < (is<op::Multiply>(n) ? 2u : 1u); ++i) {
        const node terms = g[n.in[i]];
        const node_id other = n.in[1 - i];
        const bool parts = is<op::Add>(terms) || is<op::Subtract>(terms) || is<op::NearestZero>(terms) || is<op::Where>(terms);
        if (!parts || !detail::may_be_dead(g, n.in[i])) continue;
        if (g[other].axes == 0 || (is<op::Multiply>(n) && detail::is_bounded(g, other))) continue;
        fired = {"R1", "dead terms stay dead beside a factor that may be infinite", honesty::structural};
        auto scaled = terms.in;
        for (std::size_t k = is<op::Where>(terms) ? 1 : 0; k < max_operands && terms.in[k] != no_node; ++k) {
          auto in = n.in;
          in[i] = terms.in[k];
          scaled[k] = build(n.code, in, n.payload);
        }
        return build(terms.code, scaled, terms.payload);
      }
    }
    return rewrite_zero(g, id, build, fired);
  }
  return id;
}

}  // namespace lossc
