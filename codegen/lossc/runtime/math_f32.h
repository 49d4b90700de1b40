// The single-precision functions for one float, on a host or a GPU: the bits of a vector lane with fma.
//
// scalar_float also defines the arithmetic that math_f32-inl.h is written in. Compile with
// -ffp-contract=off; on a GPU nothing is contracted whatever the flags, since the additions and
// multiplications are intrinsics there.
#ifndef LOSSC_RUNTIME_MATH_F32_H_
#define LOSSC_RUNTIME_MATH_F32_H_

#include <lossc/runtime/scalar.h>

#include <cmath>
#include <cstdint>
#include <cstring>

namespace lossc {
namespace runtime {
namespace scalar {

struct scalar_float {
  using real = float;
  using integer = std::int32_t;
  using mask = bool;

  LOSSC_SCALAR_FUNCTION static real constant(float x) { return x; }
#ifdef __CUDA_ARCH__
  LOSSC_SCALAR_FUNCTION static real add(real a, real b) { return __fadd_rn(a, b); }
  LOSSC_SCALAR_FUNCTION static real subtract(real a, real b) { return __fsub_rn(a, b); }
  LOSSC_SCALAR_FUNCTION static real multiply(real a, real b) { return __fmul_rn(a, b); }
#else
  LOSSC_SCALAR_FUNCTION static real add(real a, real b) { return a + b; }
  LOSSC_SCALAR_FUNCTION static real subtract(real a, real b) { return a - b; }
  LOSSC_SCALAR_FUNCTION static real multiply(real a, real b) { return a * b; }
#endif
  LOSSC_SCALAR_FUNCTION static real divide(real a, real b) { return a / b; }
  LOSSC_SCALAR_FUNCTION static real fma(real a, real b, real c) { return std::fma(a, b, c); }
  LOSSC_SCALAR_FUNCTION static real square_root(real x) { return std::sqrt(x); }
  LOSSC_SCALAR_FUNCTION static real negate(real x) { return -x; }
  LOSSC_SCALAR_FUNCTION static real absolute(real x) { return std::fabs(x); }
  LOSSC_SCALAR_FUNCTION static real copy_sign(real magnitude, real sign) { return std::copysign(magnitude, sign); }

  LOSSC_SCALAR_FUNCTION static mask less(real a, real b) { return a < b; }
  LOSSC_SCALAR_FUNCTION static mask equal(real a, real b) { return a == b; }
  LOSSC_SCALAR_FUNCTION static mask both(mask a, mask b) { return a && b; }
  LOSSC_SCALAR_FUNCTION static mask opposite(mask a) { return !a; }
  LOSSC_SCALAR_FUNCTION static bool any(mask a) { return a; }  // of the lanes
  LOSSC_SCALAR_FUNCTION static real select(mask m, real a, real b) { return m ? a : b; }
  // The second operand if either is NaN.
  LOSSC_SCALAR_FUNCTION static real lesser(real a, real b) { return a < b ? a : b; }
  LOSSC_SCALAR_FUNCTION static real greater(real a, real b) { return a > b ? a : b; }

  // Integers wrap.
  LOSSC_SCALAR_FUNCTION static integer bits(real x) { return copy<integer>(x); }
  LOSSC_SCALAR_FUNCTION static real from_bits(integer i) { return copy<real>(i); }
  LOSSC_SCALAR_FUNCTION static real to_real(integer i) { return static_cast<real>(i); }
  LOSSC_SCALAR_FUNCTION static integer integer_constant(std::int32_t i) { return i; }
  LOSSC_SCALAR_FUNCTION static integer add(integer a, integer b) { return wrap(unsigned_of(a) + unsigned_of(b)); }
  LOSSC_SCALAR_FUNCTION static integer subtract(integer a, integer b) { return wrap(unsigned_of(a) - unsigned_of(b)); }
  LOSSC_SCALAR_FUNCTION static integer both(integer a, integer b) { return a & b; }
  LOSSC_SCALAR_FUNCTION static integer either(integer a, integer b) { return a | b; }
  LOSSC_SCALAR_FUNCTION static mask equal_integer(integer a, integer b) { return a == b; }
  LOSSC_SCALAR_FUNCTION static integer select_integer(mask m, integer a, integer b) { return m ? a : b; }
  template <int count> LOSSC_SCALAR_FUNCTION static integer shift_left(integer i) {
    return wrap(unsigned_of(i) << count);
  }
  template <int count>  // keeps the sign
  LOSSC_SCALAR_FUNCTION static integer shift_right(integer i) {
    return i >> count;
  }

 private:
  LOSSC_SCALAR_FUNCTION static std::uint32_t unsigned_of(integer i) { return static_cast<std::uint32_t>(i); }
  LOSSC_SCALAR_FUNCTION static integer wrap(std::uint32_t i) { return copy<integer>(i); }
  template <class To, class From> LOSSC_SCALAR_FUNCTION static To copy(From from) {
    To to;
    std::memcpy(&to, &from, sizeof to);
    return to;
  }
};

#define LOSSC_MATH_FUNCTION LOSSC_SCALAR_FUNCTION
#include <lossc/runtime/math_text-inl.h>
#undef LOSSC_MATH_FUNCTION

}  // namespace scalar
}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_MATH_F32_H_
