// Which inputs are tables whose rows are taken by index, and what is refused.
#include <catch2/catch.hpp>

#include <lossc/emit/kernel.hpp>
#include <lossc/graph/lower.hpp>
#include <lossc/loss/all.hpp>

#include "refusal.hpp"

using namespace lossc;
using namespace lossc::losses;
using lossc::test::refusal;

namespace {

constexpr auto lookup = inputs(tensor<"table">(words, embedding), label<"word">(pairs, words), tensor<"target">(pairs, embedding));

}  // namespace

TEST_CASE("GloVe takes rows of two tables of vectors and entries of two of numbers") {
  const auto c = compile(lower(glove));
  REQUIRE(c.tables != nullptr);
  CHECK_FALSE(c.is_whole());
  const auto& parts = c.tables->parts;
  REQUIRE(parts.rows.size() == 2);
  REQUIRE(parts.entries.size() == 2);
  CHECK((parts.rows[0].table == 0 && parts.rows[0].index == 4));
  CHECK((parts.rows[1].table == 1 && parts.rows[1].index == 5));
  CHECK((parts.entries[0].table == 2 && parts.entries[1].table == 3));
  CHECK(c.tables->core.gradient_plan.in_blocks.size() == 2);
  CHECK_FALSE(has_cuda_kernel(c));
}

TEST_CASE("a label that picks an entry of each row is no index of a table") {
  for (const auto& g : {lower(cross_entropy), lower(class_weighted_cross_entropy), lower(linear_cross_entropy)}) CHECK(compile(g).tables == nullptr);
}

TEST_CASE("one table may be taken from twice, and anything may follow") {
  constexpr auto twice = loss<"twice">(inputs(tensor<"table">(words, embedding), label<"left">(pairs, words), label<"right">(pairs, words)), [](auto table, auto left, auto right) {
    return mean(sum(square(take(table, left) - take(table, right)), embedding));
  });
  const auto c = compile(lower(twice));
  REQUIRE(c.tables != nullptr);
  REQUIRE(c.tables->parts.rows.size() == 2);
  CHECK((c.tables->parts.rows[0].table == 0 && c.tables->parts.rows[1].table == 0));
}

TEST_CASE("a table that is used otherwise too is refused") {
  constexpr auto penalised = loss<"penalised">(lookup, [](auto table, auto word, auto target) {
    return mean(sum(square(take(table, word) - target), embedding)) + mean(sum(square(table), embedding));
  });
  CHECK(refusal(lower(penalised)) == "a table whose rows are taken by index is used otherwise too: compute with what take(table, index) gives");
}
