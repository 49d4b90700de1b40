// The reverse sweep: from one node of a graph towards others, by the primitives' own rules.
#pragma once
#include <lossc/grad/breakpoint.hpp>

namespace lossc {

namespace detail {

/// Whether each node is a variable or depends on one through operands that have derivatives.
template <class IsVariable>
constexpr std::vector<char> nodes_depending_on(const graph& g, IsVariable&& is_variable) {
  std::vector<char> active(static_cast<std::size_t>(g.size()), false);
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    active[static_cast<std::size_t>(id)] = is_variable(id);
    for (std::size_t i = 0; i < max_operands; ++i)
      if (n.in[i] != no_node && (facts_of(n.code).constant >> i & 1) == 0 && active[static_cast<std::size_t>(n.in[i])])
        active[static_cast<std::size_t>(id)] = true;
  }
  return active;
}

/// The nodes that depend on a differentiable input.
constexpr std::vector<char> active_nodes(const graph& g) {
  return nodes_depending_on(g, [&](node_id id) { return is<op::Input>(g[id]) && g.inputs[g[id].payload].differentiable; });
}

template <class Op>
constexpr std::vector<symbol> operand_gradients(symbol upstream, symbol out) {
  const node n = out.self();
  const auto operand = [&](std::size_t i) { return symbol{out.home, n.in[i]}; };
  const auto listed = [](auto gradients) { return std::vector<symbol>(gradients.begin(), gradients.end()); };
  const auto axes = static_cast<axis_mask>(n.payload);
  if constexpr (requires { Op::vjp(upstream, out, operand(0), axes); }) return listed(Op::vjp(upstream, out, operand(0), axes));
  else if constexpr (requires { Op::vjp(upstream, out, operand(0)); }) return listed(Op::vjp(upstream, out, operand(0)));
  else if constexpr (requires { Op::vjp(upstream, out, operand(0), operand(0)); })
    return listed(Op::vjp(upstream, out, operand(0), operand(1)));
  else if constexpr (requires { Op::vjp(upstream, out, operand(0), operand(0), operand(0)); })
    return listed(Op::vjp(upstream, out, operand(0), operand(1), operand(2)));
  else fail("this primitive has no derivative", Op::info.name);
}

constexpr std::vector<symbol> gradients_of_operands(symbol upstream, symbol out) {
  std::vector<symbol> listed;
  with_primitive(out.self().code, [&]<class Op>() {
    if constexpr (Op::info.shape != shape::leaf) listed = operand_gradients<Op>(upstream, out);
  });
  return listed;
}

template <class Op>
constexpr std::vector<kink<symbol>> kinks_with(symbol upstream, symbol out) {
  const node n = out.self();
  const auto operand = [&](std::size_t i) { return symbol{out.home, n.in[i]}; };
  const auto listed = [](auto found) { return std::vector<kink<symbol>>(found.begin(), found.end()); };
  if constexpr (requires { Op::kinks(upstream, operand(0)); }) return listed(Op::kinks(upstream, operand(0)));
  else if constexpr (requires { Op::kinks(upstream, operand(0), operand(0)); }) return listed(Op::kinks(upstream, operand(0), operand(1)));
  else if constexpr (requires { Op::kinks(upstream, operand(0), operand(0), operand(0)); })
    return listed(Op::kinks(upstream, operand(0), operand(1), operand(2)));
  else return {};
}

constexpr std::vector<kink<symbol>> kinks_of(symbol upstream, symbol out) {
  std::vector<kink<symbol>> listed;
  with_primitive(out.self().code, [&]<class Op>() {
    if constexpr (Op::info.shape != shape::leaf) listed = kinks_with<Op>(upstream, out);
  });
  return listed;
}

/// Sums a contribution over the axes that the operand does not have. An axis that the contribution
/// lacks too counts as often as it is long: Sum multiplies by its size.
constexpr symbol onto_operand(symbol contribution, axis_mask node_axes, axis_mask operand_axes) {
  const axis_mask extra = (node_axes | contribution.axes()) & ~operand_axes;
  return extra == 0 ? contribution : sum(contribution, extra);
}

/// An adjoint, or a term of one, as seen from both sides of a breakpoint.
struct two_sided {
  breakpoint at;
  symbol below, above;
};

/// What one user adds to an operand's adjoint: by the primitives' conventions, and from both sides of
/// the breakpoints that stand between the user and their variable.
struct contribution {
  symbol value;
  std::vector<two_sided> sides;
};

class sweep {
 public:
  constexpr sweep(graph& g, node_id from, node_id seed, const std::vector<char>& active)
      : g_(g), active_(active), incoming_(static_cast<std::size_t>(from) + 1) {
    find_shared_breakpoints(from);
    adjoint_.assign(active.size(), no_node);
    at(from).push_back({{&g, seed}, {}});
    for (node_id id = from; id >= 0; --id)
      if (!at(id).empty() && has_gradient(active_, id)) visit(id);
  }

  constexpr const std::vector<node_id>& adjoints() const { return adjoint_; }

 private:
  graph& g_;
  const std::vector<char>& active_;
  std::vector<std::vector<contribution>> incoming_;  // per node, from its users
  std::vector<node_id> adjoint_;
  std::vector<breakpoint> shared_;

  constexpr std::vector<contribution>& at(node_id id) { return incoming_[static_cast<std::size_t>(id)]; }

  constexpr bool is_shared(const breakpoint& b) const {
    for (const auto& known : shared_)
      if (known == b) return true;
    return false;
  }

  constexpr normal_breakpoint breakpoint_of(const kink<symbol>& k) { return normalised(g_, active_, k.variable.id, k.value.id); }

  // Both sides are only needed where a variable has a kink and something else: one kink alone has
  // its primitive's convention, which is the element of least norm already. Except beside a value
  // that is no number: max cannot see that it has no gradient and would share a tie with it. A
  // single kink in a formula that chooses by the same variable, as Huber's does, is in a branch that
  // is not taken at the kink: both sides would be paid for in vain.
  constexpr void find_shared_breakpoints(node_id from) {
    std::vector<char> reached(static_cast<std::size_t>(from) + 1, 0);
    std::vector<int> users(static_cast<std::size_t>(from) + 1, 0);
    reached[static_cast<std::size_t>(from)] = 1;
    struct candidate {
      breakpoint at;
      bool alone_is_enough;
    };
    std::vector<candidate> all;
    for (node_id id = from; id >= 0; --id) {
      if (!reached[static_cast<std::size_t>(id)] || !has_gradient(active_, id)) continue;
      const node n = g_[id];
      for (std::size_t i = 0; i < max_operands; ++i)
        if (n.in[i] != no_node && (facts_of(n.code).constant >> i & 1) == 0) {
          reached[static_cast<std::size_t>(n.in[i])] = 1;
          ++users[static_cast<std::size_t>(n.in[i])];
        }
      for (const auto& k : kinks_of({&g_, g_.number(1)}, {&g_, id}))
        if (counts(k)) all.push_back({breakpoint_of(k).at, is_literal(k.value.id)});
    }
    const auto kinks_at = [&](const breakpoint& b) {
      int count = 0;
      for (const auto& other : all) count += other.at == b;
      return count;
    };
    for (const auto& [b, alone_is_enough] : all)
      if (!is_shared(b) && (!alone_is_enough || kinks_at(b) > 1 || (users[static_cast<std::size_t>(b.variable)] > 1 && !is_chosen_by(reached, b.variable))))
        shared_.push_back(b);
  }

  /// Whether a choice that matters compares the variable, or something made of it.
  constexpr bool is_chosen_by(const std::vector<char>& reached, node_id variable) const {
    std::vector<char> made_of(reached.size(), 0);
    made_of[static_cast<std::size_t>(variable)] = 1;
    for (node_id id = variable; static_cast<std::size_t>(id) < reached.size(); ++id) {
      const node& n = g_[id];
      for (node_id in : n.in)
        if (in != no_node && made_of[static_cast<std::size_t>(in)]) made_of[static_cast<std::size_t>(id)] = 1;
      if ((is<op::Where>(n) || is<op::Guard>(n)) && reached[static_cast<std::size_t>(id)] && made_of[static_cast<std::size_t>(n.in[0])]) return true;
    }
    return false;
  }

  constexpr bool is_literal(node_id id) const { return is<op::Number>(g_[is<op::Negate>(g_[id]) ? g_[id].in[0] : id]); }

  constexpr bool counts(const kink<symbol>& k) const {
    return has_gradient(active_, k.variable.id) && !has_gradient(active_, k.value.id) &&
           (k.value.axes() & ~k.variable.axes()) == 0;
  }

  /// Adds up what the users of a node contributed; sides survive until their variable.
  constexpr contribution total(node_id id) {
    contribution sum = at(id)[0];
    for (std::size_t k = 1; k < at(id).size(); ++k) sum.value = sum.value + at(id)[k].value;
    std::vector<breakpoint> seen;
    for (const auto& c : at(id))
      for (const auto& s : c.sides) {
        bool known = false;
        for (const auto& b : seen) known = known || b == s.at;
        if (!known) seen.push_back(s.at);
      }
    sum.sides.clear();
    for (const auto& b : seen) {
      two_sided both{b, {}, {}};
      for (const auto& c : at(id)) {
        two_sided part{b, c.value, c.value};
        for (const auto& s : c.sides)
          if (s.at == b) part = s;
        both.below = both.below.home == nullptr ? part.below : both.below + part.below;
        both.above = both.above.home == nullptr ? part.above : both.above + part.above;
      }
      sum.sides.push_back(both);
    }
    return sum;
  }

  constexpr void visit(node_id id) {
    contribution mine = total(id);
    std::erase_if(mine.sides, [&](const two_sided& s) {
      if (s.at.variable != id) return false;
      const symbol here{&g_, id}, point{&g_, s.at.value};
      mine.value = where(here == point, symbol::apply<op::NearestZero>(s.below, s.above), mine.value);
      return true;
    });
    adjoint_[static_cast<std::size_t>(id)] = mine.value.id;
    const node n = g_[id];
    if (facts_of(n.code).shape == shape::leaf) return;
    const auto parts = gradients_of_operands(mine.value, {&g_, id});
    std::vector<contribution> passed;
    for (std::size_t i = 0; i < parts.size(); ++i) passed.push_back({onto(parts[i], n, i), {}});
    for (const auto& s : mine.sides) {
      const auto below = gradients_of_operands(s.below, {&g_, id}), above = gradients_of_operands(s.above, {&g_, id});
      for (std::size_t i = 0; i < passed.size(); ++i) passed[i].sides.push_back({s.at, onto(below[i], n, i), onto(above[i], n, i)});
    }
    for (const auto& k : kinks_of(mine.value, {&g_, id})) {
      if (!counts(k)) continue;
      const auto point = breakpoint_of(k);
      if (!is_shared(point.at)) continue;
      const auto i = static_cast<std::size_t>(k.operand);
      two_sided s{point.at, onto(k.below, n, i), onto(k.above, n, i)};
      if (point.swapped) std::swap(s.below, s.above);
      passed[i].sides.push_back(s);
    }
    for (std::size_t i = 0; i < passed.size(); ++i)
      if ((facts_of(n.code).constant >> i & 1) == 0 && has_gradient(active_, n.in[i])) at(n.in[i]).push_back(passed[i]);
  }

  constexpr symbol onto(symbol part, const node& n, std::size_t i) const {
    const axis_mask operand = g_[n.in[i]].axes;
    return onto_operand(part, is<op::Rename>(n) ? operand : n.axes | operand, operand);
  }
};

}  // namespace detail

/// The gradient of the sum of `seed` times `result` with respect to every node that `active` marks and the
/// sweep reaches; no_node elsewhere. It may lack axes along which it is constant.
constexpr std::vector<node_id> reverse_sweep(graph& g, node_id result, node_id seed, const std::vector<char>& active) {
  return detail::sweep(g, result, seed, active).adjoints();
}

}  // namespace lossc
