// Names for the nodes of a plan that deserve a line of their own, and every node's formula in terms of them.
#pragma once
#include <deque>
#include <set>

#include <lossc/graph/formula.hpp>
#include <lossc/plan/need.hpp>

namespace lossc {

/// Known before a region, once per index of it, or at each of its entries: 0, 1, 2.
inline int rank_of(const kernel_plan& p, node_id id) {
  const level l = level_of(p, id);
  return l == level::scalar ? 0 : l == level::row ? 1 : 2;
}

/// What is reduced, kept, named by the user, referred to twice, or moved out of a loop gets a name:
/// the user's, or the primitive's and a number.
class plan_names {
 public:
  explicit plan_names(const kernel_plan& p)
      : p_(p), shown_(p.g.with_same_signature()), name_(at(p.g.size())), reference_(at(p.g.size()), no_node), made_(at(p.g.size()), no_node) {
    for (const auto& input : p.g.inputs) taken_.insert(std::string(input.name));
    std::vector<int> uses(at(p.g.size()), 0);
    std::vector<char> always(at(p.g.size()), 0), hoisted(at(p.g.size()), 0);
    const auto use = [&](node_id id) { ++uses[at(id)]; };
    for (const auto& r : p.regions) {
      for (node_id id : row_roots_of(r)) use(id);
      for (const auto& s : r.sweeps)
        for (node_id id : roots_of(s)) use(id);
      for (node_id id : r.keeps) always[at(id)] = 1;
    }
    for (const auto& w : p.outputs)
      if (!is_written_in_region(p, w)) use(w.value);
    for (node_id id = p.g.size() - 1; id >= 0; --id) {
      if (uses[at(id)] == 0) continue;
      always[at(id)] |= is_reduction(p.g[id]) || !p.g.names[at(id)].empty();
      for (node_id in : p.g[id].in) {
        if (in == no_node) continue;
        // What a region or sweep accumulates has been counted with its roots.
        if (uses[at(in)] == 0 || !is_reduction(p.g[id])) use(in);
        hoisted[at(in)] |= rank_of(p, in) < rank_of(p, id);
      }
    }
    for (node_id id = 0; id < p.g.size(); ++id) {
      if (uses[at(id)] == 0) continue;
      define(id);
      while (definition(id).size() > longest_line) {
        const node_id operand = longest_operand(id);
        if (operand == no_node) break;
        give_name(operand);
        define(id);
      }
      const bool shared = (uses[at(id)] > 1 || hoisted[at(id)]) && definition(id).size() > longest_repeated;
      if (can_be_named(id) && (always[at(id)] || shared)) give_name(id);
    }
  }

  /// Empty where the node is written out wherever it is used.
  const std::string& name(node_id id) const { return name_[at(id)]; }
  /// The node's own formula.
  std::string definition(node_id id) const { return without_outer_parentheses(formula(shown_, made_[at(id)])); }
  /// Its name, or its formula.
  std::string text(node_id id) const { return name(id).empty() ? definition(id) : name(id); }

 private:
  static constexpr std::size_t longest_line = 96, longest_repeated = 16;
  const kernel_plan& p_;
  graph shown_;  // where named nodes are inputs
  std::deque<std::string> stored_;  // what their names are views of
  std::vector<std::string> name_;
  std::vector<node_id> reference_, made_;  // nodes of shown_: the name, the formula
  std::set<std::string> taken_;

  static std::size_t at(node_id id) { return static_cast<std::size_t>(id); }

  bool can_be_named(node_id id) const {
    return name_[at(id)].empty() && facts_of(p_.g[id].code).shape != shape::leaf && !is<op::Valid>(p_.g[id]);
  }
  node_id longest_operand(node_id id) const {
    node_id longest = no_node;
    for (node_id in : p_.g[id].in)
      if (in != no_node && can_be_named(in) && (longest == no_node || definition(in).size() > definition(longest).size())) longest = in;
    return longest;
  }
  void define(node_id id) {
    auto in = p_.g[id].in;
    for (auto& operand : in)
      if (operand != no_node) operand = reference_[at(operand)] != no_node ? reference_[at(operand)] : made_[at(operand)];
    made_[at(id)] = shown_.push(p_.g[id].code, in, p_.g[id].payload);
  }
  void give_name(node_id id) {
    const std::string_view users = p_.g.names[at(id)];
    const std::string wanted(users.empty() ? facts_of(p_.g[id].code).name : users);
    std::string name = users.empty() ? wanted + "_1" : wanted;
    for (int i = 2; !taken_.insert(name).second; ++i) name = wanted + "_" + std::to_string(i);
    name_[at(id)] = name;
    input_info input{.name = stored_.emplace_back(name)};
    std::size_t r = 0;
    for (std::size_t axis = 0; axis < p_.g.axes.size() && r < input.axes.size(); ++axis)
      if (p_.g[id].axes >> axis & 1) input.axes[r++] = static_cast<std::int8_t>(axis);
    shown_.inputs.push_back(input);
    reference_[at(id)] = shown_.input(static_cast<int>(shown_.inputs.size()) - 1);
  }
  static std::string without_outer_parentheses(const std::string& text) {
    if (text.front() != '(') return text;
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
      if (depth == 0) return i + 1 == text.size() ? text.substr(1, text.size() - 2) : text;
    }
    return text;
  }
};

}  // namespace lossc
