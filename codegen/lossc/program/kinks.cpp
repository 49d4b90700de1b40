// Reads the primitives' own statements: slopes on both sides where they give them, else words.
#include <fmt/format.h>

#include <algorithm>
#include <lossc/grad/reverse_sweep.hpp>
#include <lossc/graph/formula.hpp>
#include <lossc/program/kinks.hpp>

namespace lossc::program {
namespace {

bool is_where_boundary(const node& n) {
  return is<op::Less>(n) || is<op::LessEqual>(n) || is<op::Equal>(n) || is<op::NotEqual>(n);
}

class finder {
 public:
  explicit finder(graph& g) : g_(g), active_(detail::active_nodes(g)) {}

  std::vector<kink_place> find() {
    const node_id end = g_.size();
    const std::vector<char> reached = gradient_passes();
    for (node_id id = 0; id < end; ++id) {
      if (!reached[static_cast<std::size_t>(id)] || facts_of(g_[id].code).kink.empty()) continue;
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
      found_.push_back({choice, {n.in[0], n.in[1]}, std::string(facts_of(g_[choice].code).kink)});
    }
  }

  void add_kinks(node_id id) {
    const auto stated = detail::kinks_of({&g_, g_.number(1)}, {&g_, id});
    if (stated.empty()) found_.push_back({id, {}, std::string(facts_of(g_[id].code).kink)});
    for (const auto& k : stated) {
      if (!active(k.variable.id)) continue;
      if (active(k.value.id)) {  // a tie of two variables: once, not once for each
        if (k.operand == 0)
          found_.push_back({id, {k.variable.id, k.value.id}, "half to each"});
        continue;
      }
      const auto place = detail::normalised(g_, active_, k.variable.id, k.value.id);
      std::string below = formula(g_, k.below.id), above = formula(g_, k.above.id);
      if (place.swapped) std::swap(below, above);
      found_.push_back({id, place.at, fmt::format("0, between the slopes {} and {}", below, above)});
    }
  }

  graph& g_;
  std::vector<char> active_;
  std::vector<kink_place> found_;
};

}  // namespace

std::vector<kink_place> find_kinks(graph& g) { return finder(g).find(); }

}  // namespace lossc::program
