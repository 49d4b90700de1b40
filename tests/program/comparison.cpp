// lossc check can fail: a kernel written by hand passes, and the same with one mistake does not.
#include <lossc/runtime/check.h>
#include <lossc/program/comparison.hpp>

#include <catch2/catch.hpp>
#include <limits>

#include <lossc/graph/lower.hpp>
#include <lossc/loss/regression.hpp>
#include <lossc/program/random_arguments.hpp>

using namespace lossc;
using namespace lossc::program;

namespace {

enum class mistake { none, value, value_alone, gradient, not_a_number };

// mse of two [batch, feature] inputs, by its definition; slots as generated kernels number them.
// clang-format off
constexpr lossc_slot slots[] = {
    // name          role            rank axes   target of required in_place strided default
    {"prediction",   LOSSC_TENSOR,   2, {0, 1}, -1,    -1, 1,       0,       0,      0},
    {"target",       LOSSC_TENSOR,   2, {0, 1}, -1,    -1, 1,       0,       0,      0},
    {"d_result",     LOSSC_UPSTREAM, 0, {},     -1,    -1, 0,       0,       0,      0},
    {"result",       LOSSC_RESULT,   0, {},     -1,    -1, 0,       0,       0,      0},
    {"d_prediction", LOSSC_GRADIENT, 2, {0, 1}, -1,     0, 0,       0,       0,      0},
    {"d_target",     LOSSC_GRADIENT, 2, {0, 1}, -1,     1, 0,       0,       0,      0}};
// clang-format on
constexpr const char* axes[] = {"batch", "feature"};
constexpr std::int64_t fixed[] = {0, 0};
constexpr std::uint8_t may_be_empty[] = {1, 1};
template <class T>
constexpr lossc_signature signature{"mse", 2, axes, fixed, may_be_empty, 6, slots, runtime::dtype_of<T>, sizeof(T)};

template <class T, mistake Made> lossc_status run(const lossc_call* call) {
  const std::int64_t n = call->sizes[0] * call->sizes[1];
  const auto* x = static_cast<const T*>(call->data[0]);
  const auto* y = static_cast<const T*>(call->data[1]);
  auto* dx = static_cast<T*>(call->data[4]);
  auto* dy = static_cast<T*>(call->data[5]);
  double sum = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    const double e = static_cast<double>(x[i]) - static_cast<double>(y[i]);
    sum += e * e;
    const double slope = (Made == mistake::gradient ? 2.001 : 2) * e / static_cast<double>(n);
    if (dx != nullptr) dx[i] = static_cast<T>(slope);
    if (dy != nullptr)
      dy[i] = static_cast<T>(
          Made == mistake::not_a_number ? std::numeric_limits<double>::quiet_NaN() : -slope);
  }
  if (Made == mistake::value || (Made == mistake::value_alone && dx == nullptr)) sum *= 1.001;
  *static_cast<T*>(call->data[3]) = static_cast<T>(sum / static_cast<double>(n));
  return {};
}

template <class T, mistake Made>
constexpr lossc_kernel kernel{&signature<T>, run<T, Made>,
                              [](const lossc_call*) -> std::size_t { return 0; }};

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
  CHECK(deviations{.quantity = "d_x", .finite_differences = 1e-9}.accepted());
  CHECK_FALSE(deviations{.quantity = "d_x", .finite_differences = 1e-3}.accepted());
  CHECK_FALSE(
      deviations{.quantity = "d_x", .f32 = std::numeric_limits<double>::quiet_NaN()}.accepted());
}

TEST_CASE("random arguments are the same for the same seed, and exact in float32") {
  const graph mse = lower(losses::mse);
  const auto a = random_arguments(mse, {7, 5}, {}, 3), b = random_arguments(mse, {7, 5}, {}, 3),
             c = random_arguments(mse, {7, 5}, {}, 4);
  CHECK(a.arrays[0].data == b.arrays[0].data);
  CHECK(a.arrays[0].data != c.arrays[0].data);
  for (double x : a.arrays[0].as_f64()) CHECK(static_cast<double>(static_cast<float>(x)) == x);
}
