// Formulas of schedules without common factors: where a rate such as d(log_snr, t) meets what it is multiplied by.
#pragma once
#include <lossc/rewrite/quotient.hpp>
#include <lossc/rewrite/rewrite.hpp>

namespace lossc {

namespace detail {

/// Reads nodes as quotients of products. log and exp undo each other here: sigmoid(2 log a − 2 log s − b)
/// is a² / (a² + e^b s²), which is right at a = 0 and s = 0 too.
struct quotient_reader {
  quotients& q;
  std::vector<product> known;  // per node

  constexpr explicit quotient_reader(quotients& all) : q(all) {
    const node_id count = q.g.size();  // reading adds numbers
    known.reserve(static_cast<std::size_t>(count));
    for (node_id id = 0; id < count; ++id) known.push_back(read_anew(id));
  }

  constexpr const product& read(node_id id) const { return known[static_cast<std::size_t>(id)]; }

 private:
  constexpr product whole(node_id id) { return q.of({factor_kind::value, id, {}}); }
  constexpr product one() const { return {}; }

  // No conditional expression: g++ 12 frees one of two vectors twice in constant expressions.
  static constexpr product or_else(const quotients::raised& made, const product& otherwise) {
    if (made.possible) return made.value;
    return otherwise;
  }
  constexpr product negated(product p) const {
    p.coefficient = -p.coefficient;
    return p;
  }
  constexpr product raised_or_whole(node_id base, double exponent, node_id id) {
    return or_else(q.raise(read(base), exponent), whole(id));
  }
  constexpr product inverse(const product& p) { return q.raise(p, -1).value; }

  constexpr product read_anew(node_id id) {
    const node n = q.g[id];
    const auto [x, y, z] = n.in;
    if (is<op::Number>(n)) return q.number(from_bits(n.payload));
    if (is<op::Negate>(n)) return negated(read(x));
    if (is<op::Add>(n)) return q.sum({read(x), read(y)});
    if (is<op::Subtract>(n)) return q.sum({read(x), negated(read(y))});
    if (is<op::Multiply>(n) || is<op::Weigh>(n)) return q.times(read(x), read(y));
    if (is<op::Divide>(n)) {
      const auto below = q.raise(read(y), -1);
      if (below.possible) return q.times(read(x), below.value);
      return whole(id);
    }
    if (is<op::Sqrt>(n)) return raised_or_whole(x, 0.5, id);
    if (is<op::Rsqrt>(n)) return raised_or_whole(x, -0.5, id);
    if (is<op::Pow>(n) && is<op::Number>(q.g[y])) {
      const double exponent = from_bits(q.g[y].payload);
      if (is_whole(2 * exponent) && -8 <= exponent && exponent <= 8) return raised_or_whole(x, exponent, id);
      return whole(id);
    }
    if (is<op::Hypot>(n)) {
      const auto length = q.raise(q.sum({q.times(read(x), read(x)), q.times(read(y), read(y))}), 0.5);
      return or_else(length, whole(id));
    }
    if (is<op::Exp>(n)) return exponential(x);
    if (is<op::Expm1>(n)) return q.sum({exponential(x), negated(one())});
    if (is<op::ExpDifference>(n)) return q.times(exponential(x), inverse(exponential(y)));
    if (is<op::Sigmoid>(n) && holds_log(x)) return share_of(exponential(x));
    if (is<op::SigmoidDifference>(n) && (holds_log(x) || holds_log(y))) return share_of(q.times(exponential(x), inverse(exponential(y))));
    if (is<op::Guard>(n)) return guarded(x, read(y));
    if (is<op::Atan2>(n) || is<op::Asin>(n) || is<op::Atan>(n) || is<op::Tanh>(n)) return argument_and_ratio(id, read(x));
    return whole(id);
  }

  constexpr product argument_and_ratio(node_id id, const product& u) {
    if (u.coefficient != 1 || u.powers.size() != 1 || is_regular(q[u.powers[0]].kind)) return whole(id);
    factor ratio{factor_kind::ratio, id, {}};
    ratio.terms.push_back(u);
    return q.times(u, q.of(ratio));
  }

  constexpr product guarded(node_id condition, const product& p) {
    const node& c = q.g[condition];
    if (is<op::NotEqual>(c) && q.g.is_number(c.in[1], 0)) {
      const product compared = read(c.in[0]);
      if (compared.powers.empty() && compared.coefficient != 0) return p;
    }
    return q.times(q.of({factor_kind::condition, condition, {}}), p);
  }

  /// Whether a sum that stands in an exponent has a logarithm among its terms.
  constexpr bool holds_log(node_id id) const {
    const node& n = q.g[id];
    if (is<op::Log>(n) || is<op::Log1p>(n)) return true;
    if (is<op::Negate>(n)) return holds_log(n.in[0]);
    if (is<op::Add>(n) || is<op::Subtract>(n)) return holds_log(n.in[0]) || holds_log(n.in[1]);
    if (is<op::Multiply>(n)) return is_half(n.in[0]) ? holds_log(n.in[1]) : is_half(n.in[1]) && holds_log(n.in[0]);
    if (is<op::Divide>(n)) return is_number(n.in[1]) && holds_log(n.in[0]);
    return false;
  }
  constexpr bool is_number(node_id id) const { return is<op::Number>(q.g[id]); }
  constexpr bool is_half(node_id id) const { return is_number(id) && is_whole(2 * from_bits(q.g[id].payload)); }

  constexpr product scaled_exponential(node_id exponent, double scale, node_id whole_exponent) {
    return or_else(q.raise(exponential(exponent), scale), q.of({factor_kind::exponential, whole_exponent, {}}));
  }

  /// e^node.
  constexpr product exponential(node_id id) {
    const node n = q.g[id];
    const auto [x, y, z] = n.in;
    if (q.g.is_number(id, 0)) return one();
    if (is<op::Log>(n)) return read(x);
    if (is<op::Log1p>(n)) return q.sum({one(), read(x)});
    if (is<op::Negate>(n)) return inverse(exponential(x));
    if (is<op::Multiply>(n) && is_number(x)) return scaled_exponential(y, from_bits(q.g[x].payload), id);
    if (is<op::Multiply>(n) && is_number(y)) return scaled_exponential(x, from_bits(q.g[y].payload), id);
    if (is<op::Divide>(n) && is_number(y)) return scaled_exponential(x, 1 / from_bits(q.g[y].payload), id);
    if (is<op::Add>(n) && holds_log(id)) return q.times(exponential(x), exponential(y));
    if (is<op::Subtract>(n) && holds_log(id)) return q.times(exponential(x), inverse(exponential(y)));
    return q.of({factor_kind::exponential, id, {}});
  }

  /// e / (1 + e), both sides multiplied by the denominator of e. What cannot be 0 is none.
  constexpr product share_of(const product& e) {
    product above{e.coefficient, {}}, below;
    for (power p : e.powers) {
      if (p.exponent > 0 || is_regular(q[p].kind)) above.powers.push_back(p);
      else below.powers.push_back({p.factor, -p.exponent});
    }
    return q.times(above, inverse(q.sum({above, below})));
  }
};

/// Writes a product as a node: one fraction, one exp.
struct quotient_writer {
  quotients& q;

  constexpr symbol write(product p) {
    symbol above{}, below{}, exponent{};
    const auto take = [&](symbol x, double power) {
      if (power > 0) above = multiplied(above, raised(x, power));
      else below = multiplied(below, raised(x, -power));
    };
    for (const power& f : p.powers)
      if (q[f].kind == factor_kind::ratio) take(completed(p, f) ? symbol{&q.g, q[f].node} : ratio({&q.g, q[f].node}), f.exponent);
    for (const power& f : p.powers) {
      const auto kind = q[f].kind;
      if (kind == factor_kind::condition || kind == factor_kind::ratio || q.is_constant(f) || f.exponent == 0) continue;
      if (kind == factor_kind::exponential) {
        const symbol x = scaled({&q.g, q[f].node}, f.exponent < 0 ? -f.exponent : f.exponent);
        exponent = exponent.home == nullptr ? (f.exponent < 0 ? -x : x) : f.exponent < 0 ? exponent - x : exponent + x;
      } else {
        take(base(f), f.exponent);
      }
    }
    if (exponent.home != nullptr) above = multiplied(above, exp(exponent));
    const double constant = q.constant(p), size = constant < 0 ? -constant : constant;
    symbol made = above.home == nullptr ? number(size) : scaled(above, size);
    if (below.home != nullptr) made = made / below;
    if (constant < 0) made = -made;
    for (const power& f : p.powers)
      if (q[f].kind == factor_kind::condition) made = guard(symbol{&q.g, q[f].node}, made);
    return made;
  }

 private:
  constexpr symbol number(double x) const { return {&q.g, q.g.number(x)}; }
  constexpr symbol scaled(symbol x, double by) const { return by == 1 ? x : number(by) * x; }
  constexpr symbol multiplied(symbol x, symbol y) const { return x.home == nullptr ? y : x * y; }

  constexpr symbol raised(symbol x, double exponent) const {
    if (!is_whole(2 * exponent) || exponent > 8) return pow(x, number(exponent));
    symbol made = is_whole(exponent) ? symbol{} : sqrt(x);
    for (int i = 1; i <= exponent; ++i) made = multiplied(made, x);
    return made;
  }

  /// Takes u^e out of p where all of it is there, for (f(u) / u)^e to be written as f(u)^e.
  constexpr bool completed(product& p, const power& ratio) const {
    const power u = q[ratio].terms[0].powers[0];
    const double wanted = u.exponent * ratio.exponent;
    for (power& f : p.powers)
      if (f.factor == u.factor && (wanted > 0 ? f.exponent >= wanted : f.exponent <= wanted)) {
        f.exponent -= wanted;
        return true;
      }
    return false;
  }

  /// f(u) / u, by its limit at u = 0.
  constexpr symbol ratio(symbol function) const {
    const auto [u, x, z] = function.self().in;
    const symbol argument{&q.g, u}, one = number(1);
    return where(argument == 0, x == no_node ? one : one / symbol{&q.g, x}, function / argument);
  }

  constexpr symbol base(const power& f) {
    if (q[f].kind != factor_kind::sum) return {&q.g, q[f].node};
    const auto terms = q[f].terms;
    symbol total = write(terms[0]);
    for (std::size_t i = 1; i < terms.size(); ++i) {
      product term = terms[i];
      const bool minus = term.coefficient < 0;
      if (minus) term.coefficient = -term.coefficient;
      total = minus ? total - write(term) : total + write(term);
    }
    return total;
  }
};

constexpr bool is_rate(const graph& g, const node& n) { return is<op::DirectionalDerivative>(n) && g.is_number(n.in[2], 1); }

/// The nodes that are the whole of a formula of one variable and of scalars, entry by entry, with a rate
/// among its factors and terms. Nothing else is touched: x / x stays NaN at 0 wherever it is the user's.
constexpr std::vector<char> formulas_of_rates(const graph& g) {
  const auto at = [](node_id id) { return static_cast<std::size_t>(id); };
  std::vector<char> variable(at(g.size()), false), alone = variable, rated = variable, whole = variable;
  for (const node& n : g.nodes())
    if (is_rate(g, n)) variable[at(n.in[1])] = true;
  for (node_id id = 0; id < g.size(); ++id) {
    const node& n = g[id];
    const auto s = facts_of(n.code).shape;
    bool operands_alone = s == shape::elementwise || is_rate(g, n);
    bool operand_rated = false;
    for (node_id in : n.in)
      if (in != no_node) operands_alone = operands_alone && alone[at(in)], operand_rated = operand_rated || rated[at(in)];
    alone[at(id)] = variable[at(id)] || n.axes == 0 || operands_alone;
    const bool combines = is<op::Negate>(n) || is<op::Add>(n) || is<op::Subtract>(n) || is<op::Multiply>(n) || is<op::Weigh>(n) || is<op::Divide>(n) ||
                          is<op::Sqrt>(n) || is<op::Rsqrt>(n) || is<op::Pow>(n);
    rated[at(id)] = alone[at(id)] && (is_rate(g, n) || (combines && operand_rated));
    for (node_id in : n.in)
      if (in != no_node && rated[at(in)] && !rated[at(id)]) whole[at(in)] = true;
  }
  for (const auto& o : g.outputs) whole[at(o.value)] = whole[at(o.value)] || rated[at(o.value)];
  return whole;
}

/// The formula without common factors, in a graph of its own: the rules give equal factors one form first.
constexpr node_id without_common_factors(graph& g, node_id id, const rule_set& rules) {
  graph alone = g.with_same_signature();
  alone.outputs.push_back({"result", copy_into(alone, g, id)});
  alone = rewrite(alone, rules).result;
  quotients q{alone, {}};
  const product p = quotient_reader(q).read(alone.outputs[0].value);
  return copy_into(g, alone, quotient_writer{q}.write(p).id);
}

}  // namespace detail

}  // namespace lossc
