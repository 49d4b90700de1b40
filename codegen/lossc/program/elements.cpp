// f32 and f64 are numpy's own; 16 bits are rounded and widened as the emulated grid does it.
#include <fmt/format.h>
#include <lossc/emulate/storage16.h>

#include <algorithm>
#include <cmath>
#include <lossc/program/elements.hpp>

namespace lossc::program {
namespace {

template <class T> std::vector<std::byte> bytes_of(const std::vector<T>& values) {
  const auto bytes = std::as_bytes(std::span<const T>(values));
  return {bytes.begin(), bytes.end()};
}

template <class Format> std::vector<std::byte> rounded(const array& values, std::string_view type) {
  const std::vector<double> numbers = values.as_f64();
  std::vector<std::uint16_t> elements(numbers.size());
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    elements[k] = Format::round(numbers[k]);
    if (std::isfinite(numbers[k]) && std::isinf(Format::widen(elements[k]))) {
      throw input_error(
          fmt::format("{}: the element at {} is {}; expected numbers that {} can hold.",
                      values.source, position_text(values, k), numbers[k], type));
    }
  }
  return bytes_of(elements);
}

template <class Format>
array widened(std::span<const std::byte> elements, std::vector<std::int64_t> shape) {
  std::vector<float> numbers(elements.size() / sizeof(std::uint16_t));
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    std::uint16_t element;
    std::memcpy(&element, &elements[k * sizeof element], sizeof element);
    numbers[k] = Format::widen(element);
  }
  return make_array<float>(std::move(shape), std::span<const float>(numbers));
}

}  // namespace

lossc_dtype dtype_named(std::string_view name) {
  return static_cast<lossc_dtype>(std::find(std::begin(dtype_names), std::end(dtype_names), name) -
                                  std::begin(dtype_names));
}

std::vector<std::byte> to_elements(const array& values, lossc_dtype dtype) {
  switch (dtype) {
    case LOSSC_BF16:
      return rounded<emulate::bfloat16_format>(values, "bfloat16");
    case LOSSC_F16:
      return rounded<emulate::float16_format>(values, "float16");
    case LOSSC_F64:
      return values.dtype == "f8" ? values.data : bytes_of(values.as_f64());
    default:
      return values.dtype == "f4" ? values.data : bytes_of(values.as_f32());
  }
}

array from_elements(std::span<const std::byte> elements, lossc_dtype dtype,
                    std::vector<std::int64_t> shape) {
  if (dtype == LOSSC_BF16) return widened<emulate::bfloat16_format>(elements, std::move(shape));
  if (dtype == LOSSC_F16) return widened<emulate::float16_format>(elements, std::move(shape));
  return {.dtype = dtype == LOSSC_F64 ? "f8" : "f4",
          .shape = std::move(shape),
          .data = {elements.begin(), elements.end()}};
}

}  // namespace lossc::program
