// A rule is a pattern, its replacement, and how honest it is; patterns are small graphs with holes.
#pragma once
#include <initializer_list>

#include <lossc/graph/symbol.hpp>

namespace lossc {

enum class honesty : std::uint8_t {
  exact,               // the same bits
  structural,          // what the policy on zeros, masks and weights demands; part of the meaning
  rounds_better,       // the same real function, nearer to it in floating point
  rounds_differently,  // the same real function, as near
  textbook,            // for printing only: shorter, not stabler
};

struct match;

/// Where a rule holds, beyond its pattern; the words are shown and complete "where …".
struct condition {
  bool (*holds)(const graph&, const match&) = nullptr;
  std::string_view words = {};

  constexpr explicit operator bool() const { return holds != nullptr; }
  constexpr bool operator()(const graph& g, const match& m) const { return holds(g, m); }
  friend constexpr bool operator==(const condition& a, const condition& b) { return a.holds == b.holds; }
};

struct rule {
  std::string_view name;    // as in numerics.md's table, and shown by `lossc show --stage rewrite`
  std::string_view reason;  // why it is valid and what it gains
  symbol pattern;
  symbol replacement;
  honesty kind = honesty::exact;
  lossc::condition condition = {};
};

// Holes are inputs of the pattern graph: x y z w stand for anything, label for a label.
inline constexpr int hole_count = 5;

/// What the holes stand for, and the axes that the pattern's reductions run over.
struct match {
  std::array<node_id, hole_count> bound{no_node, no_node, no_node, no_node, no_node};
  axis_mask axes = 0;
};

/// Rules with the graph that holds their patterns.
struct rule_set {
  graph patterns;
  std::vector<rule> rules;

  constexpr void add(std::initializer_list<rule> more) { rules.insert(rules.end(), more.begin(), more.end()); }
};

// The axes of reductions in patterns: "some axes, the same throughout the rule".
inline constexpr axis_mask some_axes = axis_mask{1} << 30;

}  // namespace lossc
