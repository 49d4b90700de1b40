// Every rewrite rule over its domain: the same real function, no point worse by more than 1 ULP, specials by policy.
#include <catch2/catch.hpp>
#include <lossc/rewrite/expand.hpp>

#include "judge.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

// A share of what the exhaustive run takes, so that all rules take less than a minute.
constexpr effort in_passing{20'000, 150}, exhaustive{1'000'000, 4'000};
constexpr std::size_t fillings_tried = 6;

/// Fillings for which the rule's condition holds, evenly chosen from all of them.
std::vector<choice> allowed_choices(const rule_set& set, const rule& r) {
  std::vector<choice> allowed, some;
  for (const choice& c : choices(set, r))
    if (sides_of(set, r, c).allowed) allowed.push_back(c);
  for (std::size_t i = 0; i < fillings_tried && i < allowed.size(); ++i)
    some.push_back(allowed[i * allowed.size() / std::min(fillings_tried, allowed.size())]);
  return some;
}

void check_rules(const rule_set& set, effort e) {
  for (const auto& r : set.rules) {
    const auto fillings = allowed_choices(set, r);
    INFO(r.name << ": " << r.reason);
    CHECK_FALSE(fillings.empty());
    for (const auto& c : fillings) {
      const effort share{e.rows / static_cast<std::int64_t>(fillings.size()), e.decided_exactly / fillings.size()};
      const auto found = judge_on_strata(set, r, c, share);
      INFO(found.fault);
      CHECK(found.fault.empty());
      CHECK(found.points > 0);
      const auto special = judge_on_specials(set, r, c);
      INFO(special.fault);
      CHECK(special.fault.empty());
    }
  }
}

}  // namespace

TEST_CASE("every stable rule is the same function and rounds no worse") { check_rules(stable_rules(), in_passing); }

TEST_CASE("every stable rule on a million points", "[.exhaustive]") { check_rules(stable_rules(), exhaustive); }

TEST_CASE("every rule fires on its own pattern: no other rule hides it") {
  const rule_set set = stable_rules();
  for (const auto& r : set.rules) {
    INFO(r.name << ": " << r.reason);
    bool fired = false;
    for (const auto& c : allowed_choices(set, r))
      for (const auto& f : rewrite(sides_of(set, r, c).before, set).trace) fired = fired || f.reason == r.reason;
    CHECK(fired);
  }
}

TEST_CASE("every expansion rule is exact") {
  const rule_set set = lossc::detail::expansion_rules();
  check_rules(set, in_passing);
  for (const auto& r : set.rules) CHECK(r.kind == honesty::exact);
}

TEST_CASE("wrong rules are seen") {
  rule_set set = lossc::detail::with_holes();
  graph& p = set.patterns;
  const symbol x{&p, 0}, y{&p, 1};
  using enum honesty;
  set.rules = {
      {"wrong", "another function", 1 / (1 + exp(-x)), sigmoid(-x), rounds_better},
      {"wrong", "another function near 0 only", log(1 + x), x * (1 - x * 0.5), rounds_better},
      {"wrong", "not exact", x / y, x * (1 / y), exact},
      {"wrong", "worse", softplus(x), log(1 + exp(x)), rounds_better},
      {"wrong", "cancels", expm1(x), exp(x) - 1, rounds_differently},
      {"wrong", "loses one end of the range", x / exp(y), x * exp(-y), rounds_differently},
  };
  for (const auto& r : set.rules) {
    INFO(r.reason);
    CHECK_FALSE(judge_on_strata(set, r, plain_choice(set, r), in_passing).fault.empty());
  }
  set.rules = {
      {"wrong", "swallows NaN", x * 0, symbol::number(x, 0), rounds_better},
      {"wrong", "a number where there is none", x / x, symbol::number(x, 1), rounds_better},
  };
  for (const auto& r : set.rules) {
    INFO(r.reason);
    CHECK_FALSE(judge_on_specials(set, r, plain_choice(set, r)).fault.empty());
  }
}
