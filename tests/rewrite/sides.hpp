// A rule's two sides as graphs: its holes become inputs over chosen axes, as the rewriter would bind them.
#pragma once
#include <lossc/rewrite/rules.hpp>
#include <string>
#include <vector>

namespace lossc::test {

inline constexpr axis_mask rows_axis = 1, classes_axis = 2;

/// What stands in a hole: an input, or something that a condition may ask for.
enum class filling : std::uint8_t { any, not_negative, two, a_half };

struct hole_choice {
  axis_mask axes = rows_axis;
  filling what = filling::any;
};

struct choice {
  std::array<hole_choice, hole_count> holes;
  axis_mask reduced = classes_axis;
};

/// What a pattern makes of its holes; points are drawn accordingly.
struct roles {
  bool used[hole_count] = {}, condition[hole_count] = {}, weight[hole_count] = {};
  bool reduces = false;
};
roles roles_of(const rule_set& set, const rule& r);

/// Replaces `node` of a replacement by one of its branches, to see what a regime split is for.
struct mutation {
  node_id split = no_node;
  std::size_t branch = 0;
};

struct sides {
  graph before, after;
  graph terms;          // what the replacement adds up, in magnitude: a sum that cancels is good to its ulp
  bool allowed = true;  // the rule's condition holds
  std::string text;     // how the holes are filled
};
sides sides_of(const rule_set& set, const rule& r, const choice& c);

/// The whole replacement as `before`, and one branch of its split as `after`.
sides whole_and_branch(const rule_set& set, const rule& r, const choice& c, mutation m);

/// d (sum of the result) / d input `place`, as kernels are made from it.
graph gradient_of(const graph& g, std::size_t place);

/// The plainest filling, and every filling for which the rule's condition holds or fails.
choice plain_choice(const rule_set& set, const rule& r);
std::vector<choice> choices(const rule_set& set, const rule& r);

/// The regime splits that the replacement brings in: `where` nodes that the pattern does not have.
std::vector<node_id> regime_splits(const rule_set& set, const rule& r);

}  // namespace lossc::test
