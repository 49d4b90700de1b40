// The vector mathematics of the generated kernels, for Highway vectors of float and of double.
//
// Included once per instruction set, like Highway's own -inl.h headers. For V a full vector,
// lossc::runtime::HWY_NAMESPACE has the functions of functions.h, select(mask, a, b) and
// guard(mask, x), and, for double, the same names from scalar.h.
//
// Ends: the limit of the function; NaN where there is none, and NaN for NaN, but pow(x, 0) and
// pow(1, y) are 1. Gradual underflow is kept. Compile with -ffp-contract=off.
#if defined(LOSSC_RUNTIME_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSC_RUNTIME_MATH_INL_H_
#undef LOSSC_RUNTIME_MATH_INL_H_
#else
#define LOSSC_RUNTIME_MATH_INL_H_
#endif

#include <hwy/highway.h>
#include <lossc/runtime/arithmetic-inl.h>
#include <lossc/runtime/functions.h>
#include <lossc/runtime/math_f64-inl.h>
#include <lossc/runtime/scalar_special.h>

#include <cmath>
#include <type_traits>

HWY_BEFORE_NAMESPACE();
namespace lossc {
namespace runtime {
namespace HWY_NAMESPACE {

#define LOSSC_MATH_FUNCTION HWY_INLINE
#include <lossc/runtime/math_text-inl.h>
#undef LOSSC_MATH_FUNCTION

// Scalar text inside the same namespace finds the scalar functions.
#define LOSSC_SCALAR_NAME(name, ...) using runtime::name;
LOSSC_UNARY_FUNCTIONS(LOSSC_SCALAR_NAME)
LOSSC_BINARY_FUNCTIONS(LOSSC_SCALAR_NAME)
#undef LOSSC_SCALAR_NAME
using runtime::guard;
using runtime::select;

namespace by_lane {
#define LOSSC_UNARY(name, ...)                                                                  \
  template <class A> HWY_INLINE typename A::real name(typename A::real x) {                     \
    HWY_ALIGN typename A::T lanes[hn::MaxLanes(typename A::D())];                               \
    hn::Store(x, typename A::D(), lanes);                                                       \
    for (size_t i = 0; i < hn::Lanes(typename A::D()); ++i) lanes[i] = runtime::name(lanes[i]); \
    return hn::Load(typename A::D(), lanes);                                                    \
  }
#define LOSSC_BINARY(name, ...)                                                                 \
  template <class A> HWY_INLINE typename A::real name(typename A::real x, typename A::real y) { \
    HWY_ALIGN typename A::T left[hn::MaxLanes(typename A::D())];                                \
    HWY_ALIGN typename A::T right[hn::MaxLanes(typename A::D())];                               \
    hn::Store(x, typename A::D(), left);                                                        \
    hn::Store(y, typename A::D(), right);                                                       \
    for (size_t i = 0; i < hn::Lanes(typename A::D()); ++i)                                     \
      left[i] = runtime::name(left[i], right[i]);                                               \
    return hn::Load(typename A::D(), left);                                                     \
  }
LOSSC_UNARY_FUNCTIONS(LOSSC_UNARY)
LOSSC_BINARY_FUNCTIONS(LOSSC_BINARY)
#undef LOSSC_UNARY
#undef LOSSC_BINARY
}  // namespace by_lane

template <class V> using if_vector = std::enable_if_t<!std::is_arithmetic<V>::value>;

#define LOSSC_VECTOR_FUNCTION(part, part_f64, name, parameters, arguments) \
  template <class V, class = if_vector<V>> HWY_INLINE V name parameters {  \
    if constexpr (sizeof(hn::TFromV<V>) == 4) {                            \
      return part::name<arithmetic<V>> arguments;                          \
    } else {                                                               \
      return part_f64::name<arithmetic<V>> arguments;                      \
    }                                                                      \
  }
#define LOSSC_UNARY(name, part, ulp, part_f64, ulp_f64) \
  LOSSC_VECTOR_FUNCTION(part, part_f64, name, (V x), (x))
#define LOSSC_BINARY(name, part, ulp, part_f64, ulp_f64) \
  LOSSC_VECTOR_FUNCTION(part, part_f64, name, (V x, V y), (x, y))
LOSSC_UNARY_FUNCTIONS(LOSSC_UNARY)
LOSSC_BINARY_FUNCTIONS(LOSSC_BINARY)
#undef LOSSC_UNARY
#undef LOSSC_BINARY
#undef LOSSC_VECTOR_FUNCTION

template <class M, class V, class = if_vector<V>> HWY_INLINE V select(M mask, V a, V b) {
  return hn::IfThenElse(mask, a, b);
}

template <class M, class V, class = if_vector<V>> HWY_INLINE V guard(M mask, V x) {
  return hn::IfThenElseZero(mask, x);
}

}  // namespace HWY_NAMESPACE
}  // namespace runtime
}  // namespace lossc
HWY_AFTER_NAMESPACE();

#endif  // LOSSC_RUNTIME_MATH_INL_H_
