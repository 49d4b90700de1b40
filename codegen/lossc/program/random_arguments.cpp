// Draws arrays from a seeded generator; the same on every platform, which std's distributions are
// not.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <lossc/program/number_kind.hpp>
#include <lossc/program/random_arguments.hpp>
#include <random>

namespace lossc::program {
namespace {

class source {
 public:
  explicit source(std::uint64_t seed) : engine_(seed) {}
  double uniform(double low, double high) { return low + (high - low) * unit(); }
  // Box-Muller.
  double normal() {
    return std::sqrt(-2 * std::log(1 - unit())) * std::cos(6.283185307179586 * unit());
  }
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(unit() * static_cast<double>(limit));
  }

 private:
  double unit() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  std::mt19937_64 engine_;
};

void normalise_rows(std::vector<double>& values, std::int64_t columns) {
  for (auto row = values.begin(); row != values.end(); row += columns) {
    double sum = 0;
    for (std::int64_t k = 0; k < columns; ++k) sum += row[k];
    for (std::int64_t k = 0; k < columns; ++k) row[k] /= sum;
  }
}

std::vector<double> draw(number_kind kind, std::size_t count, std::int64_t columns,
                         source& random) {
  std::vector<double> values(count);
  for (double& x : values) {
    switch (kind) {
      case number_kind::normal:
        x = random.normal();
        break;
      case number_kind::unit:
        x = random.uniform(0, 1);
        break;
      case number_kind::probability:
        x = random.uniform(0.1, 0.9);
        break;
      case number_kind::distribution:
        x = random.uniform(0.05, 0.95);
        break;
      case number_kind::positive:
      case number_kind::weight:
        x = random.uniform(0.1, 2);
        break;
      case number_kind::mask:
        x = static_cast<double>(random.below(2));
        break;
    }
  }
  if (kind == number_kind::distribution) normalise_rows(values, columns);
  // What is special about them is always there.
  if (kind == number_kind::weight && count > 1) values[count / 2] = 0;
  if (kind == number_kind::mask && count > 1) values[0] = 1, values[count - 1] = 0;
  for (double& x : values) x = static_cast<float>(x);
  return values;
}

}  // namespace

std::vector<std::int64_t> choose_sizes(const graph& loss, const std::vector<named_value>& given,
                                       std::int64_t outer, std::int64_t inner) {
  std::vector<std::int64_t> sizes;
  for (const axis_info& axis : loss.axes)
    sizes.push_back(axis.size > 0 ? axis.size : sizes.empty() ? outer : inner);
  for (const named_value& size : given) {
    auto axis = std::find_if(loss.axes.begin(), loss.axes.end(),
                             [&](const axis_info& a) { return a.name == size.name && a.twin_of < 0; });
    if (axis == loss.axes.end()) {
      std::string names;
      for (const axis_info& a : loss.axes)
        if (a.twin_of < 0) names += fmt::format("{}{}", names.empty() ? "" : ", ", a.name);
      throw input_error(fmt::format("--size {}: {} has no such axis; its axes: {}.", size.name,
                                    loss.name, names));
    }
    const std::int64_t value = parse_integer("--size", size);
    if (value < 1)
      throw input_error(fmt::format("--size {}: is {}; expected 1 or more.", size.name, value));
    if (axis->size > 0 && value != axis->size) {
      throw input_error(fmt::format("--size {}: is {}, but {} fixes it to {}.", size.name, value,
                                    loss.name, axis->size));
    }
    sizes[static_cast<std::size_t>(axis - loss.axes.begin())] = value;
  }
  return sizes;
}

call_arguments random_arguments(const graph& loss, std::vector<std::int64_t> sizes,
                                const std::vector<named_value>& parameters, std::uint64_t seed) {
  source random(seed);
  call_arguments made;
  made.sizes = std::move(sizes);
  complete_twins(loss.axes, made.sizes);
  made.arrays.resize(loss.inputs.size());
  bind_parameters(loss, parameters, made);
  for (std::size_t i = 0; i < loss.inputs.size(); ++i) {
    const input_info& input = loss.inputs[i];
    if (input.kind == input_kind::parameter) continue;
    std::vector<std::int64_t> shape;
    for (int k = 0; k < rank(input); ++k) {
      shape.push_back(
          made.sizes[static_cast<std::size_t>(input.axes[static_cast<std::size_t>(k)])]);
    }
    const std::size_t count =
        shape_bytes(shape, sizeof(double), std::string(input.name)) / sizeof(double);
    if (input.kind == input_kind::label) {
      const std::int64_t limit = made.sizes[static_cast<std::size_t>(input.target)];
      std::vector<std::int32_t> labels(count);
      for (auto& label : labels) {
        label = static_cast<std::int32_t>(
            random.below(std::min<std::int64_t>(limit, std::numeric_limits<std::int32_t>::max())));
      }
      made.arrays[i] = make_array<std::int32_t>(shape, std::span<const std::int32_t>(labels));
    } else {
      const auto values = draw(kind_of(input), count, shape.empty() ? 1 : shape.back(), random);
      made.arrays[i] = make_array<double>(shape, std::span<const double>(values));
    }
    made.arrays[i].source = std::string(input.name);
  }
  return made;
}

}  // namespace lossc::program
