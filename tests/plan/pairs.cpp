// Where a loss on all pairs is cut, and what its parts are.
#include <catch2/catch.hpp>

#include <lossc/emit/kernel.hpp>
#include <lossc/graph/lower.hpp>
#include <lossc/graph/print.hpp>
#include <lossc/loss/all.hpp>

#include "refusal.hpp"

using namespace lossc;
using namespace lossc::losses;
using lossc::test::refusal;

namespace {

std::vector<std::string_view> axes_of(const graph& g) {
  std::vector<std::string_view> names;
  for (const auto& axis : g.axes) names.push_back(axis.name);
  return names;
}
std::vector<std::string_view> inputs_of(const graph& g) {
  std::vector<std::string_view> names;
  for (const auto& input : g.inputs) names.push_back(input.name);
  return names;
}
using names = std::vector<std::string_view>;

constexpr auto sides = inputs(tensor<"left">(batch, feature), tensor<"right">(pair, feature));

}  // namespace

TEST_CASE("InfoNCE is cut at its product, whose sides are inputs as they are") {
  const auto c = compile(lower(info_nce));
  REQUIRE(c.pairs != nullptr);
  const auto& parts = c.pairs->parts;
  CHECK(axes_of(parts.core.g) == names{"batch", "pair"});
  CHECK(inputs_of(parts.core.g) == names{"temperature", "products"});
  CHECK(parts.core.inputs == std::vector<int>{2, 3});
  CHECK(parts.core.axes == std::vector<int>{0, 2});
  REQUIRE(parts.operands.size() == 2);
  CHECK(input_as_it_is(parts.operands[0]) == 0);
  CHECK(input_as_it_is(parts.operands[1]) == 1);
}

TEST_CASE("CLIP's sides are computed, each with its own axis of rows first") {
  const auto c = compile(lower(clip));
  REQUIRE(c.pairs != nullptr);
  const auto& operands = c.pairs->parts.operands;
  REQUIRE(operands.size() == 2);
  CHECK(input_as_it_is(operands[0]) == -1);
  CHECK(axes_of(operands[0].g) == names{"batch", "feature"});
  CHECK(axes_of(operands[1].g) == names{"pair", "feature"});
  CHECK(inputs_of(operands[1].g) == names{"right"});
  CHECK(operands[1].axes == std::vector<int>{2, 1});
}

TEST_CASE("the products lie along the rows of every region, and never whole in a plan") {
  for (const auto& g : {lower(info_nce), lower(clip), lower(siglip)}) {
    const auto c = compile(g);
    INFO(g.name);
    for (const kernel_plan* p : {&c.pairs->core.value_plan, &c.pairs->core.gradient_plan}) {
      CHECK(p->parallel == 1);
      CHECK(p->inner == 2);
      REQUIRE(p->in_blocks.size() == 1);
      CHECK(is_made_in_blocks(*p, p->in_blocks[0]));
      for (const auto& r : p->regions)
        for (node_id id : r.keeps) CHECK(level_of(*p, id) == level::row);
    }
    CHECK(c.gradient_plan.regions.empty());
  }
}

TEST_CASE("losses without all pairs stay whole, whatever they sum") {
  for (const auto& g : {lower(cross_entropy), lower(weighted_mse), lower(triplet), lower(symmetric_cross_entropy)}) CHECK(compile(g).pairs == nullptr);
}

TEST_CASE("a loss that is linear in its products is refused with a way out") {
  constexpr auto linear = loss<"linear">(sides, [](auto left, auto right) { return mean(dot(left, right, feature)); });
  CHECK(refusal(lower(linear)) == "the gradient of the products of rows is one number: a loss that is linear in them is the sum of two sums, "
                                  "sum(sum(left, batch) * sum(right, pair), feature), without pairs");
}

TEST_CASE("rows paired with themselves are one operand, and their labels are read as those of columns too") {
  const auto c = compile(lower(supervised_contrastive));
  REQUIRE(c.pairs != nullptr);
  const auto& parts = c.pairs->parts;
  CHECK(axes_of(parts.core.g) == names{"batch", "other"});
  CHECK(inputs_of(parts.core.g) == names{"label", "temperature", "of_column", "products"});
  CHECK(parts.core.inputs == std::vector<int>{1, 2, 1, 3});
  REQUIRE(parts.operands.size() == 1);
  CHECK(axes_of(parts.operands[0].g) == names{"batch", "feature"});
  REQUIRE(parts.products.size() == 1);
  CHECK((parts.products[0].left == 0 && parts.products[0].right == 0));
  CHECK(compile(lower(nt_xent)).pairs->parts.operands.size() == 2);
}

TEST_CASE("rename is refused where nothing is paired, and of what has a gradient outside of a product") {
  constexpr auto rows = inputs(tensor<"x">(batch, feature), tensor<"offset">(batch));
  constexpr auto alone = loss<"alone">(rows, [](auto x, auto offset) { return mean(sum(rename(x, batch, other), feature)) + mean(offset); });
  CHECK(refusal(lower(alone)) == "rename(x, axis, twin) pairs rows in dot(x, y, axis), and this loss has no such product");
  constexpr auto outside = loss<"outside">(rows, [](auto x, auto offset) {
    return mean(logsumexp(dot(x, rename(x, batch, other), feature) + rename(offset, batch, other), other));
  });
  CHECK(refusal(lower(outside)) == "rename(x, axis, twin): outside of dot(x, y, axis), x is an input without gradient: a label, a mask or a constant");
  constexpr auto labelled = loss<"labelled">(inputs(tensor<"x">(batch, feature), label<"y">(batch, feature)), [](auto x, auto y) {
    return mean(logsumexp(dot(x, rename(x, batch, other), feature) * rename(at(x, y), batch, other), other));
  });
  CHECK(refusal(lower(labelled)) == "rename(x, axis, twin): x depends on a label: rename the label and the tensors, then compute");
}

TEST_CASE("an input called like a product is refused where both are in the core") {
  constexpr auto side = loss<"side">(inputs(tensor<"products">(batch, feature), tensor<"right">(pair, feature)),
                                     [](auto left, auto right) { return mean(logsumexp(dot(left, right, feature), pair)); });
  CHECK(refusal(lower(side)) == "");
  constexpr auto clash = loss<"clash">(inputs(tensor<"left">(batch, feature), tensor<"right">(pair, feature), weight<"products">(batch)),
                                       [](auto left, auto right, auto w) { return mean(weight(logsumexp(dot(left, right, feature), pair), w)); });
  CHECK(refusal(lower(clash)) == "beside what this loss is cut into, that is the name of a part's input: call the input something else");
}

TEST_CASE("a loss on all pairs has no CUDA kernel, and says so") {
  const auto c = compile(lower(clip));
  CHECK_FALSE(has_cuda_kernel(c));
  CHECK_THROWS_AS(emit_cuda(c, {}), failure);
}
