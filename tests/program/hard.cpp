// lossc check --hard: its inputs are hard, its judgement is right, and a wrong kernel is refused.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <lossc/graph/lower.hpp>
#include <lossc/loss/all.hpp>
#include <lossc/program/check_hard.hpp>
#include <lossc/program/hard_evaluation.hpp>
#include <lossc/program/hard_inputs.hpp>
#include <lossc/program/random_arguments.hpp>
#include <lossc/program/terms.hpp>

#include "written_by_hand.hpp"

using namespace lossc;
using namespace lossc::program;
using lossc::test::kernel;
using lossc::test::mistake;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double not_number = std::numeric_limits<double>::quiet_NaN();

call_arguments easy(const graph& loss) {
  return random_arguments(loss, choose_sizes(loss, {}, 2, 3), {}, 1);
}

template <class Loss> std::vector<std::string> texts(const Loss& loss) {
  const compiled c = compile(lower(loss));
  std::vector<std::string> list;
  for (const hard_input& input : hard_inputs(c, easy(c.written))) list.push_back(input.text);
  return list;
}

bool holds(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

template <mistake Made> void check_mse() {
  const compiled mse = compile(lower(losses::mse));
  check_hard(mse, {kernel<float, Made>}, easy(mse.written), "", false);
}

// The terms of the value of a loss on easy arguments.
template <class Loss> long double terms_of_value(const Loss& loss, const call_arguments& given) {
  const compiled c = compile(lower(loss));
  const interpreted<long double> run(c.expanded, given);
  const node_id value = c.expanded.outputs[0].value;
  return magnitudes_of_terms(c.expanded, run)[static_cast<std::size_t>(value)].data(0);
}

}  // namespace

TEST_CASE("ulps are those of f32, of the larger of the result and its terms") {
  CHECK(ulps_between(1, 1, 0) == 0);
  CHECK(ulps_between(1 + 0x1p-23, 1, 0) == 1);
  CHECK(ulps_between(1 + 0x1p-23, 1, 1024) == 0x1p-10);
  CHECK(ulps_between(0x1p-149, 0, 0) == 1);
  CHECK(ulps_between(2, 1, infinite) == 0x1p23);  // terms that overflow excuse nothing
}

TEST_CASE("what is not finite agrees or is infinitely wrong") {
  CHECK(ulps_between(not_number, not_number, 0) == 0);
  CHECK(ulps_between(infinite, 1e300L, 0) == 0);  // beyond f32
  CHECK(ulps_between(not_number, 1e300L, 0) == infinite);
  CHECK(ulps_between(-infinite, infinite, 0) == infinite);
  CHECK(ulps_between(1, not_number, 0) == infinite);
  CHECK(ulps_between(not_number, 1, 0) == infinite);
}

TEST_CASE("terms add up, and a difference of inputs is one rounding") {
  const graph mse = lower(losses::mse);
  call_arguments given = easy(mse);
  const std::vector<double> x{1, 1, 1, 1, 1, 1}, y{1, 1, 1, 1, 1, 1.5};
  given.arrays[0] = make_array<double>({2, 3}, std::span<const double>(x));
  given.arrays[1] = make_array<double>({2, 3}, std::span<const double>(y));
  CHECK(terms_of_value(losses::mse, given) == 0.25L / 6);
  constexpr auto difference =
      loss<"difference">(inputs(tensor<"prediction">(losses::batch, losses::feature),
                                tensor<"target">(losses::batch, losses::feature)),
                         [](auto a, auto b) {
                           return sum(3_c * a, losses::batch, losses::feature) -
                                  sum(3_c * b, losses::batch, losses::feature);
                         });
  CHECK(terms_of_value(difference, given) == 18 + 19.5L);
}

TEST_CASE("hard inputs come from the loss: domains, ties, weights, labels, breakpoints") {
  const auto bce = texts(losses::binary_cross_entropy);
  CHECK(holds(bce, "probability[0, 0] = -1"));
  CHECK(holds(bce, "probability[0, 0] = 0, target[0, 0] = 1"));
  const auto ce = texts(losses::cross_entropy_naive);
  CHECK(holds(ce, "logits[0, 0] = 88.7"));
  CHECK(holds(ce, "logits[0] = -inf"));
  CHECK(holds(ce, "target[0] = ignore_index, logits[0, 0] = nan"));
  CHECK(holds(ce, "target = ignore_index"));
  const auto weighted = texts(losses::weighted_mse);
  CHECK(holds(weighted, "weight[0] = 0, prediction[0, 0] = nan"));
  CHECK(holds(weighted, "weight = 0"));
  CHECK(holds(weighted, "prediction[0] = target[0]"));
  CHECK(holds(texts(losses::mae), "error = 0 in one entry"));
  CHECK(holds(texts(losses::huber), "abs(error) = delta in one entry"));
}

TEST_CASE("hard inputs change only what they say") {
  const compiled c = compile(lower(losses::mae));
  const call_arguments base = easy(c.written);
  for (const hard_input& input : hard_inputs(c, base)) {
    if (input.text != "prediction[0, 0] = inf") continue;
    std::vector<double> expected = base.arrays[0].as_f64();
    expected[0] = infinite;
    CHECK(input.arguments.arrays[0].as_f64() == expected);
    CHECK(input.arguments.arrays[1].data == base.arrays[1].data);
  }
}

TEST_CASE("a right kernel keeps its promise, and one with a mistake does not") {
  CHECK_NOTHROW(check_mse<mistake::none>());
  CHECK_THROWS_WITH(check_mse<mistake::value>(), Catch::Contains("mse: value of the kernel is ") &&
                                                     Catch::Contains("beyond the promise"));
  CHECK_THROWS_WITH(check_mse<mistake::gradient>(), Catch::Contains("d_prediction["));
  CHECK_THROWS_WITH(check_mse<mistake::not_a_number>(), Catch::Contains("of the kernel is nan"));
}
