// The arithmetic that the vector functions are written in, for Highway vectors; see scalar_float.
#if defined(LOSSC_RUNTIME_ARITHMETIC_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSC_RUNTIME_ARITHMETIC_INL_H_
#undef LOSSC_RUNTIME_ARITHMETIC_INL_H_
#else
#define LOSSC_RUNTIME_ARITHMETIC_INL_H_
#endif

#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace lossc {
namespace runtime {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class V> struct arithmetic {
  using D = hn::DFromV<V>;
  using DI = hn::RebindToSigned<D>;
  using T = hn::TFromD<D>;
  using TI = hn::TFromD<DI>;
  using real = V;
  using integer = hn::Vec<DI>;
  using mask = hn::Mask<D>;

  static HWY_INLINE real constant(T x) { return hn::Set(D(), x); }
  static HWY_INLINE real add(real a, real b) { return hn::Add(a, b); }
  static HWY_INLINE real subtract(real a, real b) { return hn::Sub(a, b); }
  static HWY_INLINE real multiply(real a, real b) { return hn::Mul(a, b); }
  static HWY_INLINE real divide(real a, real b) { return hn::Div(a, b); }
  static HWY_INLINE real fma(real a, real b, real c) { return hn::MulAdd(a, b, c); }
  static HWY_INLINE real square_root(real x) { return hn::Sqrt(x); }
  static HWY_INLINE real negate(real x) { return hn::Neg(x); }
  static HWY_INLINE real absolute(real x) { return hn::Abs(x); }
  static HWY_INLINE real copy_sign(real magnitude, real sign) {
    return hn::CopySign(magnitude, sign);
  }

  static HWY_INLINE mask less(real a, real b) { return hn::Lt(a, b); }
  static HWY_INLINE mask equal(real a, real b) { return hn::Eq(a, b); }
  static HWY_INLINE mask both(mask a, mask b) { return hn::And(a, b); }
  static HWY_INLINE mask opposite(mask a) { return hn::Not(a); }
  static HWY_INLINE bool any(mask a) { return !hn::AllFalse(D(), a); }
  static HWY_INLINE real select(mask m, real a, real b) { return hn::IfThenElse(m, a, b); }
  // minps and maxps are defined so; other instruction sets treat NaN in their own ways.
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
  static HWY_INLINE real lesser(real a, real b) { return hn::Min(a, b); }
  static HWY_INLINE real greater(real a, real b) { return hn::Max(a, b); }
#else
  static HWY_INLINE real lesser(real a, real b) { return select(less(a, b), a, b); }
  static HWY_INLINE real greater(real a, real b) { return select(less(b, a), a, b); }
#endif

  static HWY_INLINE integer bits(real x) { return hn::BitCast(DI(), x); }
  static HWY_INLINE real from_bits(integer i) { return hn::BitCast(D(), i); }
  static HWY_INLINE real to_real(integer i) { return hn::ConvertTo(D(), i); }
  static HWY_INLINE integer integer_constant(TI i) { return hn::Set(DI(), i); }
  static HWY_INLINE integer add(integer a, integer b) { return hn::Add(a, b); }
  static HWY_INLINE integer subtract(integer a, integer b) { return hn::Sub(a, b); }
  static HWY_INLINE integer both(integer a, integer b) { return hn::And(a, b); }
  static HWY_INLINE integer either(integer a, integer b) { return hn::Or(a, b); }
  static HWY_INLINE mask equal_integer(integer a, integer b) {
    return hn::RebindMask(D(), hn::Eq(a, b));
  }
  static HWY_INLINE integer select_integer(mask m, integer a, integer b) {
    return hn::IfThenElse(hn::RebindMask(DI(), m), a, b);
  }
  template <int count> static HWY_INLINE integer shift_left(integer i) {
    return hn::ShiftLeft<count>(i);
  }
  template <int count> static HWY_INLINE integer shift_right(integer i) {
    return hn::ShiftRight<count>(i);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace runtime
}  // namespace lossc
HWY_AFTER_NAMESPACE();

#endif  // LOSSC_RUNTIME_ARITHMETIC_INL_H_
