// What the planner decides: regions, sweeps and costs of known losses; and that a wrong plan does not pass.
#include <algorithm>
#include <catch2/catch.hpp>

#include <lossc/graph/lower.hpp>
#include <lossc/pipeline.hpp>
#include <lossc/plan/interpreter.hpp>
#include <lossc/plan/planner.hpp>
#include <lossc/plan/print.hpp>

#include "numbers.hpp"
#include "shapes.hpp"

using namespace lossc;

namespace {

template <class Loss>
kernel_plan plan_of(const Loss& loss) {
  return compile(lower(loss)).gradient_plan;
}

int axis_count(axis_mask mask) { return std::popcount(mask); }

/// Everything that sweeps and regions accumulate in one place.
int count_in(const kernel_plan& p, place where) {
  int count = 0;
  for (const auto& r : p.regions) {
    const auto add = [&](const std::vector<accumulation>& list) {
      count += static_cast<int>(std::count_if(list.begin(), list.end(), [&](const auto& a) { return a.place == where; }));
    };
    add(r.joins);
    for (const auto& s : r.sweeps) add(s.reductions);
  }
  return count;
}

/// What the interpreter says about a plan that it refuses; empty if it runs.
std::string refusal(const kernel_plan& p) {
  try {
    interpret(p, test::numbers_for(p.g, test::sizes_of(p.g, 5, 4), 1));
  } catch (const failure& f) {
    return std::string(f.sentence);
  }
  return {};
}

}  // namespace

TEST_CASE("axes that all inputs share collapse into one loop") {
  for (const kernel_plan& p : {plan_of(losses::mse), plan_of(losses::gaussian_nll), plan_of(test::rank_three)}) {
    INFO(print(p));
    CHECK(p.regions.size() == 1);
    CHECK(p.inner == 0);
    CHECK(p.regions[0].sweeps.empty());
  }
  CHECK(axis_count(plan_of(test::rank_three).parallel) == 3);
}

TEST_CASE("cross-entropy keeps the row in cache and touches the label once") {
  const auto c = compile(lower(losses::cross_entropy));
  const auto& p = c.gradient_plan;
  REQUIRE(p.regions.size() == 1);
  REQUIRE(p.regions[0].sweeps.size() == 3);
  const auto& last = p.regions[0].sweeps[2];
  REQUIRE(last.writes.size() == 1);
  CHECK(last.writes[0].at_label != no_node);
  CHECK(p.cost.reads == Approx(1).margin(0.01));
  CHECK(p.cost.cached == Approx(2).margin(0.01));
  CHECK(p.cost.writes == Approx(1).margin(0.01));
  CHECK(p.cost.exps == Approx(2).margin(0.05));
  CHECK(c.value_plan.regions[0].sweeps.size() == 2);
  CHECK(c.value_plan.cost.writes == 0);
}

TEST_CASE("both spellings of cross-entropy have one plan") {
  CHECK(print(plan_of(losses::cross_entropy)) == print(plan_of(losses::cross_entropy_naive)));
}

TEST_CASE("a normaliser gets a region of its own that reads only what it needs") {
  const auto p = plan_of(losses::class_weighted_cross_entropy);
  INFO(print(p));
  REQUIRE(p.regions.size() == 3);
  CHECK(p.regions[0].sweeps.empty());
  CHECK(p.regions[1].keeps == p.regions[2].kept);
  CHECK(p.regions[1].keeps.size() == 1);
  CHECK(p.regions[2].sweeps.empty());
  CHECK(count_in(p, place::table) == 1);
  CHECK(p.cost.reads == Approx(1).margin(0.02));
}

TEST_CASE("global sums come before the gradients that need them") {
  CHECK(plan_of(losses::dice).regions.size() == 2);
  CHECK(plan_of(losses::dice_bce).regions.size() == 2);
  CHECK(plan_of(losses::weighted_variance).regions.size() == 3);
}

TEST_CASE("reductions over the parallel axis leave columns and tables") {
  CHECK(count_in(plan_of(test::column_weight), place::column) == 1);
  CHECK(count_in(plan_of(test::column_weight), place::table) == 0);
  CHECK(count_in(plan_of(test::table_only), place::table) == 1);
  CHECK(plan_of(test::table_only).regions.size() == 1);
  CHECK(count_in(plan_of(test::column_logsumexp), place::column) == 3);
  CHECK(plan_of(test::column_logsumexp).regions.size() == 3);
}

TEST_CASE("two labels cannot both leave the sweep") {
  const auto p = plan_of(test::two_labels);
  for (const auto& w : p.outputs) CHECK(w.at_label == no_node);
  CHECK(plan_of(test::bare_pick).regions[0].sweeps.at(0).writes.at(0).at_label != no_node);
}

TEST_CASE("a loss of numbers only needs no region") {
  const auto p = plan_of(test::rosenbrock);
  CHECK(p.regions.empty());
  CHECK(p.outputs.size() == 3);
}

TEST_CASE("a sum of all entries has a gradient that is one number") {
  const auto p = plan_of(test::plain_sum);
  CHECK_FALSE(is_written_in_region(p, p.outputs[1]));
  CHECK(is_written_in_region(plan_of(test::row_weight), plan_of(test::row_weight).outputs[1]));
}

TEST_CASE("a loss that no split of its axes fits is refused with a sentence") {
  const auto partial = loss<"partial">(inputs(tensor<"x">(test::batch, test::sequence, test::classes), tensor<"y">(test::sequence)),
                                       [](auto x, auto y) { return mean(x * y); });
  try {
    plan_of(partial);
    FAIL("the planner accepted it");
  } catch (const failure& f) {
    CHECK(f.sentence.find("no split into parallel and inner axes fits this loss") == 0);
    CHECK(f.subject == "partial");
  }
}

TEST_CASE("each rule of a plan is seen to be broken") {
  const auto good = plan_of(losses::class_weighted_cross_entropy);
  REQUIRE(first_violation(good).empty());
  kernel_plan p = good;
  SECTION("a table in a sweep") {
    p.regions[1].sweeps[0].reductions[0].place = place::table;
    CHECK(first_violation(p) == "a sweep accumulates rows and columns only");
  }
  SECTION("a row among the joins") {
    p.regions[1].joins[0].place = place::row;
    CHECK(first_violation(p) == "a region joins scalars, tables and groups only");
  }
  SECTION("a join kept as if it were a row") {
    p.regions[2].kept = {p.regions[0].joins[0].node};
    CHECK(first_violation(p) == "only values of a row are kept");
  }
  SECTION("an output written twice") {
    p.regions[1].sweeps[0].writes = p.regions[1].sweeps[2].writes;
    CHECK(first_violation(p) == "each output is written exactly once");
  }
  SECTION("an output not written") {
    p.regions[1].sweeps[2].writes.clear();
    CHECK(first_violation(p) == "each output is written exactly once");
  }
  SECTION("an axis that is parallel and inner") {
    p = plan_of(losses::mse);
    p.inner = p.parallel;
    CHECK(first_violation(p) == "an axis is parallel or inner, not both");
  }
}

// The interpreter must not make sense of a plan that makes none: it would hide a planner's mistake.
TEST_CASE("the interpreter refuses a plan in the wrong order") {
  kernel_plan rows = plan_of(losses::cross_entropy);
  kernel_plan sums = plan_of(losses::dice);
  kernel_plan tables = plan_of(losses::class_weighted_cross_entropy);
  REQUIRE(refusal(rows).empty());
  REQUIRE(refusal(sums).empty());
  REQUIRE(refusal(tables).empty());
  SECTION("two sweeps swapped") {
    std::swap(rows.regions[0].sweeps[0], rows.regions[0].sweeps[1]);
    CHECK(refusal(rows) == "the plan reads a reduction over the inner axes before its sweep has ended");
  }
  SECTION("the gradient swept before the sum of the others") {
    std::swap(rows.regions[0].sweeps[1], rows.regions[0].sweeps[2]);
    CHECK(refusal(rows) == "the plan reads a reduction over the inner axes before its sweep has ended");
  }
  SECTION("two sweeps in one") {
    auto& sweeps = rows.regions[0].sweeps;
    sweeps[0].reductions.insert(sweeps[0].reductions.end(), sweeps[1].reductions.begin(), sweeps[1].reductions.end());
    sweeps.erase(sweeps.begin() + 1);
    CHECK(refusal(rows) == "the plan reads a reduction over the inner axes before its sweep has ended");
  }
  SECTION("two regions swapped") {
    std::swap(sums.regions[0], sums.regions[1]);
    CHECK(refusal(sums) == "the plan reads a join before its region has ended");
  }
  SECTION("two regions in one") {
    sums.regions[0].row_writes = sums.regions[1].row_writes;
    sums.regions.pop_back();
    CHECK(refusal(sums) == "the plan reads a join before its region has ended");
  }
  SECTION("a kept value read before it is kept") {
    std::swap(tables.regions[1], tables.regions[2]);
    CHECK(refusal(tables) != "");
  }
  SECTION("a value that nobody keeps") {
    tables.regions[1].keeps.clear();
    CHECK(refusal(tables) == "the plan reads a kept value that no earlier region keeps");
  }
  SECTION("a reduction of another region that is not kept") {
    tables.regions[2].kept.clear();
    CHECK(refusal(tables) == "the plan reads a reduction over the inner axes before its sweep has ended");
  }
  SECTION("an element outside a sweep") {
    rows.regions[0].joins[0].operand = rows.regions[0].sweeps[0].reductions[0].operand;
    CHECK(refusal(rows) == "the plan reads a value along the inner axes outside a sweep");
  }
  SECTION("a row outside its region") {
    rows.outputs[0].value = rows.regions[0].joins[0].operand;
    CHECK(refusal(rows) != "");
  }
  SECTION("an output nobody writes") {
    rows.regions[0].sweeps[2].writes.clear();
    CHECK(refusal(rows) == "the plan leaves entries of an output unwritten");
  }
  SECTION("an output written twice") {
    sums.regions[1].row_writes.push_back(sums.regions[1].row_writes[0]);
    CHECK(refusal(sums) == "the plan writes an entry of an output twice");
  }
  SECTION("a sum joined twice") {
    sums.regions[1].joins = sums.regions[0].joins;
    CHECK(refusal(sums) == "the plan joins a value twice");
  }
}

// A wrong formula in a plan of the right order shows in the numbers: the comparison can fail too.
TEST_CASE("a plan without its label differs from the loss") {
  kernel_plan p = plan_of(losses::cross_entropy);
  const auto a = test::numbers_for(p.g, test::sizes_of(p.g, 5, 4), 1);
  const auto right = interpret(p, a);
  p.regions[0].sweeps[2].writes[0].at_label = p.regions[0].sweeps[2].writes[0].label = no_node;
  const auto wrong = interpret(p, a);
  CHECK((right.outputs[0] == wrong.outputs[0]).all());
  CHECK((right.outputs[1] - wrong.outputs[1]).abs().maxCoeff() > 0.01);
}
