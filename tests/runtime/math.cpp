// The mathematics of the kernels, on every instruction set here, against glibc with more bits.
#include "samples.hpp"
#include "ulps.hpp"

// __BASE_FILE__: this file as the compiler was given it, so give it a full path.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE __BASE_FILE__
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include <lossc/runtime/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lossc {
namespace runtime {
namespace HWY_NAMESPACE {

// n is a multiple of every vector's length.
// clang-format off
template <class T>
void apply(function f, const T* a, const T* b, T* out, std::size_t n) {
  const hn::ScalableTag<T> d;
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
    const auto x = hn::LoadU(d, a + i);
    const auto y = hn::LoadU(d, b + i);
    auto r = x;
    switch (f) {
#define LOSSC_CASE(name, ...) case function::name: r = name(x); break;
      LOSSC_UNARY_FUNCTIONS(LOSSC_CASE)
#undef LOSSC_CASE
#define LOSSC_CASE(name, ...) case function::name: r = name(x, y); break;
      LOSSC_BINARY_FUNCTIONS(LOSSC_CASE)
#undef LOSSC_CASE
      case function::select: r = select(hn::Lt(x, y), x, y); break;
      case function::guard: r = guard(hn::Lt(x, y), x); break;
    }
    hn::StoreU(r, d, out + i);
  }
}
// clang-format on

void apply_f32(function f, const float* a, const float* b, float* out, std::size_t n) {
  apply(f, a, b, out, n);
}
void apply_f64(function f, const double* a, const double* b, double* out, std::size_t n) {
  apply(f, a, b, out, n);
}
bool native_fma() { return HWY_NATIVE_FMA; }

// Scalar text in the kernels' namespace means the functions of scalar.h, for integers too.
static_assert(std::is_same<decltype(exp(1)), double>::value &&
                  std::is_same<decltype(maximum(1.0f, 2)), double>::value,
              "");

}  // namespace HWY_NAMESPACE
}  // namespace runtime
}  // namespace lossc
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include <lossc/runtime/math_f32.h>
#include <lossc/runtime/scalar_special.h>

#include <catch2/catch.hpp>
#include <cstdio>

namespace lossc::runtime {
HWY_EXPORT(apply_f32);
HWY_EXPORT(apply_f64);
HWY_EXPORT(native_fma);

void apply_chosen(function f, const float* a, const float* b, float* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(apply_f32)(f, a, b, out, n);
}
void apply_chosen(function f, const double* a, const double* b, double* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(apply_f64)(f, a, b, out, n);
}
bool chosen_has_fma() { return HWY_DYNAMIC_DISPATCH(native_fma)(); }
}  // namespace lossc::runtime

namespace {

// Runs the body once per instruction set, dispatching to it.
template <class Body> void on_every_target(Body body) {
  hwy::SetSupportedTargetsForTest(0);
  for (const auto target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    body(hwy::TargetName(target));
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

template <class T> std::vector<T> evaluate(function f, std::vector<T> a, std::vector<T> b) {
  const std::size_t n = a.size();
  a.resize((n + 63) / 64 * 64, T(1));
  b.resize(a.size(), T(1));
  std::vector<T> out(a.size());
  lossc::runtime::apply_chosen(f, a.data(), b.data(), out.data(), a.size());
  out.resize(n);
  return out;
}

// Prints the worst error on every instruction set and holds it to the bound.
template <class T>
void check_on_every_target(const char* name, function f, double bound, const std::vector<T>& x,
                           const std::vector<T>& y) {
  const auto right = exact(f, x, y);
  std::printf("  %s %-16s", sizeof(T) == 4 ? "f32" : "f64", name);
  on_every_target([&](const char* target) {
    const census<T> c = worst_of<T>(f, evaluate(f, x, y), right, x, y);
    std::printf("  %s %.3f", target, c.worst);
    INFO(name << " on " << target << " at " << c.x << ", " << c.y);
    CHECK(c.worst <= bound);
  });
  std::printf("\n");
}

template <class T> void check_accuracy() {
  const std::vector<T> x = samples(T());
#define LOSSC_CHECK(name, part, ulp, part_f64, ulp_f64) \
  check_on_every_target<T>(#name, function::name, sizeof(T) == 4 ? ulp : ulp_f64, x, x);
  LOSSC_UNARY_FUNCTIONS(LOSSC_CHECK)
#undef LOSSC_CHECK
  const auto [a, b] = pairs<T>(sizeof(T) == 4 ? 200000 : 40000);
#define LOSSC_CHECK(name, part, ulp, part_f64, ulp_f64) \
  check_on_every_target<T>(#name, function::name, sizeof(T) == 4 ? ulp : ulp_f64, a, b);
  LOSSC_BINARY_FUNCTIONS(LOSSC_CHECK)
#undef LOSSC_CHECK
  check_on_every_target<T>("select", function::select, 0, a, b);
  check_on_every_target<T>("guard", function::guard, 0, a, b);
}

// clang-format off
template <class A>
float on_scalars(function f, float x, float y) {
  namespace scalar = lossc::runtime::scalar;
  switch (f) {
#define LOSSC_CASE(name, part, ...) case function::name: return scalar::part::name<A>(x);
    LOSSC_UNARY_FUNCTIONS(LOSSC_CASE)
#undef LOSSC_CASE
#define LOSSC_CASE(name, part, ...) case function::name: return scalar::part::name<A>(x, y);
    LOSSC_BINARY_FUNCTIONS(LOSSC_CASE)
#undef LOSSC_CASE
    default: return static_cast<float>(not_a_number);
  }
}
// clang-format on

struct without_fma : lossc::runtime::scalar::scalar_float {
  static float fma(float a, float b, float c) { return a * b + c; }
};

}  // namespace

TEST_CASE("float functions keep their bounds") { check_accuracy<float>(); }
TEST_CASE("double functions keep their bounds") { check_accuracy<double>(); }

TEST_CASE("a vector lane has the bits of the scalar function") {
  const auto compare = [](const char* name, function f, const std::vector<float>& x,
                          const std::vector<float>& y) {
    on_every_target([&](const char* target) {
      const bool fma = lossc::runtime::chosen_has_fma();
      const std::vector<float> got = evaluate(f, x, y);
      std::size_t different = 0;
      for (std::size_t i = 0; i < x.size(); i += 5) {
        const float alone = fma ? on_scalars<lossc::runtime::scalar::scalar_float>(f, x[i], y[i])
                                : on_scalars<without_fma>(f, x[i], y[i]);
        const bool same =
            std::bit_cast<std::uint32_t>(alone) == std::bit_cast<std::uint32_t>(got[i]);
        different += !same && !(std::isnan(alone) && std::isnan(got[i]));
      }
      INFO(name << " on " << target);
      CHECK(different == 0);
    });
  };
  const std::vector<float> x = samples(0.0f);
#define LOSSC_COMPARE(name, ...) compare(#name, function::name, x, x);
  LOSSC_UNARY_FUNCTIONS(LOSSC_COMPARE)
#undef LOSSC_COMPARE
  const auto [a, b] = pairs<float>(50000);
#define LOSSC_COMPARE(name, ...) compare(#name, function::name, a, b);
  LOSSC_BINARY_FUNCTIONS(LOSSC_COMPARE)
#undef LOSSC_COMPARE
}

TEST_CASE("scalar functions keep the bounds of the vectors") {
  const auto check = [](double bound, auto f, function id, const std::vector<double>& x,
                        const std::vector<double>& y) {
    std::vector<double> got(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) got[i] = f(x[i], y[i]);
    const auto c = worst_of<double>(id, got, exact(id, x, y), x, y);
    INFO("function " << static_cast<int>(id) << " at " << c.x << ", " << c.y);
    CHECK(c.worst <= bound);
  };
  const std::vector<double> x = samples(0.0);
#define LOSSC_CHECK(name, part, ulp, part_f64, ulp_f64) \
  check(                                                \
      ulp_f64, [](double a, double) { return lossc::runtime::name(a); }, function::name, x, x);
  LOSSC_UNARY_FUNCTIONS(LOSSC_CHECK)
#undef LOSSC_CHECK
  const auto [a, b] = pairs<double>(10000);
#define LOSSC_CHECK(name, part, ulp, part_f64, ulp_f64)                                          \
  check(                                                                                         \
      ulp_f64, [](double u, double v) { return lossc::runtime::name(u, v); }, function::name, a, \
      b);
  LOSSC_BINARY_FUNCTIONS(LOSSC_CHECK)
#undef LOSSC_CHECK
  CHECK(lossc::runtime::select(true, 1, not_a_number) == 1);
  CHECK(ulps<double>(lossc::runtime::guard(false, not_a_number), 0) == 0);
}

// Written by hand: glibc is not asked here.
TEST_CASE("ends") {
  struct row {
    function f;
    double x, y, right;
  };
  using enum function;
  constexpr double inf = infinity, nan = not_a_number;
  // clang-format off
  const row rows[] = {
      {exp, inf, 0, inf},         {exp, -inf, 0, 0},           {exp, -0.0, 0, 1},
      {log, 0, 0, -inf},          {log, -0.0, 0, -inf},        {log, -1, 0, nan},
      {log, inf, 0, inf},         {log, -inf, 0, nan},         {log, 1, 0, 0},
      {log1p, -1, 0, -inf},       {log1p, -2, 0, nan},         {log1p, inf, 0, inf},
      {log1p, -inf, 0, nan},      {log1p, -0.0, 0, -0.0},      {expm1, -inf, 0, -1},
      {expm1, inf, 0, inf},       {expm1, -0.0, 0, -0.0},      {tanh, inf, 0, 1},
      {tanh, -inf, 0, -1},        {tanh, -0.0, 0, -0.0},       {sigmoid, inf, 0, 1},
      {sigmoid, -inf, 0, 0},      {sigmoid, 0, 0, 0.5},        {softplus, -inf, 0, 0},
      {softplus, inf, 0, inf},    {log_sigmoid, inf, 0, -0.0}, {log_sigmoid, -inf, 0, -inf},
      {sqrt, -1, 0, nan},         {sqrt, inf, 0, inf},         {sqrt, -0.0, 0, -0.0},
      {rsqrt, 0, 0, inf},         {rsqrt, inf, 0, 0},          {rsqrt, -1, 0, nan},
      {sign, -0.0, 0, 0},         {sign, -inf, 0, -1},         {abs, -0.0, 0, 0},
      {maximum, -0.0, 0.0, 0.0},  {maximum, 0.0, -0.0, 0.0},   {maximum, -inf, -3, -3},
      {maximum, nan, inf, nan},   {maximum, 1, nan, nan},      {maximum, nan, nan, nan},
      {minimum, -0.0, 0.0, -0.0}, {minimum, 0.0, -0.0, -0.0},  {minimum, -inf, -3, -inf},
      {minimum, nan, -inf, nan},  {minimum, 1, nan, nan},      {minimum, nan, nan, nan},
      {pow, 0, 0, 1},             {pow, nan, 0, 1},            {pow, 1, nan, 1},
      {pow, nan, 1, nan},         {pow, 2, nan, nan},          {pow, 0, nan, nan},
      {pow, 0, 2, 0},             {pow, 0, -0.5, inf},         {pow, -0.0, 0.5, 0},
      {pow, -0.0, 3, -0.0},       {pow, -0.0, -3, -inf},       {pow, -0.0, -2, inf},
      {pow, -2, 3, -8},           {pow, -2, 10, 1024},         {pow, -2, 0.5, nan},
      {pow, inf, 2, inf},         {pow, inf, -2, 0},           {pow, inf, 0, 1},
      {pow, -inf, 3, -inf},       {pow, -inf, 0.5, inf},       {pow, -inf, -3, -0.0},
      {pow, 0.5, inf, 0},         {pow, 0.5, -inf, inf},       {pow, -1, inf, 1},
      {exp_difference, inf, inf, nan},  {exp_difference, -inf, 3, 0},
      {exp_difference, 3, -inf, inf},   {exp_difference, -inf, inf, 0},
      {exp_difference, inf, 3, inf},    {exp_difference, 3, inf, 0},
      {exp_difference, 1e30, 1e30, 1},  {exp_difference, nan, inf, nan},
      {exp_minus_square, inf, 0, 0},    {exp_minus_square, -inf, 0, 0},
      {exp_minus_square, -0.0, 0, 1},   {exp_difference, -inf, nan, nan},
      {sin, -0.0, 0, -0.0},       {sin, inf, 0, nan},          {sin, -inf, 0, nan},
      {cos, -0.0, 0, 1},          {cos, -inf, 0, nan},         {tan, -0.0, 0, -0.0},
      {tan, inf, 0, nan},         {asin, -0.0, 0, -0.0},       {asin, 1.5, 0, nan},
      {asin, -inf, 0, nan},       {acos, 1, 0, 0},             {acos, -1.5, 0, nan},
      {acos, inf, 0, nan},        {atan, -0.0, 0, -0.0},       {sinh, -0.0, 0, -0.0},
      {sinh, -inf, 0, -inf},      {cosh, -0.0, 0, 1},          {cosh, -inf, 0, inf},
      {asinh, -0.0, 0, -0.0},     {asinh, -inf, 0, -inf},      {acosh, 1, 0, 0},
      {acosh, 0.5, 0, nan},       {acosh, -3, 0, nan},         {acosh, -inf, 0, nan},
      {acosh, inf, 0, inf},       {atanh, -0.0, 0, -0.0},      {atanh, 1, 0, inf},
      {atanh, -1, 0, -inf},       {atanh, 1.5, 0, nan},        {atanh, -inf, 0, nan},
      {floor, -0.0, 0, -0.0},     {floor, -0.25, 0, -1},       {floor, -3, 0, -3},
      {floor, -inf, 0, -inf},     {floor, 0.75, 0, 0},         {round, -0.0, 0, -0.0},
      {round, -0.25, 0, -0.0},    {round, 0.5, 0, 0},          {round, 1.5, 0, 2},
      {round, -2.5, 0, -2},       {round, inf, 0, inf},        {round, 0x1.fffffep22, 0, 0x1p23},
      {binary_scale, 0, 0, 1},    {binary_scale, inf, 0, 1},   {binary_scale, -6, 0, 4},
      {binary_scale, nan, 0, 1},  {atan2, 0.0, 0.0, 0},        {atan2, -0.0, 1, -0.0},
      {atan2, 0.0, inf, 0},       {atan2, -1, inf, -0.0},      {atan2, inf, nan, nan},
      {atan2, nan, -inf, nan},    {hypot, -inf, nan, inf},     {hypot, nan, inf, inf},
      {hypot, nan, 1, nan},       {hypot, -0.0, -0.0, 0},      {hypot, 3, -4, 5},
      {hypot, 3e30, inf, inf},    {round, -1.5, 0, -2},        {floor, inf, 0, inf},
      {log1mexp, 0, 0, -inf},     {log1mexp, inf, 0, -0.0},    {log1mexp, -1, 0, nan},
      {expm1mx, -0.0, 0, 0},      {expm1mx, inf, 0, inf},      {expm1mx, -inf, 0, inf},
      {log1pmx, 0, 0, -0.0},      {log1pmx, -0.0, 0, -0.0},    {log1pmx, -1, 0, -inf},
      {log1pmx, -2, 0, nan},      {log1pmx, inf, 0, -inf},     {log1pmx, -inf, 0, nan},
      {log_cosh, -0.0, 0, 0},     {log_cosh, -inf, 0, inf},    {log_cosh, inf, 0, inf},
      {erf, -0.0, 0, -0.0},       {erf, -inf, 0, -1},          {erf, inf, 0, 1},
      {erfc, -inf, 0, 2},         {erfc, inf, 0, 0},           {erfc, -0.0, 0, 1},
      {erfcx, -inf, 0, inf},      {erfcx, inf, 0, 0},          {erfcx, 0, 0, 1}, {erfcx_derivative, inf, 0, -0.0}, {erfcx_derivative, -inf, 0, -inf},
      {ndtr, -inf, 0, 0},         {ndtr, inf, 0, 1},           {ndtr, -0.0, 0, 0.5},
      {log_ndtr, -inf, 0, -inf},  {log_ndtr, inf, 0, -0.0},    {log_ndtr, 1e30, 0, -0.0},
      {lgamma, 0, 0, inf},        {lgamma, -0.0, 0, inf},      {lgamma, -3, 0, inf},
      {lgamma, inf, 0, inf},      {lgamma, -inf, 0, inf},      {lgamma, 1, 0, 0},
      {lgamma, 2, 0, 0},          {digamma, 0, 0, -inf},       {digamma, -0.0, 0, inf},
      {digamma, -3, 0, nan},      {digamma, inf, 0, inf},      {digamma, -inf, 0, nan},
      {trigamma, 0, 0, inf},      {trigamma, -0.0, 0, inf},    {trigamma, -3, 0, inf},
      {trigamma, inf, 0, 0},      {trigamma, -inf, 0, nan},    {lgamma, -1e30, 0, inf},
      {select, 1, 2, 1},          {select, nan, 2, 2},         {guard, nan, 2, 0},
      {guard, 3, 2, 0},           {guard, -3, 2, -3}};
  // clang-format on
  on_every_target([&](const char* target) {
    const auto check = [&](const row& r) {
      INFO("function " << static_cast<int>(r.f) << " of " << r.x << ", " << r.y << " on "
                       << target);
      const float x = static_cast<float>(r.x), y = static_cast<float>(r.y);
      CHECK(ulps<double>(evaluate<double>(r.f, {r.x}, {r.y})[0], r.right) == 0);
      CHECK(ulps<float>(evaluate<float>(r.f, {x}, {y})[0], r.right) == 0);
    };
    for (const row& r : rows) check(r);
#define LOSSC_CHECK(name, ...) \
  if (name != binary_scale) check({name, nan, 0, nan});
    LOSSC_UNARY_FUNCTIONS(LOSSC_CHECK)
#undef LOSSC_CHECK
  });
}

TEST_CASE("the census reports a wrong function") {
  const std::vector<float> x = {-80, -1, 0.5f, 3, 88};
  const auto right = exact(function::exp, x, x);
  std::vector<float> got(right.begin(), right.end());
  CHECK(worst_of<float>(function::exp, got, right, x, x).worst <= 0.5);
  for (int step = 0; step < 3; ++step) got[3] = std::nextafter(got[3], 1e9f);
  const auto c = worst_of<float>(function::exp, got, right, x, x);
  CHECK(c.worst > 2);
  CHECK(c.x == 3);
  CHECK(ulps<float>(std::nanf(""), 1) == infinity);
  CHECK(ulps<float>(-0.0f, 0.0) == infinity);
  CHECK(ulps<float>(-1e-9f, 1e-9) == infinity);
  CHECK(ulps<float>(-0x1p-24f, 0x1p-24, 1.0) == 1);
  CHECK(ulps<float>(0, 0x1p-149) == 1);
  CHECK(ulps<float>(std::numeric_limits<float>::infinity(), 0x1.fffffep127) == 1);
}

#endif
