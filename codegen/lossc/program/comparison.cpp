// The reference is the loss as written, in f64, with gradients by the primitives' rules on numbers.
#include <algorithm>
#include <cmath>
#include <limits>
#include <lossc/pipeline.hpp>
#include <lossc/program/comparison.hpp>
#include <lossc/program/kernel_call.hpp>
#include <lossc/program/reference.hpp>
#include <random>

namespace lossc::program {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr int entries_to_difference = 5;

// Halves of a few ulp per term, with room for a loss of several dozen operations.
constexpr double most_f32_value = 2e-6, most_f32_gradient = 1e-5;
constexpr double most_f64_value = 1e-12, most_f64_gradient = 1e-11;
constexpr double most_finite_differences = 1e-6;

double norm(const std::vector<double>& x) {
  double sum = 0;
  for (double e : x) sum += e * e;
  return std::sqrt(sum);
}

std::size_t place_of(const graph& loss, const std::string& input) {
  std::size_t place = 0;
  while (loss.inputs[place].name != input) ++place;
  return place;
}

double sum_of(const array& values) {
  double sum = 0;
  for (double x : values.as_f64()) sum += x;
  return sum;
}

// The norm of a − b relative to `scale`; absolute where the scale is 0.
double deviation(const array& a, const array& b, double scale) {
  const std::vector<double> x = a.as_f64(), y = b.as_f64();
  std::vector<double> difference(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) difference[i] = x[i] - y[i];
  const double d = norm(difference) / (scale > 0 ? scale : 1);
  return std::isfinite(d) ? d : infinite;
}

// What rounding errors of a stable evaluation are relative to. The value itself may be small
// because its terms cancel: then it is the sum of their magnitudes, or what an input's own rounding
// would change, Σ |gradient · input|.
double scale_of_value(const graph& loss, const call_arguments& arguments,
                      const outcome& reference) {
  double scale = norm(reference.value.as_f64()), change = 0;
  for (const gradient& g : reference.gradients) {
    const std::vector<double> slope = g.values.as_f64();
    const std::vector<double> x = arguments.arrays[place_of(loss, g.input)].as_f64();
    for (std::size_t i = 0; i < x.size(); ++i) change += std::abs(slope[i] * x[i]);
  }
  if (std::isfinite(change)) scale = std::max(scale, change);
  const node root = loss[loss.outputs[0].value];
  if (!is<op::Mean>(root) && !is<op::Sum>(root)) return scale;
  call_arguments itemwise = arguments;
  itemwise.upstream.reset();
  const outcome items =
      run_as_written(with_reduction(loss, compile_options::outermost::none), itemwise);
  const std::vector<double> terms = items.value.as_f64();
  double sum = 0;
  for (double x : terms) sum += std::abs(x);
  return std::max(scale, is<op::Mean>(root) ? sum / static_cast<double>(terms.size()) : sum);
}

double value_at(const graph& loss, call_arguments& arguments, std::size_t input,
                std::vector<double> entries, std::size_t entry, double step) {
  entries[entry] += step;
  arguments.arrays[input] =
      make_array<double>(arguments.arrays[input].shape, std::span<const double>(entries));
  return sum_of(run_as_written(loss, arguments).value);
}

// Two estimates, and the better one counts: a long step sees across a kink or the end of the
// domain, a short one drowns in rounding where the loss is a mean over many.
double difference_error(const graph& loss, call_arguments arguments, std::size_t input,
                        std::size_t entry, double gradient) {
  const std::vector<double> entries = arguments.arrays[input].as_f64();
  const auto central = [&](double h) {
    return (value_at(loss, arguments, input, entries, entry, h) -
            value_at(loss, arguments, input, entries, entry, -h)) /
           (2 * h);
  };
  constexpr double long_step = 1e-3, short_step = 1e-5;
  const double fourth_order = (4 * central(long_step) - central(2 * long_step)) / 3;
  // NaN, beyond the end of a domain, is never the better one.
  return std::fmin(std::abs(fourth_order - gradient), std::abs(central(short_step) - gradient));
}

// stop_gradient means a gradient that differences of the value do not have.
bool stops_gradients(const graph& loss) {
  return std::any_of(loss.nodes().begin(), loss.nodes().end(),
                     [](const node& n) { return is<op::StopGradient>(n); });
}

double finite_differences(const graph& loss, const call_arguments& arguments,
                          const gradient& reference, std::uint64_t seed) {
  const std::size_t input = place_of(loss, reference.input);
  const std::vector<double> gradients = reference.values.as_f64();
  if (gradients.empty()) return 0;
  double largest = 0;
  for (double g : gradients) largest = std::max(largest, std::abs(g));
  std::mt19937_64 random(seed);
  double worst = 0;
  for (int k = 0; k < entries_to_difference; ++k) {
    const std::size_t entry = random() % gradients.size();
    const double error = difference_error(loss, arguments, input, entry, gradients[entry]) /
                         (largest > 0 ? largest : 1);
    worst = std::max(worst, std::isfinite(error) ? error : infinite);
  }
  return worst;
}

struct kernel_results {
  outcome with_gradients, value_alone;
};

const array& gradient_of(const kernel_results& results, const std::string& input) {
  for (const gradient& g : results.with_gradients.gradients) {
    if (g.input == input) return g.values;
  }
  throw input_error(input + ": the kernel has no gradient for this input.");
}

outcome run_once(const loaded_kernel& kernel, const graph& loss, const call_arguments& arguments,
                 bool gradients) {
  kernel_call call(kernel, loss, arguments, gradients, 0);
  call.run();
  return call.result();
}

kernel_results run_both(const loaded_kernel& kernel, const graph& loss,
                        const call_arguments& arguments) {
  return {run_once(kernel, loss, arguments, true), run_once(kernel, loss, arguments, false)};
}

}  // namespace

bool deviations::accepted() const {
  return f32 <= (is_gradient ? most_f32_gradient : most_f32_value) &&
         f64 <= (is_gradient ? most_f64_gradient : most_f64_value) &&
         finite_differences <= most_finite_differences;
}

std::vector<deviations> compare(const graph& loss, const loaded_kernel& f32,
                                const loaded_kernel& f64, const call_arguments& arguments,
                                std::uint64_t seed) {
  const outcome reference = run_as_written(loss, arguments);
  const kernel_results narrow = run_both(f32, loss, arguments),
                       wide = run_both(f64, loss, arguments);
  const double scale = scale_of_value(loss, arguments, reference);
  const auto of_value = [&](const kernel_results& k) {
    return std::max(deviation(k.with_gradients.value, reference.value, scale),
                    deviation(k.value_alone.value, reference.value, scale));
  };
  std::vector<deviations> rows{
      {.quantity = "value", .f32 = of_value(narrow), .f64 = of_value(wide)}};
  for (std::size_t k = 0; k < reference.by_products.size(); ++k) {
    const auto& expected = reference.by_products[k];
    const auto off = [&](const kernel_results& found) {
      const double size = norm(expected.values.as_f64());
      return std::max(deviation(found.with_gradients.by_products[k].values, expected.values, size),
                      deviation(found.value_alone.by_products[k].values, expected.values, size));
    };
    rows.push_back({.quantity = expected.name, .f32 = off(narrow), .f64 = off(wide)});
  }
  for (const gradient& expected : reference.gradients) {
    const double size = norm(expected.values.as_f64());
    rows.push_back({.quantity = "d_" + expected.input,
                    .is_gradient = true,
                    .f32 = deviation(gradient_of(narrow, expected.input), expected.values, size),
                    .f64 = deviation(gradient_of(wide, expected.input), expected.values, size),
                    .finite_differences = stops_gradients(loss) ? 0 : finite_differences(loss, arguments, expected, seed)});
  }
  return rows;
}

}  // namespace lossc::program
