// Times cross_entropy, weighted_mse and dice_bce over sizes: value only, and value with gradient.
#include <benchmark/benchmark.h>
#include <lossc_predefined/cross_entropy.h>
#include <lossc_predefined/dice_bce.h>
#include <lossc_predefined/weighted_mse.h>

#include <cmath>
#include <cstdlib>
#include <memory>
#include <vector>

namespace {

struct release {
  void operator()(float* p) const { std::free(p); }
};
using floats = std::unique_ptr<float, release>;

floats waves(std::int64_t n, double step) {
  floats x(static_cast<float*>(std::aligned_alloc(64, (static_cast<std::size_t>(n) * 4 + 63) / 64 * 64)));
  for (std::int64_t i = 0; i < n; ++i) x.get()[i] = static_cast<float>(3 * std::sin(step * static_cast<double>(i)));
  return x;
}

void count(benchmark::State& state, std::int64_t elements, double bytes_per_element) {
  state.SetItemsProcessed(state.iterations() * elements);
  state.SetBytesProcessed(static_cast<std::int64_t>(static_cast<double>(state.iterations() * elements) * bytes_per_element));
}

void cross_entropy(benchmark::State& state) {
  const std::int64_t n = state.range(0), c = state.range(1);
  const bool gradients = state.range(2) != 0;
  const floats logits = waves(n * c, 1.1), d_logits = waves(n * c, 0);
  std::vector<std::int32_t> target(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < target.size(); ++i) target[i] = static_cast<std::int32_t>(i * 7 % static_cast<std::size_t>(c));
  float result = 0;
  lossc_predefined_cross_entropy_args a;
  a.n_batch = n, a.n_classes = c, a.logits = logits.get(), a.target = target.data(), a.result = &result;
  if (gradients) a.d_logits = d_logits.get();
  for (auto _ : state) {
    if (lossc_predefined_cross_entropy(&a).kind != LOSSC_OK) state.SkipWithError("the kernel refused the call");
    benchmark::DoNotOptimize(result);
  }
  count(state, n * c, gradients ? 8 : 4);
}
BENCHMARK(cross_entropy)->ArgNames({"batch", "classes", "gradients"})->UseRealTime()
    ->ArgsProduct({{16384}, {1000}, {0, 1}})->ArgsProduct({{2048}, {32000}, {0, 1}})->ArgsProduct({{1000000}, {2, 8, 10}, {0, 1}})
    ->ArgsProduct({{100000}, {100}, {0, 1}})->ArgsProduct({{512}, {128000}, {0, 1}})->ArgsProduct({{1}, {1000000}, {0, 1}})->ArgsProduct({{32}, {10}, {0, 1}});

void weighted_mse(benchmark::State& state) {
  const std::int64_t n = state.range(0), f = state.range(1);
  const bool gradients = state.range(2) != 0;
  const floats prediction = waves(n * f, 1.1), target = waves(n * f, 0.7), weight = waves(n, 0.3), d_prediction = waves(n * f, 0);
  float result = 0;
  lossc_predefined_weighted_mse_args a;
  a.n_batch = n, a.n_feature = f, a.prediction = prediction.get(), a.target = target.get(), a.weight = weight.get(), a.result = &result;
  if (gradients) a.d_prediction = d_prediction.get();
  for (auto _ : state) {
    if (lossc_predefined_weighted_mse(&a).kind != LOSSC_OK) state.SkipWithError("the kernel refused the call");
    benchmark::DoNotOptimize(result);
  }
  count(state, n * f, gradients ? 12 : 8);
}
BENCHMARK(weighted_mse)->ArgNames({"batch", "feature", "gradients"})->UseRealTime()->ArgsProduct({{4096}, {4096}, {0, 1}})->ArgsProduct({{32}, {32}, {0, 1}});

void dice_bce(benchmark::State& state) {
  const std::int64_t n = state.range(0), f = state.range(1);
  const floats logits = waves(n * f, 1.1), target = waves(n * f, 0.7), d_logits = waves(n * f, 0);
  for (std::int64_t i = 0; i < n * f; ++i) target.get()[i] = target.get()[i] > 0 ? 1.0f : 0.0f;
  float result = 0;
  lossc_predefined_dice_bce_args a;
  a.n_batch = n, a.n_feature = f, a.logits = logits.get(), a.target = target.get(), a.result = &result, a.d_logits = d_logits.get();
  for (auto _ : state) {
    if (lossc_predefined_dice_bce(&a).kind != LOSSC_OK) state.SkipWithError("the kernel refused the call");
    benchmark::DoNotOptimize(result);
  }
  count(state, n * f, 12);
}
BENCHMARK(dice_bce)->ArgNames({"batch", "feature"})->UseRealTime()->Args({4096, 4096});

}  // namespace

BENCHMARK_MAIN();
