// Samples of all floats through every primitive's kernel; the list, the ceilings and the references themselves.
#include <catch2/catch.hpp>
#include <boost/hana/for_each.hpp>
#include <cstdio>
#include <fstream>
#include <lossc/program/built_in.hpp>
#include <sstream>

#include "../runtime/ulps.hpp"
#include "accuracy.hpp"
#include "error.hpp"
#include "primitives.hpp"
#include "promise.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

constexpr const char* names[] = {
#define LOSSC_NAME(name, Op) #name,
    LOSSC_UNARY_PRIMITIVES(LOSSC_NAME)
#undef LOSSC_NAME
};

const lossc_kernel& kernel_named(std::string_view name) { return *program::built_in_kernel(name, LOSSC_F32); }

}  // namespace

TEST_CASE("on samples of all floats value and gradient of every primitive are as exact as promised") {
  const auto recorded = read_accuracy();
  for (const char* name : names) {
    const auto found = survey(kernel_named(name), reference_of(name), 4099);
    std::printf("%s\n", summary(name, found).c_str());
    INFO(summary(name, found));
    CHECK(is_kept(name, found));
    INFO("accuracy.md says otherwise; after a change: build/tests/exhaustive/every_float --record " << name);
    REQUIRE(recorded.count(name) == 1);
    CHECK(found.value.ulps <= recorded.at(name).value);
    CHECK(found.gradient.ulps <= recorded.at(name).gradient);
  }
}

TEST_CASE("accuracy.md says of domains and kinks what the rows say") {
  std::ifstream file(LOSSC_ACCURACY_PAGE);
  std::stringstream page;
  page << file.rdbuf();
  CHECK(page.str() == accuracy_page(read_accuracy()));
}

TEST_CASE("every elementwise primitive of one operand is surveyed") {
  std::vector<std::string_view> missing;
  boost::hana::for_each(op::all, [&]<class Op>(const Op&) {
    if constexpr (Op::info.shape == shape::elementwise && arity_of<Op> == 1 && !Op::info.boolean) {
      bool listed = false;
      for (const char* name : names) listed = listed || name == Op::info.name;
      if (!listed) missing.push_back(Op::info.name);
    }
  });
  std::string text;
  for (auto name : missing) text += " " + std::string(name);
  INFO("not in tests/exhaustive/primitives.hpp:" << text);
  CHECK(missing.empty());
}

TEST_CASE("no row promises more than its ceiling, and none less than it could") {
  for (const char* name : names) {
    INFO(name);
    CHECK(facts_named(name).ulp <= ceiling_of(name).value);
  }
}

TEST_CASE("the references are right to a thousandth of an ulp") {
  for (const char* name : names) {
    INFO(name);
    CHECK(worst_of_reference(reference_of(name), 300) <= 1e-3);
  }
}

TEST_CASE("a function that is wrong in one float is found") {
  const reference& right = reference_of("sin");
  const auto found = [&](double (*value)(double), double (*derivative)(double)) {
    reference wrong = right;
    wrong.value = value;
    wrong.derivative = derivative;
    return survey(kernel_named("sin"), wrong, 65537);
  };
  CHECK(is_kept("sin", found(right.value, right.derivative)));
  // The sampled stride meets 1, a special value, once.
  const auto off = [](double x) { return x == 1 ? std::sin(x) * (1 + 3 * 0x1p-23) : std::sin(x); };
  const auto turned = [](double x) { return x == 1 ? -std::cos(x) : std::cos(x); };
  CHECK_FALSE(is_kept("sin", found(off, right.derivative)));
  CHECK(found(off, right.derivative).value.at == 1);
  CHECK_FALSE(is_kept("sin", found(right.value, turned)));
  CHECK(found(right.value, turned).gradient.at == 1);
  reference off_by_much = right;
  off_by_much.value = [](double x) { return std::sin(x) * (1 + 1e-9); };
  CHECK(worst_of_reference(off_by_much, 300) > 1e-3);
}

TEST_CASE("errors are those of tests/runtime, but for the sign of zero") {
  for (const double right : {1.0, 1.9999, -3.5e-45, 1e-50, 2e-38, -3.5e38, 1e39, 0.0})
    for (const float got : {1.0f, 2.0f, -0x1p-149f, 2e-38f, std::numeric_limits<float>::infinity(), -3.4e38f})
      if (std::signbit(got) == std::signbit(right)) {
        INFO(got << " for " << right);
        CHECK(error_in_ulps(got, right) == Approx(ulps<float>(got, right)).epsilon(1e-12));
      }
  CHECK(error_in_ulps(std::nanf(""), 1) == lossc::infinity);
  CHECK(error_in_ulps(1, std::nan("")) == lossc::infinity);
  CHECK(error_in_ulps(-0.0f, 0) == 0);
  CHECK(error_in_ulps(1 + 0x1p-22f, 1, 4) == 0.5);
}
