// Every text that is written over an arithmetic, in an order in which each finds what it uses.
//
// No include guard: included once per instruction set, and once more for one float, by whoever
// opens the namespace and defines LOSSC_MATH_FUNCTION; see math_f32-inl.h.
// clang-format off
#include <lossc/runtime/math_basic-inl.h>
#include <lossc/runtime/math_f32-inl.h>
#include <lossc/runtime/math_f32_parts-inl.h>
#include <lossc/runtime/math_f32_exponent-inl.h>
#include <lossc/runtime/math_f32_cancelling-inl.h>
#include <lossc/runtime/math_f32_erf-inl.h>
#include <lossc/runtime/math_f32_gamma-inl.h>
#include <lossc/runtime/math_f32_digamma-inl.h>
#include <lossc/runtime/math_f32_pow-inl.h>
#include <lossc/runtime/math_f32_round-inl.h>
#include <lossc/runtime/math_f32_scale-inl.h>
#include <lossc/runtime/math_f32_trigonometry-inl.h>
#include <lossc/runtime/math_f32_inverse_trigonometry-inl.h>
#include <lossc/runtime/math_f32_hyperbolic-inl.h>
// clang-format on
