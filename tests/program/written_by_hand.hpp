// A kernel of mse written by hand, right or with one mistake: for tests of what finds mistakes.
#pragma once
#include <lossc/runtime/check.h>

#include <limits>
#include <lossc/program/call_memory.hpp>

namespace lossc::test {

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

}  // namespace lossc::test
