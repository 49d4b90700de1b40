// The functions of generated CUDA text, for one float or double: the scalar functions of every backend.
#ifndef LOSSC_RUNTIME_CUDA_MATH_H_
#define LOSSC_RUNTIME_CUDA_MATH_H_

#include <lossc/runtime/functions.h>
#include <lossc/runtime/math_f32.h>
#include <lossc/runtime/scalar_special.h>

namespace lossc {
namespace cuda {

#define LOSSC_DOUBLE_NAME(name, ...) using runtime::name;
LOSSC_UNARY_FUNCTIONS(LOSSC_DOUBLE_NAME)
LOSSC_BINARY_FUNCTIONS(LOSSC_DOUBLE_NAME)
#undef LOSSC_DOUBLE_NAME
using runtime::guard;
using runtime::is_finite;
using runtime::logical_and;
using runtime::logical_not;
using runtime::logical_or;
using runtime::negate;
using runtime::not_equal;
using runtime::select;

#define LOSSC_FLOAT_UNARY(name, part, ...) \
  LOSSC_DEVICE float name(float x) { return runtime::scalar::part::name<runtime::scalar::scalar_float>(x); }
#define LOSSC_FLOAT_BINARY(name, part, ...) \
  LOSSC_DEVICE float name(float x, float y) { return runtime::scalar::part::name<runtime::scalar::scalar_float>(x, y); }
LOSSC_UNARY_FUNCTIONS(LOSSC_FLOAT_UNARY)
LOSSC_BINARY_FUNCTIONS(LOSSC_FLOAT_BINARY)
#undef LOSSC_FLOAT_UNARY
#undef LOSSC_FLOAT_BINARY

LOSSC_DEVICE float negate(float x) { return -x; }
LOSSC_DEVICE float select(bool condition, float a, float b) { return condition ? a : b; }
LOSSC_DEVICE float guard(bool condition, float x) { return condition ? x : 0.0f; }
LOSSC_DEVICE bool not_equal(float a, float b) { return a != b; }
LOSSC_DEVICE bool is_finite(float x) { return x - x == 0; }

// Infinity and NaN as numbers that either side of a kernel may name.
constexpr double infinity = __builtin_huge_val();
constexpr double not_a_number = __builtin_nan("");

}  // namespace cuda
}  // namespace lossc

#endif  // LOSSC_RUNTIME_CUDA_MATH_H_
