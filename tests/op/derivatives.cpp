// Every primitive's own derivative, on numbers and as a graph, against dual numbers over its
// domain.
#include <catch2/catch.hpp>
#include <lossc/evaluate/interpret.hpp>
#include <lossc/grad/differentiate.hpp>
#include <random>
#include <sstream>

#include "../dual.hpp"

using namespace lossc;
using number = test::dual<long double>;

namespace {

constexpr std::int64_t rows = 40, classes = 5;

/// The primitive alone: operands x, y, z over [rows, classes] or, where they are labels, [rows].
template <class Op> graph alone(int arity, bool last_is_label) {
  graph g;
  g.axes = {{"rows"}, {"classes"}};
  std::array<node_id, max_operands> in{no_node, no_node, no_node};
  for (int i = 0; i < arity; ++i) {
    const bool is_label = last_is_label && i == arity - 1;
    input_info input{.name = i == 0 ? "x" : i == 1 ? "y" : "z"};
    input.kind = is_label ? input_kind::label : input_kind::tensor;
    input.axes[0] = 0;
    if (is_label)
      input.target = 1;
    else
      input.axes[1] = 1;
    input.differentiable = !is_label && (Op::info.constant >> i & 1) == 0;
    g.inputs.push_back(input);
  }
  for (int i = 0; i < arity; ++i) in[static_cast<std::size_t>(i)] = g.input(i);
  const bool along = Op::info.shape == shape::reduction || Op::info.shape == shape::along;
  g.outputs.push_back({"result", g.push(code_of<Op>, in, along ? 2 : 0)});
  return g;
}

/// Numbers of many sizes, some next to the ends of the domain.
double sample(const interval& domain, std::mt19937& random) {
  std::uniform_real_distribution<double> unit(0, 1);
  for (;;) {
    const double size = std::pow(10, -6 + 7.5 * unit(random));
    double x = unit(random) < 0.5 ? size : -size;
    if (domain.low > -infinity && unit(random) < 0.5) x = domain.low + size;
    else if (domain.high < infinity && unit(random) < 0.3) x = domain.high - size;
    if (domain.low <= x && x <= domain.high) return x;
  }
}

template <class T> arguments<T> converted(const arguments<double>& from) {
  arguments<T> to;
  to.sizes = from.sizes;
  to.labels = from.labels;
  for (const auto& numbers : from.numbers) {
    to.numbers.emplace_back(numbers.size());
    for (std::int64_t k = 0; k < numbers.size(); ++k) to.numbers.back()(k) = T(numbers(k));
  }
  return to;
}

struct comparison {
  int points = 0;
  double worst = 0;  // relative to the sum of the terms that make the derivative
  std::string where;
};

/// Compares d Σ(u · op(x, y, z)) with respect to every entry, u being random. `distortion` spoils
/// the derivative on purpose.
template <class Op> comparison compare(double distortion = 1) {
  constexpr int arity = arity_of<Op>;
  constexpr bool last_is_label =
      Op::info.shape == shape::pick || Op::info.shape == shape::indicator;
  // p(1 - p) of a confident row comes from g - p·g: good to an ulp of g, not of the result.
  constexpr bool looks_along = Op::info.shape == shape::along || Op::info.shape == shape::indicator;
  // erfcx(x) and x·erfcx'(x) cancel: good to an ulp of either.
  constexpr bool cancels = std::is_same_v<Op, op::ErfcxDerivative>;
  const graph g = alone<Op>(arity, last_is_label);
  std::mt19937 random(7);
  arguments<double> a;
  a.sizes = {rows, classes};
  for (int i = 0; i < arity; ++i) {
    const bool is_label = last_is_label && i == arity - 1;
    a.numbers.emplace_back(is_label ? 0 : rows * classes);
    a.labels.emplace_back();
    const bool condition = (std::is_same_v<Op, op::Guard> || std::is_same_v<Op, op::Where>)&&i == 0;
    const bool any = std::is_same_v<Op, op::Pow> && i == 1;
    for (auto& x : a.numbers.back())
      x = condition ? static_cast<double>(random() % 2)
                    : sample(any ? interval{} : Op::info.domain, random);
    if (is_label)
      for (std::int64_t k = 0; k < rows; ++k)
        a.labels.back().push_back(static_cast<std::int64_t>(random() % classes));
  }

  const domain where = detail::domain_of(g, a);
  const auto known = interpret(g, where, a);
  const auto& result = known[static_cast<std::size_t>(g.outputs[0].value)];
  values<double> upstream(&where, result.mask);
  for (auto& u : upstream.data) u = sample({}, random);
  const auto by_numbers = numeric_gradients(g, known, upstream);

  graph symbolic = differentiate(g);
  arguments<double> with_upstream = a;
  with_upstream.numbers.push_back(upstream.data);
  with_upstream.labels.emplace_back();
  const domain where_symbolic = detail::domain_of(symbolic, with_upstream);
  const auto known_symbolic = interpret(symbolic, where_symbolic, with_upstream);

  comparison done;
  auto exact = converted<number>(a);
  const domain where_exact = detail::domain_of(g, exact);
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    if (!g.inputs[i].differentiable) continue;
    const auto& as_graph = known_symbolic[static_cast<std::size_t>(
        symbolic.find_gradient(static_cast<int>(i))->value)];
    const auto as_graph_spread = as_graph.spread_to(axes_of(g.inputs[i]));
    for (std::int64_t k = 0; k < a.numbers[i].size(); ++k) {
      exact.numbers[i](k).slope = 1;
      const auto slopes = interpret(g, where_exact, exact).back().data;
      exact.numbers[i](k).slope = 0;
      long double truth = 0, terms = 0;
      for (std::int64_t r = 0; r < slopes.size(); ++r) {
        truth += upstream.data(r) * slopes(r).slope;
        if (cancels && slopes(r).slope != 0) terms += std::abs(upstream.data(r)) * 2;
        terms += std::abs(upstream.data(r) *
                          (looks_along && slopes(r).slope != 0 ? 1 : slopes(r).slope));
      }
      if (!std::isfinite(static_cast<double>(truth))) continue;
      ++done.points;
      for (double x : {distortion * by_numbers[i].data(k), as_graph_spread.data(k)}) {
        const double error =
            x == truth ? 0 : static_cast<double>(std::abs(x - truth) / (terms + 1e-300L));
        if (error <= done.worst || std::isnan(done.worst)) continue;
        std::ostringstream text;
        text << "operand " << i << " = " << a.numbers[i](k) << ": " << x << " instead of " << truth;
        done.worst = error;
        done.where = text.str();
      }
    }
  }
  return done;
}

}  // namespace

TEST_CASE("the derivative of every primitive is the derivative of its value") {
  int compared = 0;
  for (std::size_t i = 0; i < primitive_count; ++i)
    with_primitive(static_cast<opcode>(i), [&]<class Op>() {
      if constexpr (Op::info.shape != shape::leaf && Op::info.shape != shape::derivative &&
                    (~Op::info.constant & ((1 << arity_of<Op>)-1)) != 0) {
        const auto done = compare<Op>();
        INFO(Op::info.name << ": " << done.points << " points, worst relative error " << done.worst
                           << " at " << done.where);
        CHECK(done.points >= 5 * rows);
        CHECK(done.worst <= 1e-13);
        ++compared;
      }
    });
  CHECK(compared >= 77);
}

TEST_CASE("a derivative that is wrong in the tenth digit is seen") {
  CHECK(compare<op::Exp>(1 + 1e-10).worst > 1e-13);
  CHECK(compare<op::Exp>().worst <= 1e-13);
}
