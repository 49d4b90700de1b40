// The functions of generated CUDA text, for one float or double: the scalar functions of every backend.
#ifndef LOSSC_RUNTIME_CUDA_MATH_H_
#define LOSSC_RUNTIME_CUDA_MATH_H_

#include <lossc/runtime/math_f32.h>
#include <lossc/runtime/scalar.h>

namespace lossc {
namespace cuda {

using runtime::abs;
using runtime::exp;
using runtime::expm1;
using runtime::guard;
using runtime::is_finite;
using runtime::log;
using runtime::log1p;
using runtime::log_sigmoid;
using runtime::logical_and;
using runtime::logical_not;
using runtime::logical_or;
using runtime::maximum;
using runtime::minimum;
using runtime::negate;
using runtime::not_equal;
using runtime::pow;
using runtime::rsqrt;
using runtime::select;
using runtime::sigmoid;
using runtime::sign;
using runtime::softplus;
using runtime::sqrt;
using runtime::square;
using runtime::tanh;

#define LOSSC_FLOAT_FUNCTION(part, name, parameters, arguments)                      \
  LOSSC_DEVICE float name parameters {                                               \
    return runtime::scalar::part::name<runtime::scalar::scalar_float> arguments;     \
  }
LOSSC_FLOAT_FUNCTION(f32, exp, (float x), (x))
LOSSC_FLOAT_FUNCTION(f32, log, (float x), (x))
LOSSC_FLOAT_FUNCTION(f32, log1p, (float x), (x))
LOSSC_FLOAT_FUNCTION(f32, expm1, (float x), (x))
LOSSC_FLOAT_FUNCTION(f32, tanh, (float x), (x))
LOSSC_FLOAT_FUNCTION(f32, sigmoid, (float x), (x))
LOSSC_FLOAT_FUNCTION(f32, softplus, (float x), (x))
LOSSC_FLOAT_FUNCTION(f32, log_sigmoid, (float x), (x))
LOSSC_FLOAT_FUNCTION(f32, pow, (float x, float y), (x, y))
LOSSC_FLOAT_FUNCTION(basic, abs, (float x), (x))
LOSSC_FLOAT_FUNCTION(basic, sign, (float x), (x))
LOSSC_FLOAT_FUNCTION(basic, sqrt, (float x), (x))
LOSSC_FLOAT_FUNCTION(basic, rsqrt, (float x), (x))
LOSSC_FLOAT_FUNCTION(basic, square, (float x), (x))
LOSSC_FLOAT_FUNCTION(basic, maximum, (float a, float b), (a, b))
LOSSC_FLOAT_FUNCTION(basic, minimum, (float a, float b), (a, b))
#undef LOSSC_FLOAT_FUNCTION

LOSSC_DEVICE float negate(float x) { return -x; }
LOSSC_DEVICE float select(bool condition, float a, float b) { return condition ? a : b; }
LOSSC_DEVICE float guard(bool condition, float x) { return condition ? x : 0.0f; }
LOSSC_DEVICE bool not_equal(float a, float b) { return a != b; }
LOSSC_DEVICE bool is_finite(float x) { return x - x == 0; }

// Infinity as a number that either side of a kernel may name.
constexpr double infinity = __builtin_huge_val();

}  // namespace cuda
}  // namespace lossc

#endif  // LOSSC_RUNTIME_CUDA_MATH_H_
