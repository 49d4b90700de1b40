// The mathematics of the kernels, on every instruction set of this machine, against glibc with more
// bits.
#include <cmath>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE __BASE_FILE__
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include <lossc/runtime/math-inl.h>

#ifndef LOSSC_TESTS_RUNTIME_MATH_ONCE
#define LOSSC_TESTS_RUNTIME_MATH_ONCE

// name, bound in ulp for float, for double. 0.51: one rounding, measured with a little noise.
#define LOSSC_UNARY(X)                                                                           \
  X(exp, 1, 4)                                                                                   \
  X(log, 1, 4) X(log1p, 1, 4) X(expm1, 2, 4) X(tanh, 2, 4) X(sigmoid, 2, 4) X(softplus, 2, 4)    \
      X(log_sigmoid, 2, 4) X(sqrt, 0.51, 0.51) X(rsqrt, 2, 4) X(abs, 0, 0) X(square, 0.51, 0.51) \
          X(sign, 0, 0)
#define LOSSC_BINARY(X) X(pow, 2, 4) X(maximum, 0, 0) X(minimum, 0, 0)

enum class function {
#define LOSSC_CASE(name, ...) name,
  LOSSC_UNARY(LOSSC_CASE) LOSSC_BINARY(LOSSC_CASE) select,
  guard
#undef LOSSC_CASE
};

#endif

HWY_BEFORE_NAMESPACE();
namespace lossc {
namespace runtime {
namespace HWY_NAMESPACE {

// n is a multiple of every vector's length.
template <class T> void apply(function f, const T* a, const T* b, T* out, std::size_t n) {
  const hn::ScalableTag<T> d;
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
    const auto x = hn::LoadU(d, a + i);
    const auto y = hn::LoadU(d, b + i);
    auto r = x;
    switch (f) {
#define LOSSC_CASE(name, ...) \
  case function::name:        \
    r = name(x);              \
    break;
      LOSSC_UNARY(LOSSC_CASE)
#undef LOSSC_CASE
#define LOSSC_CASE(name, ...) \
  case function::name:        \
    r = name(x, y);           \
    break;
      LOSSC_BINARY(LOSSC_CASE)
#undef LOSSC_CASE
      case function::select:
        r = select(hn::Lt(x, y), x, y);
        break;
      case function::guard:
        r = guard(hn::Lt(x, y), x);
        break;
    }
    hn::StoreU(r, d, out + i);
  }
}

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
#include <lossc/runtime/scalar.h>

#include <bit>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <random>
#include <type_traits>
#include <vector>

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

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

template <class T> using wide = std::conditional_t<sizeof(T) == 4, double, long double>;

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

// --- what is right ---

template <class W> W exact(function f, W x, W y) {
  const W e = std::exp(-std::fabs(x));
  switch (f) {
    case function::exp:
      return std::exp(x);
    case function::log:
      return std::log(x);
    case function::log1p:
      return std::log1p(x);
    case function::expm1:
      return std::expm1(x);
    case function::tanh:
      return std::tanh(x);
    case function::sigmoid:
      return (x < 0 ? e : W(1)) / (1 + e);
    case function::softplus:
      return (x < 0 ? W(0) : x) + std::log1p(e);
    case function::log_sigmoid:
      return -exact<W>(function::softplus, -x, y);
    case function::sqrt:
      return std::sqrt(x);
    case function::rsqrt:
      return 1 / std::sqrt(x);
    case function::abs:
      return std::fabs(x);
    case function::square:
      return x * x;
    case function::sign:
      return std::isnan(x) ? x : W((x > 0) - (x < 0));
    case function::pow:
      return std::pow(x, y);
    case function::maximum:
      if (std::isnan(x) || std::isnan(y)) return W(nan);
      return x == 0 && y == 0 ? (std::signbit(x) ? y : x) : std::fmax(x, y);
    case function::minimum:
      return -exact<W>(function::maximum, -x, -y);
    case function::select:
      return x < y ? x : y;
    case function::guard:
      return x < y ? x : W(0);
  }
  return W(nan);
}

// |got - right| in units of the last place of T at right. Infinity stands where the next power of
// two would; a wrong sign (of zero too) or a NaN on one side only is infinitely wrong.
template <class T> double ulps(T got, wide<T> right) {
  using W = wide<T>;
  using limits = std::numeric_limits<T>;
  if (std::isnan(got) || std::isnan(right)) {
    return std::isnan(got) && std::isnan(right) ? 0 : infinity;
  }
  if (std::signbit(got) != std::signbit(right)) return infinity;
  const W end = std::ldexp(W(1), limits::max_exponent);
  const W a = std::isinf(got) ? end : std::fabs(W(got));
  const W b = std::fmin(std::fabs(right), end);
  int exponent = 0;
  std::frexp(b, &exponent);
  if (b == 0) exponent = limits::min_exponent;
  exponent = std::clamp(exponent, limits::min_exponent, limits::max_exponent);
  return static_cast<double>(std::ldexp(std::fabs(a - b), limits::digits - exponent));
}

template <class T> struct census {
  double worst = 0;
  T x = 0, y = 0;
};

template <class T>
census<T> worst_of(const std::vector<T>& got, const std::vector<wide<T>>& right,
                   const std::vector<T>& x, const std::vector<T>& y) {
  census<T> result;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double error = ulps<T>(got[i], right[i]);
    if (error > result.worst) result = {error, x[i], y[i]};
  }
  return result;
}

template <class T>
std::vector<wide<T>> exact(function f, const std::vector<T>& x, const std::vector<T>& y) {
  std::vector<wide<T>> result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) result[i] = exact<wide<T>>(f, x[i], y[i]);
  return result;
}

// --- inputs ---

// Where functions change form, and both neighbours of each.
template <class T> std::vector<T> specials() {
  using limits = std::numeric_limits<T>;
  std::vector<T> result;
  for (const T x : {T(0),
                    limits::denorm_min(),
                    limits::min(),
                    limits::epsilon(),
                    T(0.25),
                    T(0.346573590279972655),
                    T(0.5),
                    T(0.55),
                    T(0.693147180559945309),
                    T(0.75),
                    T(1),
                    T(1.5),
                    T(2),
                    T(10),
                    T(17.3286795),
                    T(20),
                    T(37),
                    T(87.3365447),
                    T(88.7228391),
                    T(103.972084),
                    T(708.396418532264),
                    T(709.782712893384),
                    T(745.133219101941),
                    limits::max(),
                    limits::infinity(),
                    limits::quiet_NaN()}) {
    for (const T near : {std::nextafter(x, T(0)), x, std::nextafter(x, limits::infinity())}) {
      result.push_back(near);
      result.push_back(-near);
    }
  }
  return result;
}

std::vector<float> samples(float) {
  std::vector<float> result = specials<float>();
  for (std::uint64_t bits = 0; bits < std::uint64_t(1) << 32; bits += 4099) {
    result.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  }
  return result;
}

// Bit patterns at random, and as many where the functions are neither 0, x nor a bound.
std::vector<double> samples(double) {
  std::vector<double> result = specials<double>();
  std::mt19937_64 random(20);
  std::uniform_real_distribution<double> uniform(-1, 1), exponent(-30, 10);
  for (int i = 0; i < 100000; ++i) {
    result.push_back(std::bit_cast<double>(random()));
    result.push_back(uniform(random) * std::exp2(exponent(random)));
  }
  return result;
}

// Bases and exponents of a pow whose result is representable, near and far from 1; then small
// exponents; then all pairs of specials.
template <class T> std::pair<std::vector<T>, std::vector<T>> pairs(int count) {
  std::vector<T> x, y;
  std::mt19937_64 random(7);
  const double span = std::numeric_limits<T>::max_exponent;
  std::uniform_real_distribution<double> near(-0.55, 0.55), far(-span, span), to(-1.2, 1.01);
  for (int i = 0; i < count; ++i) {
    x.push_back(static_cast<T>(std::exp2(i % 2 ? near(random) : far(random))));
    y.push_back(static_cast<T>(to(random) * span / std::log2(x.back())));
    x.push_back(static_cast<T>(std::exp2(far(random)) * (i % 2 ? 1 : -1)));
    y.push_back(static_cast<T>(static_cast<int>(random() % 17) - 8) / (i % 4 ? 1 : 2));
  }
  std::vector<T> ends = specials<T>();
  for (const double v : {3.0, 40.0, 0x1p22 - 0.5, 0x1p23 - 1, 0x1p23 + 1, 0x1p24 - 1, 0x1p24 + 2}) {
    ends.insert(ends.end(), {static_cast<T>(v), static_cast<T>(-v)});
  }
  for (const T a : ends) {
    for (const T b : ends) x.push_back(a), y.push_back(b);
  }
  return {x, y};
}

// Prints the worst error on every instruction set and holds it to the bound.
template <class T>
void check_on_every_target(const char* name, function f, double bound, const std::vector<T>& x,
                           const std::vector<T>& y) {
  const auto right = exact(f, x, y);
  std::printf("  %s %-12s", sizeof(T) == 4 ? "f32" : "f64", name);
  on_every_target([&](const char* target) {
    const census<T> c = worst_of<T>(evaluate(f, x, y), right, x, y);
    std::printf("  %s %.3f", target, c.worst);
    INFO(name << " on " << target << " at " << c.x << ", " << c.y);
    CHECK(c.worst <= bound);
  });
  std::printf("\n");
}

template <class T> void check_accuracy() {
  const std::vector<T> x = samples(T());
#define LOSSC_CHECK(name, f32, f64) \
  check_on_every_target<T>(#name, function::name, sizeof(T) == 4 ? f32 : f64, x, x);
  LOSSC_UNARY(LOSSC_CHECK)
#undef LOSSC_CHECK
  const auto [a, b] = pairs<T>(sizeof(T) == 4 ? 200000 : 40000);
#define LOSSC_CHECK(name, f32, f64) \
  check_on_every_target<T>(#name, function::name, sizeof(T) == 4 ? f32 : f64, a, b);
  LOSSC_BINARY(LOSSC_CHECK)
  LOSSC_CHECK(select, 0, 0)
  LOSSC_CHECK(guard, 0, 0)
#undef LOSSC_CHECK
}

template <class A> float on_host(function f, float x, float y) {
  namespace host = lossc::runtime::host;
  switch (f) {
#define LOSSC_CASE(name) \
  case function::name:   \
    return host::f32::name<A>(x);
    LOSSC_CASE(exp)
    LOSSC_CASE(log) LOSSC_CASE(log1p) LOSSC_CASE(expm1) LOSSC_CASE(tanh) LOSSC_CASE(sigmoid)
        LOSSC_CASE(softplus) LOSSC_CASE(log_sigmoid)
#undef LOSSC_CASE
#define LOSSC_CASE(name) \
  case function::name:   \
    return host::basic::name<A>(x);
            LOSSC_CASE(sqrt) LOSSC_CASE(rsqrt) LOSSC_CASE(abs) LOSSC_CASE(square) LOSSC_CASE(sign)
#undef LOSSC_CASE
                case function::pow : return host::f32::pow<A>(x, y);
    case function::maximum:
      return host::basic::maximum<A>(x, y);
    case function::minimum:
      return host::basic::minimum<A>(x, y);
    default:
      return 0;
  }
}

struct without_fma : lossc::runtime::host::host_float {
  static float fma(float a, float b, float c) { return a * b + c; }
};

}  // namespace

TEST_CASE("float functions keep their bounds") { check_accuracy<float>(); }
TEST_CASE("double functions keep their bounds") { check_accuracy<double>(); }

TEST_CASE("a vector lane has the bits of the host function") {
  const auto compare = [](const char* name, function f, const std::vector<float>& x,
                          const std::vector<float>& y) {
    on_every_target([&](const char* target) {
      const bool fma = lossc::runtime::chosen_has_fma();
      const std::vector<float> got = evaluate(f, x, y);
      std::size_t different = 0;
      for (std::size_t i = 0; i < x.size(); i += 5) {
        const float host = fma ? on_host<lossc::runtime::host::host_float>(f, x[i], y[i])
                               : on_host<without_fma>(f, x[i], y[i]);
        const bool same =
            std::bit_cast<std::uint32_t>(host) == std::bit_cast<std::uint32_t>(got[i]);
        different += !same && !(std::isnan(host) && std::isnan(got[i]));
      }
      INFO(name << " on " << target);
      CHECK(different == 0);
    });
  };
  const std::vector<float> x = samples(0.0f);
#define LOSSC_COMPARE(name, ...) compare(#name, function::name, x, x);
  LOSSC_UNARY(LOSSC_COMPARE)
#undef LOSSC_COMPARE
  const auto [a, b] = pairs<float>(50000);
#define LOSSC_COMPARE(name, ...) compare(#name, function::name, a, b);
  LOSSC_BINARY(LOSSC_COMPARE)
#undef LOSSC_COMPARE
}

TEST_CASE("scalar functions keep the bounds of the vectors") {
  const auto check = [](double bound, auto f, function id, const std::vector<double>& x,
                        const std::vector<double>& y) {
    std::vector<double> got(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) got[i] = f(x[i], y[i]);
    const auto c = worst_of<double>(got, exact(id, x, y), x, y);
    INFO("function " << static_cast<int>(id) << " at " << c.x << ", " << c.y);
    CHECK(c.worst <= bound);
  };
  const std::vector<double> x = samples(0.0);
#define LOSSC_CHECK(name, f32, f64) \
  check(                            \
      f64, [](double a, double) { return lossc::runtime::name(a); }, function::name, x, x);
  LOSSC_UNARY(LOSSC_CHECK)
#undef LOSSC_CHECK
  const auto [a, b] = pairs<double>(10000);
#define LOSSC_CHECK(name, f32, f64) \
  check(                            \
      f64, [](double u, double v) { return lossc::runtime::name(u, v); }, function::name, a, b);
  LOSSC_BINARY(LOSSC_CHECK)
#undef LOSSC_CHECK
  CHECK(lossc::runtime::select(true, 1, nan) == 1);
  CHECK(ulps<double>(lossc::runtime::guard(false, nan), 0) == 0);
}

// Written by hand: glibc is not asked here.
TEST_CASE("ends") {
  struct row {
    function f;
    double x, y, right;
  };
  const row rows[] = {{function::exp, infinity, 0, infinity},
                      {function::exp, -infinity, 0, 0},
                      {function::exp, -0.0, 0, 1},
                      {function::log, 0, 0, -infinity},
                      {function::log, -0.0, 0, -infinity},
                      {function::log, -1, 0, nan},
                      {function::log, infinity, 0, infinity},
                      {function::log, -infinity, 0, nan},
                      {function::log, 1, 0, 0},
                      {function::log1p, -1, 0, -infinity},
                      {function::log1p, -2, 0, nan},
                      {function::log1p, infinity, 0, infinity},
                      {function::log1p, -0.0, 0, -0.0},
                      {function::expm1, -infinity, 0, -1},
                      {function::expm1, infinity, 0, infinity},
                      {function::expm1, -0.0, 0, -0.0},
                      {function::tanh, infinity, 0, 1},
                      {function::tanh, -infinity, 0, -1},
                      {function::tanh, -0.0, 0, -0.0},
                      {function::sigmoid, infinity, 0, 1},
                      {function::sigmoid, -infinity, 0, 0},
                      {function::sigmoid, 0, 0, 0.5},
                      {function::softplus, -infinity, 0, 0},
                      {function::softplus, infinity, 0, infinity},
                      {function::log_sigmoid, infinity, 0, -0.0},
                      {function::log_sigmoid, -infinity, 0, -infinity},
                      {function::sqrt, -1, 0, nan},
                      {function::sqrt, infinity, 0, infinity},
                      {function::rsqrt, 0, 0, infinity},
                      {function::rsqrt, infinity, 0, 0},
                      {function::sign, -0.0, 0, 0},
                      {function::sign, -infinity, 0, -1},
                      {function::maximum, -0.0, 0.0, 0.0},
                      {function::maximum, 0.0, -0.0, 0.0},
                      {function::minimum, -0.0, 0.0, -0.0},
                      {function::minimum, 0.0, -0.0, -0.0},
                      {function::maximum, nan, infinity, nan},
                      {function::maximum, 1, nan, nan},
                      {function::minimum, nan, -infinity, nan},
                      {function::minimum, 1, nan, nan},
                      {function::pow, 0, 0, 1},
                      {function::pow, nan, 0, 1},
                      {function::pow, 1, nan, 1},
                      {function::pow, nan, 1, nan},
                      {function::pow, 2, nan, nan},
                      {function::pow, 0, 2, 0},
                      {function::pow, 0, nan, nan},
                      {function::pow, 0, -0.5, infinity},
                      {function::pow, -0.0, 3, -0.0},
                      {function::pow, -0.0, -3, -infinity},
                      {function::pow, -2, 3, -8},
                      {function::pow, -2, 10, 1024},
                      {function::pow, -2, 0.5, nan},
                      {function::pow, infinity, 2, infinity},
                      {function::pow, infinity, -2, 0},
                      {function::pow, -infinity, 3, -infinity},
                      {function::pow, -infinity, 0.5, infinity},
                      {function::pow, 0.5, infinity, 0},
                      {function::pow, 0.5, -infinity, infinity},
                      {function::pow, -1, infinity, 1},
                      {function::select, 1, 2, 1},
                      {function::select, nan, 2, 2},
                      {function::guard, nan, 2, 0},
                      {function::guard, 3, 2, 0}};
  on_every_target([&](const char* target) {
    for (const row& r : rows) {
      INFO("function " << static_cast<int>(r.f) << " of " << r.x << ", " << r.y << " on "
                       << target);
      CHECK(ulps<double>(evaluate<double>(r.f, {r.x}, {r.y})[0], r.right) == 0);
      CHECK(
          ulps<float>(evaluate<float>(r.f, {static_cast<float>(r.x)}, {static_cast<float>(r.y)})[0],
                      r.right) == 0);
    }
    for (const function f :
         {function::exp, function::log, function::log1p, function::expm1, function::tanh,
          function::sigmoid, function::softplus, function::log_sigmoid, function::sqrt,
          function::rsqrt, function::abs, function::square, function::sign}) {
      INFO("function " << static_cast<int>(f) << " of NaN on " << target);
      CHECK(std::isnan(evaluate<double>(f, {nan}, {1})[0]));
      CHECK(std::isnan(evaluate<float>(f, {static_cast<float>(nan)}, {1})[0]));
    }
  });
}

TEST_CASE("the census reports a wrong function") {
  const std::vector<float> x = {-80, -1, 0.5f, 3, 88};
  const auto right = exact(function::exp, x, x);
  std::vector<float> got(right.begin(), right.end());
  CHECK(worst_of<float>(got, right, x, x).worst <= 0.5);
  for (int step = 0; step < 3; ++step) got[3] = std::nextafter(got[3], 1e9f);
  const auto c = worst_of<float>(got, right, x, x);
  CHECK(c.worst > 2);
  CHECK(c.x == 3);
  CHECK(ulps<float>(std::nanf(""), 1) == infinity);
  CHECK(ulps<float>(-0.0f, 0.0) == infinity);
  CHECK(ulps<float>(0, 0x1p-149) == 1);
  CHECK(ulps<float>(std::numeric_limits<float>::infinity(), 0x1.fffffep127) == 1);
}

#endif
