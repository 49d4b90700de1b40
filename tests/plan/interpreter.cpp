// Every plan, run by the interpreter, against the loss as written: value and all gradients.
#include <algorithm>
#include <boost/hana/concat.hpp>
#include <catch2/catch.hpp>
#include <numeric>

#include <lossc/graph/lower.hpp>
#include <lossc/graph/print.hpp>
#include <lossc/pipeline.hpp>
#include <lossc/plan/cost.hpp>
#include <lossc/plan/interpreter.hpp>
#include <lossc/plan/print.hpp>
#include <lossc/rewrite/derivatives.hpp>
#include <lossc/rewrite/meaning.hpp>

#include "numbers.hpp"
#include "shapes.hpp"

using namespace lossc;

namespace {

/// Largest difference relative to the norm of what is expected; NaN counts as a difference.
double distance(const Eigen::ArrayXd& got, const Eigen::ArrayXd& expected) {
  if (got.size() != expected.size()) return infinity;
  double worst = 0, norm = 0;
  for (Eigen::Index i = 0; i < got.size(); ++i) {
    if (got(i) == expected(i) && std::isinf(got(i))) continue;
    const double here = std::abs(got(i) - expected(i));
    worst = here <= worst ? worst : here;
    norm += expected(i) * expected(i);
  }
  return worst <= 1e-14 ? 0 : std::isfinite(worst) ? worst / std::sqrt(norm) : infinity;
}

axis_mask axes_as_written(const graph& written, const output_info& output) { return written[written.find_output(output.name)->value].axes; }

/// The plan's outputs against the loss as it is written, differentiated by numbers.
void check_outputs(const graph& written, const kernel_plan& p, const arguments<double>& a) {
  const graph oracle = resolve_derivatives(with_declared_meaning(written));
  const domain where = detail::domain_of(oracle, a);
  const auto known = interpret(oracle, where, a);
  const auto& value = known[static_cast<std::size_t>(oracle.outputs[0].value)];
  auto ones = values<double>(&where, value.mask);
  ones.data.setOnes();
  const auto gradients = numeric_gradients(oracle, known, ones);
  const auto got = interpret(p, a);
  for (std::size_t o = 0; o < p.g.outputs.size(); ++o) {
    const auto& output = p.g.outputs[o];
    INFO(print_output_name(p.g, output));
    if (output.wrt == reported) {
      CHECK(got.outputs[o](0) == static_cast<double>((!value.data.isFinite()).count()));
    } else if (output.wrt < 0) {
      const node_id id = oracle.find_output(output.name)->value;
      CHECK(distance(got.outputs[o], known[static_cast<std::size_t>(id)].spread_to(axes_as_written(written, output)).data) < 1e-12);
    } else {
      const auto place = static_cast<std::size_t>(output.wrt);
      CHECK(distance(got.outputs[o], in_declared_order(oracle.inputs[place], gradients[place])) < 1e-12);
    }
  }
}

/// The loss, or, of one that is cut into parts, whose own plans say what goes in and out, the parts that have plans.
std::vector<compiled> with_plans(const graph& written, const compile_options& options = {}) {
  const auto c = compile(written, options);
  if (c.tables != nullptr) return {c.tables->core};
  if (c.pairs == nullptr) return {c};
  std::vector<compiled> parts{c.pairs->core};
  for (const auto& operand : c.pairs->operands)
    if (operand.written.size() > 0) parts.push_back(operand);
  return parts;
}

void check_loss(const graph& written, const compile_options& options = {}) {
  try {
    unsigned seed = 0;
    for (const auto& c : with_plans(written, options))
      for (std::int64_t first : {1, 2, 37})
        for (std::int64_t second : {2, 3, 10, 53}) {
          INFO(written.name << ", first axis " << first << ", other axes " << second);
          const auto a = test::numbers_for(c.written, test::sizes_of(c.written, first, second), ++seed);
          check_outputs(c.written, c.value_plan, a);
          check_outputs(c.written, c.gradient_plan, a);
        }
  } catch (const failure& f) {
    FAIL(written.name << ": " << f.sentence << ": " << f.subject);
  }
}

template <class Losses>
std::vector<graph> lowered(const Losses& losses) {
  return boost::hana::unpack(losses, [](const auto&... l) { return std::vector<graph>{lower(l)...}; });
}

}  // namespace

TEST_CASE("the plan of every predefined loss computes the loss and its gradients") {
  for (const auto& g : lowered(losses::one_of_each))
    for (bool strict : {false, true}) check_loss(g, {.strict = strict});
}

TEST_CASE("plans of every other shape compute their loss and its gradients") {
  for (const auto& g : lowered(test::shapes)) check_loss(g);
}

TEST_CASE("a loss without its outermost reduction is planned too") {
  for (const auto& g : lowered(boost::hana::make_tuple(losses::cross_entropy, losses::focal, losses::mse, losses::weighted_mse, losses::triplet)))
    for (auto reduction : {compile_options::outermost::none, compile_options::outermost::sum}) check_loss(g, {.reduction = reduction});
}

TEST_CASE("weights that sum to 0 leave the value and all gradients 0") {
  for (const auto& g : lowered(boost::hana::make_tuple(losses::weighted_variance, losses::class_weighted_cross_entropy, test::norm_of_each, test::row_weight))) {
    const auto c = compile(g);
    auto a = test::numbers_for(c.written, test::sizes_of(c.written, 3, 4), 1);
    for (std::size_t i = 0; i < g.inputs.size(); ++i)
      if (g.inputs[i].kind == input_kind::weight) a.numbers[i].setZero();
    INFO(g.name);
    for (const auto& output : interpret(c.gradient_plan, a).outputs) CHECK((output == 0).all());
  }
}

TEST_CASE("what a plan reads and writes is what the cost model says") {
  for (const auto& g : lowered(boost::hana::concat(losses::one_of_each, test::shapes))) {
    for (const auto& c : with_plans(g)) {
      auto a = test::numbers_for(c.written, test::sizes_of(c.written, 3, 5), 1);
      for (auto& labels : a.labels) std::fill(labels.begin(), labels.end(), 2);  // an ignored row reads less
      for (kernel_plan p : {c.value_plan, c.gradient_plan}) {
        for (std::size_t axis = 0; axis < a.sizes.size(); ++axis) p.g.axes[axis].size = static_cast<int>(a.sizes[axis]);
        double reads = 0, cached = 0, writes = 0;
        for (const auto& t : interpret(p, a).regions) {
          reads += static_cast<double>(std::accumulate(t.reads.begin(), t.reads.end(), t.kept_reads));
          cached += static_cast<double>(std::accumulate(t.cached.begin(), t.cached.end(), std::int64_t{0}));
          writes += static_cast<double>(std::accumulate(t.writes.begin(), t.writes.end(), t.kept_writes));
        }
        const double everything = nominal_count(p.g, p.parallel | p.inner);
        const auto predicted = cost_of(p);
        INFO(g.name << "\n" << print(p));
        CHECK(reads == Approx(predicted.reads * everything));
        CHECK(cached == Approx(predicted.cached * everything));
        CHECK(writes == Approx(predicted.writes * everything));
      }
    }
  }
}
