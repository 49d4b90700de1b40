// rewrite(graph, rules) → graph: bottom-up to a normal form, with a trace of what fired.
#pragma once
#include <lossc/rewrite/match.hpp>
#include <lossc/rewrite/rules.hpp>
#include <lossc/rewrite/structure.hpp>
#include <lossc/graph/equal.hpp>

namespace lossc {

/// A rule that fired: it replaced `before` by `after`, nodes of `rewritten::seen`. `made` is what became
/// of it in the result, or no_node where another rule took that node further.
struct firing {
  std::string_view rule;
  std::string_view reason;
  honesty kind = honesty::exact;
  std::string_view where = {};  // the rule's condition in words, if it has one
  node_id before = no_node, after = no_node;
  node_id made = no_node;
};

struct rewritten {
  graph result;
  std::vector<firing> trace;
  graph seen;  // all nodes on the way, also those that were replaced
};

namespace detail {

/// A firing with what it takes to spell out the replacement, which further rules may have changed at once.
struct recorded_firing {
  firing fired;
  node_id replacement = no_node;  // of the pattern graph; no_node for a structural rewrite
  match bound = {};
};

struct rewriter {
  const rule_set& set;
  bool strict;
  bool structure;
  graph out;
  std::vector<recorded_firing> trace;
  part place = part::value;
  std::vector<node_id> open = {};                         // nodes that are being replaced
  std::vector<std::vector<std::size_t>> rules_of = {};    // per opcode of the pattern's root

  constexpr bool allowed(honesty kind) const {
    return !strict || kind == honesty::exact || kind == honesty::structural;
  }

  constexpr node_id build(opcode code, std::array<node_id, max_operands> in, std::uint64_t payload) {
    const node_id id = out.push(code, in, payload);
    // A regime split keeps its pattern as one branch; there it stays.
    for (node_id replaced : open)
      if (replaced == id) return id;
    if (open.size() > 200) fail("the rewrite rules do not terminate on this loss");
    open.push_back(id);
    const node_id made = simplify(id);
    open.pop_back();
    return made;
  }

  constexpr void index_rules() {
    rules_of.resize(primitive_count);
    for (std::size_t i = 0; i < set.rules.size(); ++i)
      if (allowed(set.rules[i].kind)) rules_of[static_cast<std::size_t>(set.patterns[set.rules[i].pattern.id].code)].push_back(i);
  }

  constexpr node_id simplify(node_id id) {
    for (std::size_t i : rules_of[static_cast<std::size_t>(out[id].code)]) {
      const rule& r = set.rules[i];
      match m;
      if (!matches(set.patterns, r.pattern.id, out, id, m)) continue;
      if (r.condition && !r.condition(out, m)) continue;
      const std::size_t position = trace.size();  // before the rules that go on from the replacement
      const node_id made = instantiate(r.replacement.id, m);
      if (made == id) continue;
      trace.insert(trace.begin() + static_cast<std::ptrdiff_t>(position), {{r.name, r.reason, r.kind, r.condition.words, id, made}, r.replacement.id, m});
      return made;
    }
    if (structure) {
      const std::size_t position = trace.size();
      proposal fired;
      graph& g = out;
      const node_id made = rewrite_structure(
          g, id, place, [this](opcode c, std::array<node_id, max_operands> in, std::uint64_t p) { return build(c, in, p); }, fired);
      if (made != id && allowed(fired.kind)) {
        trace.insert(trace.begin() + static_cast<std::ptrdiff_t>(position), {{fired.name, fired.reason, fired.kind, {}, id, made}});
        return made;
      }
    }
    return id;
  }

  constexpr node_id instantiate(node_id pattern, const match& m) {
    const node& p = set.patterns[pattern];
    if (is<op::Input>(p)) return m.bound[p.payload];
    std::array<node_id, max_operands> in{no_node, no_node, no_node};
    for (std::size_t i = 0; i < max_operands; ++i)
      if (p.in[i] != no_node) in[i] = instantiate(p.in[i], m);
    return build(p.code, in, p.payload == some_axes ? m.axes : p.payload);
  }

  /// The replacement as the rule has it.
  constexpr node_id spell_out(node_id pattern, const match& m) {
    const node& p = set.patterns[pattern];
    if (is<op::Input>(p)) return m.bound[p.payload];
    std::array<node_id, max_operands> in{no_node, no_node, no_node};
    for (std::size_t i = 0; i < max_operands; ++i)
      if (p.in[i] != no_node) in[i] = spell_out(p.in[i], m);
    return out.push(p.code, in, p.payload == some_axes ? m.axes : p.payload);
  }
};

constexpr std::vector<part> parts_of(const graph& g) {
  std::vector<part> parts(static_cast<std::size_t>(g.size()), part::gradient);
  for (const auto& o : g.outputs)
    if (o.wrt < 0) parts[static_cast<std::size_t>(o.value)] = part::value;
  for (node_id id = g.size() - 1; id >= 0; --id)
    for (node_id in : g[id].in)
      if (in != no_node && parts[static_cast<std::size_t>(id)] == part::value) parts[static_cast<std::size_t>(in)] = part::value;
  return parts;
}

}  // namespace detail

/// `strict` keeps to rules that are exact or part of the meaning; `structure` adds the axis-aware ones.
constexpr rewritten rewrite(const graph& g, const rule_set& rules, bool strict = false, bool structure = true) {
  detail::rewriter r{rules, strict, structure, g.with_same_signature(), {}};
  std::vector<node_id> map(static_cast<std::size_t>(g.size()), no_node);
  r.index_rules();
  const graph live = without_dead_nodes(g);
  const auto parts = detail::parts_of(live);
  for (node_id id = 0; id < live.size(); ++id) {
    r.place = parts[static_cast<std::size_t>(id)];
    auto in = live[id].in;
    for (auto& operand : in)
      if (operand != no_node) operand = map[static_cast<std::size_t>(operand)];
    const node_id made = r.build(live[id].code, in, live[id].payload);
    map[static_cast<std::size_t>(id)] = made;
    const auto name = live.names[static_cast<std::size_t>(id)];
    if (!name.empty() && r.out.names[static_cast<std::size_t>(made)].empty()) r.out.names[static_cast<std::size_t>(made)] = name;
  }
  for (const auto& o : live.outputs) r.out.outputs.push_back({o.name, map[static_cast<std::size_t>(o.value)], o.wrt});
  // Node numbers change when dead nodes go, so the trace is mapped by position in the kept graph.
  graph kept = r.out.with_same_signature();
  for (const auto& o : r.out.outputs) kept.outputs.push_back({o.name, copy_into(kept, r.out, o.value), o.wrt});
  rewritten done{kept, {}, {}};
  for (const auto& [fired, replacement, bound] : r.trace) {
    firing f = fired;
    const node_id at = copy_into(kept, r.out, f.after);
    f.made = at < done.result.size() ? at : no_node;
    if (replacement != no_node) f.after = r.spell_out(replacement, bound);
    bool repeated = false;
    for (const auto& known : done.trace) repeated = repeated || (known.before == f.before && known.reason == f.reason);
    if (!repeated) done.trace.push_back(f);
  }
  done.seen = std::move(r.out);
  return done;
}

}  // namespace lossc
