// Draws small numbers until a comparison is an equality.
#include <algorithm>
#include <cmath>
#include <lossc/program/breakpoint_inputs.hpp>
#include <lossc/program/interpreted.hpp>
#include <lossc/program/reference.hpp>
#include <random>

namespace lossc::program {
namespace {

constexpr int draws = 400;

bool is_drawn(const input_info& input) {
  return input.kind == input_kind::tensor || input.kind == input_kind::weight;
}

// The numbers to draw from: in the range of the easy ones, so that domains are kept.
std::vector<double> lattice(const std::vector<double>& easy) {
  const auto all = [&](auto holds) { return std::all_of(easy.begin(), easy.end(), holds); };
  if (all([](double x) { return x >= 0 && x <= 1; })) return {0, 0.25, 0.5, 0.75, 1};
  if (all([](double x) { return x >= 0; })) return {0, 0.5, 1, 1.5, 2};
  return {-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2};
}

call_arguments draw(const graph& g, const call_arguments& base, std::mt19937_64& random) {
  call_arguments drawn = base;
  for (std::size_t i = 0; i < base.arrays.size(); ++i) {
    if (!is_drawn(g.inputs[i])) continue;
    std::vector<double> entries = base.arrays[i].as_f64();
    const std::vector<double> numbers = lattice(entries);
    for (double& x : entries) x = numbers[random() % numbers.size()];
    drawn.arrays[i].data =
        make_array<double>(base.arrays[i].shape, std::span<const double>(entries)).data;
  }
  return drawn;
}

std::int64_t entries_on(const breakpoint& at, const interpreted<double>& run) {
  const auto hit = run[at.variable] == run[at.value];
  return static_cast<std::int64_t>((hit.data != 0).count());
}

}  // namespace

std::optional<call_arguments> arguments_at(const graph& g, const std::vector<kink_place>& kinks,
                                           std::size_t which, const call_arguments& base) {
  std::mt19937_64 random(1);
  for (int k = 0; k < draws; ++k) {
    call_arguments drawn = draw(g, base, random);
    const interpreted<double> run(g, drawn);
    const auto is_right = [&](const kink_place& kink) {
      if (kink.at.variable == no_node) return true;
      return entries_on(kink.at, run) == (kink.normal == kinks[which].normal ? 1 : 0);
    };
    if (std::all_of(kinks.begin(), kinks.end(), is_right)) return drawn;
  }
  return std::nullopt;
}

bool is_smooth_at(const compiled& loss, const call_arguments& arguments) {
  // Odd steps, so that no two inputs move together.
  std::vector<std::vector<double>> direction(arguments.arrays.size());
  std::mt19937_64 random(2);
  const auto slope = [&](double step) {
    call_arguments moved = arguments;
    for (std::size_t i = 0; i < moved.arrays.size(); ++i) {
      if (!loss.written.inputs[i].differentiable) continue;
      std::vector<double> entries = moved.arrays[i].as_f64();
      if (direction[i].empty()) {
        for (std::size_t k = 0; k < entries.size(); ++k)
          direction[i].push_back(static_cast<double>(random() >> 11) * 0x1p-52 - 1);
      }
      for (std::size_t k = 0; k < entries.size(); ++k) entries[k] += step * direction[i][k];
      moved.arrays[i].data =
          make_array<double>(moved.arrays[i].shape, std::span<const double>(entries)).data;
    }
    double sum = 0;
    for (const gradient& g : run_reference(loss, moved).gradients) {
      std::size_t i = 0;
      while (loss.written.inputs[i].name != g.input) ++i;
      const std::vector<double> slopes = g.values.as_f64();
      for (std::size_t k = 0; k < slopes.size(); ++k) sum += slopes[k] * direction[i][k];
    }
    return sum;
  };
  // A smooth slope changes by its curvature times the step; a kink by as much at any step.
  constexpr double step = 1e-7, least_jump = 1e-4;
  const double below = slope(-step), above = slope(step);
  return std::abs(above - below) <= least_jump * (std::abs(above) + std::abs(below));
}

}  // namespace lossc::program
