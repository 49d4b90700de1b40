// No guard of a rule is vain: without its condition, or with one branch of its regime split, a fault is found.
#include <catch2/catch.hpp>
#include <lossc/rewrite/rewrite.hpp>

#include "judge.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

constexpr effort thorough{20'000, 200}, brief{1'000, 50};

bool terminates(const graph& g, const rule_set& set, const rule& without_condition) {
  rule_set changed = set;
  for (auto& r : changed.rules)
    if (r.reason == without_condition.reason && r.pattern.id == without_condition.pattern.id) r.condition = {};
  try {
    (void)rewrite(g, changed);
    return true;
  } catch (const failure&) {
    return false;
  }
}

/// What is wrong with a rule where its condition fails: its numbers, its cost, or that it never ends.
std::string fault_without_condition(const rule_set& set, const rule& r) {
  for (const choice& c : choices(set, r)) {
    const sides s = sides_of(set, r, c);
    if (s.allowed) continue;
    if (work(s.after) > work(s.before)) return "more work";
    if (!terminates(s.before, set, r)) return "no end";
    const auto found = judge_on_strata(set, r, c, brief);
    if (!found.fault.empty()) return found.fault;
    const auto special = judge_on_specials(set, r, c);
    if (!special.fault.empty()) return special.fault;
  }
  return {};
}

int check_guards(const rule_set& set) {
  int guards = 0;
  for (const auto& r : set.rules) {
    INFO(r.name << ": " << r.reason);
    if (r.condition) {
      ++guards;
      CHECK_FALSE(fault_without_condition(set, r).empty());
    }
    for (node_id split : regime_splits(set, r))
      for (std::size_t branch : {1u, 2u}) {
        ++guards;
        INFO("branch " << branch << " alone");
        CHECK_FALSE(judge_branch(set, r, plain_choice(set, r), thorough, {split, branch}).fault.empty());
      }
  }
  return guards;
}

}  // namespace

TEST_CASE("every condition and every regime split is needed") { CHECK(check_guards(stable_rules()) > 0); }

TEST_CASE("a vain condition and a vain split are seen") {
  rule_set set = lossc::detail::with_holes();
  graph& p = set.patterns;
  const symbol x{&p, 0}, y{&p, 1};
  constexpr condition vain{[](const graph& g, const match& m) { return g[m.bound[0]].axes != 0; }, "x has axes"};
  set.add({
      {"vain", "a condition", -(x - y), y - x, honesty::exact, vain},
      {"vain", "a split", x + x, where(x < 0, 2 * x, x * 2), honesty::exact},
  });
  CHECK(fault_without_condition(set, set.rules[0]) == "");
  const node_id split = regime_splits(set, set.rules[1]).at(0);
  CHECK(judge_branch(set, set.rules[1], plain_choice(set, set.rules[1]), thorough, {split, 1}).fault == "");
}
