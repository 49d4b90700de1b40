// The arrays that the program reads, computes and writes: a numpy type, a shape and bytes in C
// order.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace lossc::program {

static_assert(std::endian::native == std::endian::little, "arrays are little-endian in memory");

// Something is wrong with what the user gave; what() is a sentence that says what, and where.
struct input_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct array {
  std::string dtype;                // numpy's name, one of array_dtypes
  std::vector<std::int64_t> shape;  // empty: one value
  std::vector<std::byte> data;      // C order
  std::string source = "array";     // what errors call it; read_npy puts the name of the file here

  // The elements as another type, rounded to the nearest value where the type is a floating-point
  // one. Throws input_error for a fraction or a NaN as an integer, an integer out of range, and a
  // finite double beyond the range of float.
  std::vector<float> as_f32() const;
  std::vector<double> as_f64() const;
  std::vector<std::int32_t> as_i32() const;
  std::vector<std::int64_t> as_i64() const;
  std::vector<std::uint8_t> as_u8() const;
};

inline constexpr std::string_view array_dtypes = "f4, f8, i4, i8, u1 or b1";

// The size of an element in bytes; nothing for a type that arrays do not have.
std::optional<std::size_t> element_bytes(std::string_view dtype);

// The bytes that a shape takes. Throws input_error, with `source` as the array's name, for a
// negative size, for more axes than numpy has, and where the number of bytes overflows.
std::size_t shape_bytes(const std::vector<std::int64_t>& shape, std::size_t element,
                        const std::string& source);

// Where an element is: [row, column, …], counted from 0.
std::string position_text(const array& values, std::size_t element);

// As Python prints a tuple: (), (3,), (3, 4).
std::string shape_text(const std::vector<std::int64_t>& shape);

// numpy's name of a C++ type.
template <class T> constexpr const char* dtype_of() {
  if constexpr (std::is_same_v<T, float>) return "f4";
  if constexpr (std::is_same_v<T, double>) return "f8";
  if constexpr (std::is_same_v<T, std::int32_t>) return "i4";
  if constexpr (std::is_same_v<T, std::int64_t>) return "i8";
  if constexpr (std::is_same_v<T, std::uint8_t>) return "u1";
  if constexpr (std::is_same_v<T, bool>) return "b1";
}

template <class T> array make_array(std::vector<std::int64_t> shape, std::span<const T> values) {
  array made{.dtype = dtype_of<T>(), .shape = std::move(shape), .data = {}};
  made.data.resize(values.size_bytes());
  if (!values.empty()) std::memcpy(made.data.data(), values.data(), values.size_bytes());
  return made;
}

}  // namespace lossc::program
