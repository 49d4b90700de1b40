// Sizes of arrays, and conversions of their elements that refuse to lose a value.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <limits>
#include <lossc/program/array.hpp>

namespace lossc::program {
namespace {

constexpr std::size_t most_axes = 64;  // numpy 2's limit

template <class To, class From> bool representable(From value) {
  if constexpr (std::is_same_v<From, To>) {
    return true;
  } else if constexpr (std::is_floating_point_v<To>) {
    auto magnitude = std::abs(static_cast<double>(value));
    return !std::isfinite(magnitude) || magnitude <= std::numeric_limits<To>::max();
  } else if constexpr (std::is_floating_point_v<From>) {
    // -min is a power of two and exact as a double, which max of 64 bits is not.
    constexpr double end = static_cast<double>(std::numeric_limits<To>::max() / 2 + 1) * 2;
    constexpr double begin = static_cast<double>(std::numeric_limits<To>::min());
    return value >= begin && value < end && std::trunc(value) == value;
  } else {
    return std::in_range<To>(value);
  }
}

template <class To> constexpr const char* expectation() {
  if constexpr (std::is_same_v<To, float>) return "numbers that float32 can hold";
  if constexpr (std::is_same_v<To, std::int32_t>) return "integers that int32 can hold";
  if constexpr (std::is_same_v<To, std::int64_t>) return "integers that int64 can hold";
  return "integers from 0 to 255";
}

// `Stored` is the type in memory.
template <class To, class Stored> std::vector<To> convert_from(const array& values) {
  std::vector<To> converted(values.data.size() / sizeof(Stored));
  for (std::size_t k = 0; k < converted.size(); ++k) {
    Stored value;
    std::memcpy(&value, &values.data[k * sizeof(Stored)], sizeof(Stored));
    if (!representable<To>(value)) {
      throw input_error(fmt::format("{}: the element at {} is {}; expected {}.", values.source,
                                    position_text(values, k), value, expectation<To>()));
    }
    converted[k] = static_cast<To>(value);
  }
  return converted;
}

template <class To> std::vector<To> convert(const array& values) {
  if (values.dtype == "f4") return convert_from<To, float>(values);
  if (values.dtype == "f8") return convert_from<To, double>(values);
  if (values.dtype == "i4") return convert_from<To, std::int32_t>(values);
  if (values.dtype == "i8") return convert_from<To, std::int64_t>(values);
  if (values.dtype == "u1") return convert_from<To, std::uint8_t>(values);
  if (values.dtype == "b1") {  // any byte but 0 is true, and no bool may hold another byte than 1
    std::vector<To> converted = convert_from<To, std::uint8_t>(values);
    for (To& value : converted) value = value != 0;
    return converted;
  }
  throw input_error(fmt::format("{}: holds '{}' elements; expected {}.", values.source,
                                values.dtype, array_dtypes));
}

}  // namespace

std::vector<float> array::as_f32() const { return convert<float>(*this); }
std::vector<double> array::as_f64() const { return convert<double>(*this); }
std::vector<std::int32_t> array::as_i32() const { return convert<std::int32_t>(*this); }
std::vector<std::int64_t> array::as_i64() const { return convert<std::int64_t>(*this); }
std::vector<std::uint8_t> array::as_u8() const { return convert<std::uint8_t>(*this); }

std::optional<std::size_t> element_bytes(std::string_view dtype) {
  if (dtype == "f8" || dtype == "i8") return 8;
  if (dtype == "f4" || dtype == "i4") return 4;
  if (dtype == "u1" || dtype == "b1") return 1;
  return std::nullopt;
}

std::size_t shape_bytes(const std::vector<std::int64_t>& shape, std::size_t element,
                        const std::string& source) {
  if (shape.size() > most_axes) {
    throw input_error(fmt::format("{}: the shape has {} axes; expected at most {}.", source,
                                  shape.size(), most_axes));
  }
  auto bytes = static_cast<std::int64_t>(element);
  bool empty = false;
  for (std::int64_t size : shape) {
    if (size < 0) {
      throw input_error(fmt::format("{}: the shape {} has a negative size; expected 0 or more.",
                                    source, shape_text(shape)));
    }
    empty |= size == 0;
    // As in numpy, a size of 0 does not excuse the others: their product is the stride of an axis.
    if (size != 0 && __builtin_mul_overflow(bytes, size, &bytes)) {
      throw input_error(
          fmt::format("{}: the shape {} of {}-byte elements has more bytes than 64 "
                      "bits count; expected fewer than 2^63.",
                      source, shape_text(shape), element));
    }
  }
  return empty ? 0 : static_cast<std::size_t>(bytes);
}

std::string position_text(const array& values, std::size_t element) {
  std::vector<std::size_t> index(values.shape.size());
  for (std::size_t axis = index.size(); axis-- > 0;) {
    auto size = static_cast<std::size_t>(values.shape[axis]);
    index[axis] = element % size;
    element /= size;
  }
  return fmt::format("[{}]", fmt::join(index, ", "));
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

}  // namespace lossc::program
