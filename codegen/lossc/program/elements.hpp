// Numbers in the element types of kernels: out of arrays, and back into them.
#pragma once

#include <lossc/kernel.h>

#include <lossc/program/array.hpp>
#include <span>
#include <string_view>
#include <vector>

namespace lossc::program {

inline constexpr std::string_view dtype_names[] = {"f32", "f64", "bf16", "f16"};  // by lossc_dtype

// `name` is one of dtype_names.
lossc_dtype dtype_named(std::string_view name);

inline bool has_16_bits(lossc_dtype dtype) { return dtype == LOSSC_BF16 || dtype == LOSSC_F16; }

// Rounded to the nearest. Throws input_error for a finite number beyond the range of the type.
std::vector<std::byte> to_elements(const array& values, lossc_dtype dtype);

// Of 16 bits as float32, which holds them exactly.
array from_elements(std::span<const std::byte> elements, lossc_dtype dtype,
                    std::vector<std::int64_t> shape);

}  // namespace lossc::program
