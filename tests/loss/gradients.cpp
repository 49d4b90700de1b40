// The gradients of every predefined loss, by both paths, against dual numbers run through the loss
// as written.
#include <catch2/catch.hpp>

#include "../dual.hpp"
#include "arguments.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

using number = dual<long double>;

/// The largest error of value and gradients, relative to the largest derivative of the input.
template <class Loss>
double worst_error(const Loss& loss, const arguments<double>& a, evaluation_mode mode,
                   double distortion = 1) {
  const graph g = meaning_of(loss);
  const auto [value, gradients] = evaluation_of(loss, a, mode).gradients();
  auto exact = converted<number>(a);
  const auto exactly = [&] {
    return evaluation_of(loss, exact, evaluation_mode::as_written).value();
  };
  const number truth = exactly();
  double worst =
      static_cast<double>(std::abs(value - truth.value) / std::max(1.0L, std::abs(truth.value)));
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    if (!g.inputs[i].differentiable) continue;
    double largest = 0, error = 0;
    for (std::int64_t k = 0; k < exact.numbers[i].size(); ++k) {
      exact.numbers[i](k).slope = 1;
      const long double slope = exactly().slope;
      exact.numbers[i](k).slope = 0;
      largest = std::max(largest, static_cast<double>(std::abs(slope)));
      const double here =
          static_cast<double>(std::abs(gradients[i].data()[k] * distortion - slope));
      error = here <= error ? error : here;
    }
    INFO(g.name << ": d_" << g.inputs[i].name << " is off by " << error << " of " << largest);
    CHECK(gradients[i].size() == exact.numbers[i].size());
    CHECK_FALSE(std::isnan(error));
    worst = std::max(worst, largest == 0 ? error : error / largest);
  }
  return worst;
}

struct size {
  std::int64_t batch, classes, others;
};
constexpr size sizes[] = {{1, 2, 1}, {1, 3, 5}, {2, 10, 3}, {5, 3, 1}, {7, 2, 3}};

}  // namespace

TEST_CASE("gradients of every predefined loss are the derivatives of its value") {
  int losses_checked = 0;
  boost::hana::for_each(losses::all, [&](const auto& loss) {
    const graph g = meaning_of(loss);
    ++losses_checked;
    unsigned seed = 1;
    for (const auto& n : sizes) {
      const auto a = random_arguments(g, sizes_of(g, n.batch, n.classes, n.others), seed++);
      for (auto mode : {evaluation_mode::as_written, evaluation_mode::stable}) {
        INFO(g.name << ", batch " << n.batch << ", classes " << n.classes << ", others " << n.others
                    << (mode == evaluation_mode::stable ? ", stable" : ", as written"));
        CHECK(worst_error(loss, a, mode) <= 1e-12);
      }
    }
  });
  CHECK(losses_checked == static_cast<int>(decltype(boost::hana::size(losses::all))::value));
}

TEST_CASE("a gradient that is wrong in the ninth digit is seen") {
  const auto& loss = losses::focal;
  const graph g = meaning_of(loss);
  const auto a = random_arguments(g, sizes_of(g, 3, 4, 1), 1);
  CHECK(worst_error(loss, a, evaluation_mode::stable, 1 + 1e-9) > 1e-12);
}
