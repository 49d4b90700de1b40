// Batches of floats through the kernel, and through the reference once for all instruction sets.
#include "survey.hpp"

#include <algorithm>
#include <bit>
#include <mutex>
#include <stdexcept>

#include "../kernel/targets.hpp"
#include "../runtime/samples.hpp"
#include "error.hpp"

namespace lossc::test {
namespace {

constexpr std::int64_t batch = 1 << 20;

void raise(worst_error& worst, double error, float at) {
  if (error > worst.ulps) worst = {error, at};
}

// The arrays of a batch; `first_*` are those of the first instruction set, whose bits the others mostly have.
struct arrays {
  std::vector<float> x, value, gradient, first_value, first_gradient;
  std::vector<double> right, slope;
};

void look_at(arrays& a, const lossc_kernel& kernel, const reference& right, survey_result& result) {
  const auto n = static_cast<std::int64_t>(a.x.size());
  a.right.resize(a.x.size());
  a.slope.resize(a.x.size());
#pragma omp parallel for schedule(static)
  for (std::int64_t i = 0; i < n; ++i) {
    const auto k = static_cast<std::size_t>(i);
    a.right[k] = right.value(a.x[k]);
    a.slope[k] = right.derivative(a.x[k]);
  }
  std::mutex join;
  std::size_t target_index = 0;
  for (auto target : targets()) {
    const using_target scope(target);
    run_kernel(kernel, a.x, a.value, a.gradient, 0);
    if (target_index == 0) {
      a.first_value = a.value;
      a.first_gradient = a.gradient;
    }
    if (result.targets.size() <= target_index) result.targets.push_back({hwy::TargetName(target)});
    target_result& here = result.targets[target_index];
#pragma omp parallel
    {
      worst_error value, gradient;
      std::uint64_t different = 0;
#pragma omp for schedule(static)
      for (std::int64_t i = 0; i < n; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const auto look = [&](const std::vector<float>& first, const std::vector<float>& now, double exact, double (*terms)(double), worst_error& worst) {
          const bool same = std::bit_cast<std::uint32_t>(first[k]) == std::bit_cast<std::uint32_t>(now[k]);
          different += !same;
          if (target_index == 0 || !same) raise(worst, error_in_ulps(now[k], exact, terms != nullptr ? terms(a.x[k]) : 0), a.x[k]);
        };
        look(a.first_value, a.value, a.right[k], right.value_terms, value);
        // Where the value is not a number there is no derivative.
        if (!std::isnan(a.right[k])) look(a.first_gradient, a.gradient, a.slope[k], right.derivative_terms, gradient);
      }
      const std::lock_guard lock(join);
      raise(result.value, value.ulps, value.at);
      raise(result.gradient, gradient.ulps, gradient.at);
      here.different += different;
      here.worst = std::max({here.worst, value.ulps, gradient.ulps});
    }
    ++target_index;
  }
  result.inputs += a.x.size();
}

}  // namespace

const std::vector<float>& special_floats() {
  static const std::vector<float> all = [] {
    std::vector<float> list = specials<float>();
    // Every power of two, and multiples of pi/4, where sines and their reductions change.
    const auto around = [&](double x) {
      const float near = static_cast<float>(x);
      for (const float y : {std::nextafter(near, 0.0f), near, std::nextafter(near, 0x1p127f)}) list.push_back(y), list.push_back(-y);
    };
    for (int e = -149; e < 128; ++e) around(std::ldexp(1.0, e));
    for (int k = 1; k < 2000; ++k) around(k * 0.785398163397448309616);
    return list;
  }();
  return all;
}

void run_kernel(const lossc_kernel& kernel, const std::vector<float>& x, std::vector<float>& value, std::vector<float>& gradient, int threads) {
  value.resize(x.size());
  gradient.resize(x.size());
  const std::int64_t sizes[] = {static_cast<std::int64_t>(x.size())};
  // x, the gradient of the result, the result, the gradient of x.
  void* const data[] = {const_cast<float*>(x.data()), nullptr, value.data(), gradient.data()};
  const double numbers[4] = {};
  lossc_call call{sizes, data, nullptr, numbers, {}};
  call.options.threads = threads;
  const lossc_status status = kernel.run(&call);
  if (status.kind != LOSSC_OK) throw std::runtime_error("a kernel refused its call with status " + std::to_string(status.kind));
}

survey_result survey(const lossc_kernel& kernel, const reference& right, std::uint64_t stride) {
  survey_result result;
  arrays a;
  a.x = special_floats();
  look_at(a, kernel, right, result);
  for (std::uint64_t bits = 0; bits < all_floats;) {
    a.x.clear();
    for (; bits < all_floats && std::ssize(a.x) < batch; bits += stride) a.x.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    look_at(a, kernel, right, result);
  }
  return result;
}

}  // namespace lossc::test
