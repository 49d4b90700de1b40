// Chooses sizes, fills the arrays that were not given, and has them checked like a user's.
#include <fmt/format.h>

#include <algorithm>
#include <lossc/program/number_kind.hpp>
#include <lossc/program/plain_arguments.hpp>
#include <lossc/program/random_arguments.hpp>

namespace lossc::program {
namespace {

constexpr const char* classes = "3";

bool is_of_classes(const graph& loss, std::size_t axis) {
  const auto is_axis = [&](int other) { return other == static_cast<int>(axis); };
  return std::any_of(loss.inputs.begin(), loss.inputs.end(), [&](const input_info& input) {
    const bool indexed = input.kind == input_kind::label && is_axis(input.target);
    const bool distributed = kind_of(input) == number_kind::distribution && rank(input) > 0 && is_axis(input.axes[static_cast<std::size_t>(rank(input) - 1)]);
    return indexed || distributed;
  });
}

std::vector<std::int64_t> sizes_for(const graph& loss, const std::vector<named_array>& arrays, std::vector<named_value> sizes) {
  const auto is_given = [&](std::string_view axis) {
    return std::any_of(sizes.begin(), sizes.end(), [&](const named_value& s) { return s.name == axis; });
  };
  for (const named_array& given : arrays)
    for (const input_info& input : loss.inputs) {
      if (input.name != given.name || given.values.shape.size() != static_cast<std::size_t>(rank(input))) continue;
      for (std::size_t k = 0; k < given.values.shape.size(); ++k) {
        const auto name = std::string(loss.axes[static_cast<std::size_t>(input.axes[k])].name);
        if (!is_given(name)) sizes.push_back({name, std::to_string(given.values.shape[k])});
      }
    }
  for (std::size_t axis = 0; axis < loss.axes.size(); ++axis) {
    const auto name = std::string(loss.axes[axis].name);
    if (loss.axes[axis].size == 0 && is_of_classes(loss, axis) && !is_given(name)) sizes.push_back({name, classes});
  }
  return choose_sizes(loss, sizes, 1, 1);
}

double plain_number(number_kind kind, std::int64_t columns) {
  switch (kind) {
    case number_kind::normal:
      return 0;
    case number_kind::probability:
      return 0.5;
    case number_kind::distribution:
      return 1 / static_cast<double>(columns);
    case number_kind::unit:
    case number_kind::positive:
    case number_kind::weight:
    case number_kind::mask:
      break;
  }
  return 1;
}

}  // namespace

call_arguments plain_arguments(const graph& loss, std::vector<named_array> arrays, const std::vector<named_value>& sizes,
                               const std::vector<named_value>& parameters) {
  const auto chosen = sizes_for(loss, arrays, sizes);
  for (const input_info& input : loss.inputs) {
    const bool given = std::any_of(arrays.begin(), arrays.end(), [&](const named_array& a) { return a.name == input.name; });
    if (given || input.kind == input_kind::parameter) continue;
    std::vector<std::int64_t> shape;
    for (int k = 0; k < rank(input); ++k) shape.push_back(chosen[static_cast<std::size_t>(input.axes[static_cast<std::size_t>(k)])]);
    const std::size_t count = shape_bytes(shape, sizeof(double), std::string(input.name)) / sizeof(double);
    const std::int64_t columns = shape.empty() ? 1 : shape.back();
    array made;
    if (input.kind == input_kind::label) made = make_array<std::int32_t>(shape, std::vector<std::int32_t>(count, 0));
    else if (input.kind == input_kind::mask) made = make_array<std::uint8_t>(shape, std::vector<std::uint8_t>(count, 1));
    else made = make_array<double>(shape, std::vector<double>(count, plain_number(kind_of(input), columns)));
    made.source = std::string(input.name);
    arrays.push_back({std::string(input.name), std::move(made)});
  }
  return bind_arguments(loss, std::move(arrays), parameters);
}

}  // namespace lossc::program
