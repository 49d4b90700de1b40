// lossc check can fail: a kernel written by hand passes, and the same with one mistake does not.
#include <catch2/catch.hpp>
#include <limits>

#include <lossc/graph/lower.hpp>
#include <lossc/loss/regression.hpp>
#include <lossc/program/comparison.hpp>
#include <lossc/program/random_arguments.hpp>

#include "written_by_hand.hpp"

using namespace lossc;
using namespace lossc::program;
using lossc::test::kernel;
using lossc::test::mistake;

namespace {

template <mistake Narrow, mistake Wide> std::vector<bool> verdicts() {
  const graph mse = lower(losses::mse);
  const auto arguments = random_arguments(mse, {7, 5}, {}, 3);
  std::vector<bool> list;
  const loaded_kernel narrow{kernel<float, Narrow>}, wide{kernel<double, Wide>};
  for (const auto& row : compare(mse, narrow, wide, arguments, 3)) list.push_back(row.accepted());
  return list;
}

using list = std::vector<bool>;

}  // namespace

TEST_CASE("a right kernel is accepted") {
  CHECK(verdicts<mistake::none, mistake::none>() == list{true, true, true});
}

TEST_CASE("a mistake in either kernel is found, and where it is") {
  CHECK(verdicts<mistake::value, mistake::none>() == list{false, true, true});
  CHECK(verdicts<mistake::none, mistake::value>() == list{false, true, true});
  CHECK(verdicts<mistake::value_alone, mistake::none>() == list{false, true, true});
  CHECK(verdicts<mistake::gradient, mistake::none>() == list{true, false, false});
  CHECK(verdicts<mistake::none, mistake::not_a_number>() == list{true, true, false});
}

TEST_CASE("finite differences that disagree are not accepted") {
  CHECK(deviations{.quantity = "d_x", .is_gradient = true, .finite_differences = 1e-9}.accepted());
  CHECK_FALSE(deviations{.quantity = "d_x", .is_gradient = true, .finite_differences = 1e-3}.accepted());
  CHECK_FALSE(
      deviations{.quantity = "d_x", .is_gradient = true, .f32 = std::numeric_limits<double>::quiet_NaN()}.accepted());
}

TEST_CASE("random arguments are the same for the same seed, and exact in float32") {
  const graph mse = lower(losses::mse);
  const auto a = random_arguments(mse, {7, 5}, {}, 3), b = random_arguments(mse, {7, 5}, {}, 3),
             c = random_arguments(mse, {7, 5}, {}, 4);
  CHECK(a.arrays[0].data == b.arrays[0].data);
  CHECK(a.arrays[0].data != c.arrays[0].data);
  for (double x : a.arrays[0].as_f64()) CHECK(static_cast<double>(static_cast<float>(x)) == x);
}
