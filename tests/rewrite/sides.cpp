// Builds a rule's sides over every choice of axes and fillings.
#include "sides.hpp"

#include <algorithm>

#include <lossc/grad/differentiate.hpp>
#include <lossc/rewrite/rewrite.hpp>

namespace lossc::test {

namespace {

std::vector<node_id> reachable(const graph& g, node_id root) {
  std::vector<node_id> all, open{root};
  while (!open.empty()) {
    const node_id id = open.back();
    open.pop_back();
    if (std::find(all.begin(), all.end(), id) != all.end()) continue;
    all.push_back(id);
    for (node_id in : g[id].in)
      if (in != no_node) open.push_back(in);
  }
  return all;
}

bool looks_along(const node& n) { return n.payload == some_axes; }

struct builder {
  const rule_set& set;
  const choice& chosen;
  mutation mutated;
  graph g;

  node_id fill(std::size_t place) {
    const auto& hole = chosen.holes[place];
    if (hole.what == filling::two) return g.number(2);
    if (hole.what == filling::a_half) return g.number(0.5);
    const node_id input = g.input(static_cast<int>(place));
    return hole.what == filling::any ? input : g.push(code_of<op::Abs>, {input, no_node, no_node});
  }

  node_id build(node_id pattern) {
    const node& p = set.patterns[pattern];
    if (is<op::Input>(p)) return fill(p.payload);
    if (pattern == mutated.split) return build(p.in[mutated.branch]);
    auto in = p.in;
    for (auto& operand : in)
      if (operand != no_node) operand = build(operand);
    return g.push(p.code, in, looks_along(p) ? chosen.reduced : p.payload);
  }
};

/// The magnitudes of the terms that a node adds up; of another node its own.
symbol terms_of(symbol s) {
  const node n = s.self();
  const symbol a{s.home, n.in[0]}, b{s.home, n.in[1]};
  if (is<op::Negate>(n)) return terms_of(a);
  if (is<op::Add>(n) || is<op::Subtract>(n)) return abs(a) + abs(b);
  const auto axes = static_cast<axis_mask>(n.payload);
  if (is<op::Sum>(n)) return symbol::along<op::Sum>(abs(a), axes);
  if (is<op::Logaddexp>(n)) return max(abs(a), abs(b));
  if (is<op::LogSumExp>(n)) return symbol::along<op::MaxOver>(abs(a), axes);
  // A rounded mean costs its own square.
  if (is<op::Var>(n)) return 0x1p-24 * symbol::along<op::MaxOver>(a * a, axes);
  if (is<op::Std>(n)) return symbol::along<op::MaxOver>(abs(a), axes);
  if (is<op::Where>(n)) return where(a, terms_of(b), terms_of({s.home, n.in[2]}));
  return abs(s);
}

graph with_result(const graph& g, node_id result) {
  graph made = g;
  made.outputs.push_back({"result", result});
  return made;
}

void give_axes(input_info& input, axis_mask axes) {
  std::size_t rank = 0;
  for (std::int8_t axis = 0; axis < 2; ++axis)
    if (axes >> axis & 1) input.axes[rank++] = axis;
}

}  // namespace

roles roles_of(const rule_set& set, const rule& r) {
  roles found;
  for (node_id root : {r.pattern.id, r.replacement.id})
    for (node_id id : reachable(set.patterns, root)) {
      const node& n = set.patterns[id];
      const auto mark = [&](std::size_t i, bool(&holes)[hole_count]) {
        if (is<op::Input>(set.patterns[n.in[i]])) holes[set.patterns[n.in[i]].payload] = true;
      };
      if (is<op::Input>(n)) found.used[n.payload] = true;
      found.reduces = found.reduces || looks_along(n) || is<op::At>(n) || is<op::CrossEntropy>(n);
      if (is<op::Guard>(n) || is<op::Where>(n) || is<op::Not>(n)) mark(0, found.condition);
      if (is<op::And>(n) || is<op::Or>(n)) mark(0, found.condition), mark(1, found.condition);
      if (is<op::Weigh>(n)) mark(0, found.weight);
    }
  return found;
}

sides sides_of(const rule_set& set, const rule& r, const choice& c) {
  builder b{set, c, {}, {}};
  b.g.axes = {{"rows"}, {"classes"}};
  sides made;
  for (std::size_t place = 0; place < hole_count; ++place) {
    const auto& hole = set.patterns.inputs[place];
    input_info input{.name = hole.name, .kind = hole.kind, .differentiable = hole.kind != input_kind::label};
    give_axes(input, c.holes[place].axes);
    if (hole.kind == input_kind::label) input.target = 1;
    b.g.inputs.push_back(input);
    constexpr std::string_view fillings[] = {"", " >= 0", " = 2", " = 0.5"};
    constexpr std::string_view axes[] = {"[]", "[rows]", "[classes]", "[rows, classes]"};
    made.text += " " + std::string(hole.name) + std::string(axes[c.holes[place].axes]) +
                 std::string(fillings[static_cast<std::size_t>(c.holes[place].what)]);
  }
  const node_id before = b.build(r.pattern.id);
  if (r.condition) {
    match found;
    made.allowed = matches(set.patterns, r.pattern.id, b.g, before, found) && r.condition(b.g, found);
  }
  const node_id after = b.build(r.replacement.id);
  made.before = with_result(b.g, before);
  made.after = with_result(b.g, after);
  const node_id terms = terms_of({&b.g, after}).id;
  made.terms = with_result(b.g, terms);
  return made;
}

sides whole_and_branch(const rule_set& set, const rule& r, const choice& c, mutation m) {
  sides made = sides_of(set, r, c);
  made.before = made.after;
  builder b{set, c, m, made.after};
  b.g.outputs.clear();
  made.after = with_result(b.g, b.build(r.replacement.id));
  return made;
}

graph gradient_of(const graph& g, std::size_t place) {
  graph gradient = differentiate(g);
  const node_id value = gradient.find_gradient(static_cast<int>(place))->value;
  gradient.outputs = {{"result", value}};
  return rewrite(without_dead_nodes(gradient), stable_rules()).result;
}

choice plain_choice(const rule_set& set, const rule& r) {
  choice c;
  const bool reduces = roles_of(set, r).reduces;
  for (std::size_t place = 0; place < hole_count; ++place)
    if (reduces && set.patterns.inputs[place].kind != input_kind::label) c.holes[place].axes = rows_axis | classes_axis;
  return c;
}

std::vector<choice> choices(const rule_set& set, const rule& r) {
  const choice plain = plain_choice(set, r);
  if (!r.condition) return {plain};
  const auto found = roles_of(set, r);
  std::vector<choice> all{plain};
  const auto vary = [&](auto&& variants) {
    std::vector<choice> more;
    for (const choice& c : all) variants(c, more);
    all = more;
  };
  for (std::size_t place = 0; place < hole_count; ++place) {
    if (!found.used[place]) continue;
    const bool label = set.patterns.inputs[place].kind == input_kind::label;
    const bool number = !label && !found.condition[place] && !found.weight[place];
    vary([&](choice c, std::vector<choice>& more) {
      for (axis_mask axes : {rows_axis, axis_mask{0}, rows_axis | classes_axis}) {
        if (label && (axes & classes_axis) != 0) continue;
        c.holes[place] = {axes, filling::any};
        more.push_back(c);
        if (number && axes == plain.holes[place].axes) {
          c.holes[place].what = filling::not_negative;
          more.push_back(c);
        }
        if (number && axes == 0)
          for (filling constant : {filling::two, filling::a_half}) {
            c.holes[place].what = constant;
            more.push_back(c);
          }
      }
    });
  }
  if (found.reduces)
    vary([&](choice c, std::vector<choice>& more) {
      for (axis_mask axes : {classes_axis, rows_axis}) {
        c.reduced = axes;
        more.push_back(c);
      }
    });
  return all;
}

std::vector<node_id> regime_splits(const rule_set& set, const rule& r) {
  const auto known = reachable(set.patterns, r.pattern.id);
  std::vector<node_id> splits;
  for (node_id id : reachable(set.patterns, r.replacement.id))
    if (is<op::Where>(set.patterns[id]) && std::find(known.begin(), known.end(), id) == known.end()) splits.push_back(id);
  return splits;
}

}  // namespace lossc::test
