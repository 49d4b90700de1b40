// Reads the primitives' own statements: slopes on both sides where they give them, else words.
#include <fmt/format.h>

#include <algorithm>
#include <lossc/grad/reverse_sweep.hpp>
#include <lossc/graph/formula.hpp>
#include <lossc/program/kinks.hpp>
#include <lossc/rewrite/range.hpp>

namespace lossc::program {
namespace {

bool is_where_boundary(const node& n) {
  return is<op::Less>(n) || is<op::LessEqual>(n) || is<op::Equal>(n) || is<op::NotEqual>(n);
}

// Whether a node is above 0 for any input; no more than what keeps a root away from 0.
bool is_positive(const graph& g, node_id id) {
  const node& n = g[id];
  if (is<op::Number>(n)) return from_bits(n.payload) > 0;
  if (!is<op::Add>(n)) return false;
  return (is_positive(g, n.in[0]) && is_not_negative(g, n.in[1])) ||
         (is_not_negative(g, n.in[0]) && is_positive(g, n.in[1]));
}

// Whether operands keep away from the point where the primitive has its kink.
bool is_beside_its_kink(const graph& g, const node& n) {
  const auto positive = [&](std::size_t i) { return is_positive(g, n.in[i]); };
  if (is<op::Sqrt>(n)) return positive(0);
  if (is<op::Hypot>(n)) return positive(0) || positive(1);
  if (!is<op::Pow>(n)) return false;
  return positive(0) || (is<op::Number>(g[n.in[1]]) && from_bits(g[n.in[1]].payload) >= 1);
}

class finder {
 public:
  explicit finder(graph& g) : g_(g), active_(detail::active_nodes(g)) {}

  std::vector<kink_place> find() {
    const node_id end = g_.size();
    const std::vector<char> reached = gradient_passes();
    for (node_id id = 0; id < end; ++id) {
      if (!reached[static_cast<std::size_t>(id)] || facts_of(g_[id].code).kink.empty() ||
          is_beside_its_kink(g_, g_[id]))
        continue;
      if (is<op::Where>(g_[id]))
        add_boundaries(id, g_[id].in[0]);
      else
        add_kinks(id);
    }
    return std::move(found_);
  }

 private:
  bool active(node_id id) const { return detail::has_gradient(active_, id); }

  std::vector<char> gradient_passes() const {
    std::vector<char> reached(static_cast<std::size_t>(g_.size()), false);
    reached[static_cast<std::size_t>(g_.outputs[0].value)] = active(g_.outputs[0].value);
    for (node_id id = g_.size() - 1; id >= 0; --id) {
      if (!reached[static_cast<std::size_t>(id)]) continue;
      const node& n = g_[id];
      for (std::size_t i = 0; i < max_operands; ++i) {
        if (n.in[i] == no_node || (facts_of(n.code).constant >> i & 1) != 0 || !active(n.in[i]))
          continue;
        reached[static_cast<std::size_t>(n.in[i])] = true;
      }
    }
    return reached;
  }

  // Where a choice changes: the borders of the comparisons that it depends on.
  void add_boundaries(node_id choice, node_id condition) {
    const node n = g_[condition];
    if (!is_where_boundary(n)) {
      for (node_id in : n.in) {
        if (in != no_node && facts_of(g_[in].code).boolean) add_boundaries(choice, in);
      }
    } else if (active(n.in[0]) || active(n.in[1])) {
      add(choice, {n.in[0], n.in[1]}, std::string(facts_of(g_[choice].code).kink));
    }
  }

  void add_kinks(node_id id) {
    const auto stated = detail::kinks_of({&g_, g_.number(1)}, {&g_, id});
    if (stated.empty()) found_.push_back({id, {}, {}, std::string(facts_of(g_[id].code).kink)});
    for (const auto& k : stated) {
      if (!active(k.variable.id)) continue;
      const breakpoint at{k.variable.id, k.value.id};
      if (!active(k.value.id)) {
        add(id, at,
            fmt::format("0, between the slopes {} and {}", formula(g_, k.below.id),
                        formula(g_, k.above.id)));
      } else if (k.operand == 0) {  // a tie of two variables: once, not once for each
        add(id, at, "half to each");
      }
    }
  }

  void add(node_id id, const breakpoint& at, const std::string& gradient) {
    found_.push_back({id, at, detail::normalised(g_, active_, at.variable, at.value).at, gradient});
  }

  graph& g_;
  std::vector<char> active_;
  std::vector<kink_place> found_;
};

}  // namespace

std::vector<kink_place> find_kinks(graph& g) { return finder(g).find(); }

}  // namespace lossc::program
