// Comparisons and logic: conditions, which have no derivative.
#pragma once
#include <cmath>

#include <lossc/op/arithmetic.hpp>

namespace lossc::op {

struct Less {
  static constexpr facts info{.name = "less", .infix = "<", .latex = "$0 < $1", .cpu = "$0 < $1", .boolean = true, .constant = 3};
  template <class T> static T eval(T x, T y) { return T(x < y); }
};

struct LessEqual {
  static constexpr facts info{.name = "less_equal", .infix = "<=", .latex = R"($0 \le $1)", .cpu = "$0 <= $1", .boolean = true, .constant = 3};
  template <class T> static T eval(T x, T y) { return T(x <= y); }
};

struct Equal {
  static constexpr facts info{.name = "equal", .infix = "==", .latex = "$0 = $1", .cpu = "$0 == $1", .boolean = true, .constant = 3};
  template <class T> static T eval(T x, T y) { return T(x == y); }
};

struct NotEqual {
  static constexpr facts info{.name = "not_equal", .infix = "!=", .latex = R"($0 \ne $1)", .cpu = "not_equal($0, $1)", .boolean = true, .constant = 3};
  template <class T> static T eval(T x, T y) { return T(x != y); }
};

struct Not {
  static constexpr facts info{.name = "logical_not", .infix = "!", .latex = R"(\lnot $0)", .cpu = "logical_not($0)", .boolean = true, .constant = 1};
  template <class T> static T eval(T x) { return T(x == T(0)); }
};

struct And {
  static constexpr facts info{.name = "logical_and", .infix = "&&", .latex = R"($0 \land $1)", .cpu = "logical_and($0, $1)", .boolean = true, .constant = 3};
  template <class T> static T eval(T x, T y) { return T(x != T(0) && y != T(0)); }
};

struct Or {
  static constexpr facts info{.name = "logical_or", .infix = "||", .latex = R"($0 \lor $1)", .cpu = "logical_or($0, $1)", .boolean = true, .constant = 3};
  template <class T> static T eval(T x, T y) { return T(x != T(0) || y != T(0)); }
};

struct IsFinite {
  static constexpr facts info{.name = "is_finite", .latex = R"(\operatorname{finite}($0))", .cpu = "is_finite($0)", .boolean = true, .constant = 1};
  template <class T> static T eval(T x) { return T(x - x == T(0)); }
};

}  // namespace lossc::op

namespace lossc {

template <class A, class B>
  requires operands<A, B>
constexpr auto operator<(const A& a, const B& b) { return apply<op::Less>(a, b); }
template <class A, class B>
  requires operands<A, B>
constexpr auto operator>(const A& a, const B& b) { return apply<op::Less>(b, a); }
template <class A, class B>
  requires operands<A, B>
constexpr auto operator<=(const A& a, const B& b) { return apply<op::LessEqual>(a, b); }
template <class A, class B>
  requires operands<A, B>
constexpr auto operator>=(const A& a, const B& b) { return apply<op::LessEqual>(b, a); }
template <class A, class B>
  requires operands<A, B>
constexpr auto operator==(const A& a, const B& b) { return apply<op::Equal>(a, b); }
template <class A, class B>
  requires operands<A, B>
constexpr auto operator!=(const A& a, const B& b) { return apply<op::NotEqual>(a, b); }
template <term A>
constexpr auto operator!(const A& a) { return apply<op::Not>(a); }
template <class A, class B>
  requires operands<A, B>
constexpr auto operator&&(const A& a, const B& b) { return apply<op::And>(a, b); }
template <class A, class B>
  requires operands<A, B>
constexpr auto operator||(const A& a, const B& b) { return apply<op::Or>(a, b); }
LOSSC_FUNCTION(is_finite, IsFinite)

}  // namespace lossc
