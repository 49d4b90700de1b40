// The single-precision functions for one float on the host: the bits of a vector lane with fma.
//
// host_float also defines the arithmetic that math_f32-inl.h is written in. Compile with
// -ffp-contract=off.
#ifndef LOSSC_RUNTIME_MATH_F32_H_
#define LOSSC_RUNTIME_MATH_F32_H_

#include <cmath>
#include <cstdint>
#include <cstring>

namespace lossc {
namespace runtime {
namespace host {

struct host_float {
  using real = float;
  using integer = std::int32_t;
  using mask = bool;

  static real constant(float x) { return x; }
  static real add(real a, real b) { return a + b; }
  static real subtract(real a, real b) { return a - b; }
  static real multiply(real a, real b) { return a * b; }
  static real divide(real a, real b) { return a / b; }
  static real fma(real a, real b, real c) { return std::fma(a, b, c); }
  static real square_root(real x) { return std::sqrt(x); }
  static real negate(real x) { return -x; }
  static real absolute(real x) { return std::fabs(x); }
  static real copy_sign(real magnitude, real sign) { return std::copysign(magnitude, sign); }

  static mask less(real a, real b) { return a < b; }
  static mask equal(real a, real b) { return a == b; }
  static mask both(mask a, mask b) { return a && b; }
  static mask opposite(mask a) { return !a; }
  static real select(mask m, real a, real b) { return m ? a : b; }
  // The second operand if either is NaN.
  static real lesser(real a, real b) { return a < b ? a : b; }
  static real greater(real a, real b) { return a > b ? a : b; }

  // Integers wrap.
  static integer bits(real x) { return copy<integer>(x); }
  static real from_bits(integer i) { return copy<real>(i); }
  static real to_real(integer i) { return static_cast<real>(i); }
  static integer integer_constant(std::int32_t i) { return i; }
  static integer add(integer a, integer b) { return wrap(unsigned_of(a) + unsigned_of(b)); }
  static integer subtract(integer a, integer b) { return wrap(unsigned_of(a) - unsigned_of(b)); }
  static integer both(integer a, integer b) { return a & b; }
  static integer either(integer a, integer b) { return a | b; }
  static mask equal_integer(integer a, integer b) { return a == b; }
  template <int count> static integer shift_left(integer i) {
    return wrap(unsigned_of(i) << count);
  }
  template <int count>  // keeps the sign
  static integer shift_right(integer i) {
    return i >> count;
  }

 private:
  static std::uint32_t unsigned_of(integer i) { return static_cast<std::uint32_t>(i); }
  static integer wrap(std::uint32_t i) { return copy<integer>(i); }
  template <class To, class From> static To copy(From from) {
    To to;
    std::memcpy(&to, &from, sizeof to);
    return to;
  }
};

#define LOSSC_MATH_FUNCTION inline
#include <lossc/runtime/math_basic-inl.h>
#include <lossc/runtime/math_f32-inl.h>
#include <lossc/runtime/math_f32_pow-inl.h>
#undef LOSSC_MATH_FUNCTION

}  // namespace host
}  // namespace runtime
}  // namespace lossc

#endif  // LOSSC_RUNTIME_MATH_F32_H_
