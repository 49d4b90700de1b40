// Number literals: correctly rounded, one type per value, on both compilers.
#include <lossc/lossc.hpp>
#include <string_view>

using namespace lossc;

template <std::size_t N> constexpr parsed_number read(const char (&digits)[N]) {
  return parse_number(digits, N - 1);
}

// Against the compiler's own reading of the same digits.
#define SAME(digits) static_assert(read(#digits).value == digits)
SAME(0);
SAME(1);
SAME(2.5);
SAME(0.1);
SAME(1e-6);
SAME(1e22);
SAME(1e-22);
SAME(123456789012345);
SAME(0.3000000000000004e-3);
SAME(3.14159265358979);
SAME(9007199254740992);
SAME(1'000'000);
SAME(6.02e+22);
SAME(5e-1);
SAME(1E3);
SAME(.5);
SAME(2.);
SAME(0.000001);
SAME(0.07);
SAME(1.1e-7);

static_assert(!read("0x10").decimal);
static_assert(!read("0b11").decimal);
static_assert(!read("9007199254740993").short_enough);
static_assert(!read("1e23").in_range);
static_assert(!read("1e-23").in_range);
static_assert(!read("1e99999999999").in_range);

template <class A, class B> inline constexpr bool one_type = std::is_same_v<A, B>;
static_assert(one_type<decltype(1_c), decltype(1.0_c)>);
static_assert(one_type<decltype(1_c), decltype(1e0_c)>);
static_assert(one_type<decltype(0.5_c), decltype(5e-1_c)>);
static_assert(one_type<decltype(1000_c), decltype(1'000_c)>);
static_assert(!one_type<decltype(1_c), decltype(1.000001_c)>);
static_assert(std::is_empty_v<decltype(0.1_c)>);
