// Second derivatives: of every primitive and of every predefined loss, as graphs, against dual numbers that
// run through the first derivatives on arrays.
#include <catch2/catch.hpp>
#include <lossc/rewrite/derivatives.hpp>
#include <lossc/rewrite/expand.hpp>
#include <sstream>

#include "../loss/arguments.hpp"
#include "../dual.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

using number = dual<long double>;

/// The sum of ⟨direction, gradient⟩ over all differentiable inputs: its gradient is the Hessian times the
/// directions, with every mixed derivative. The directions are inputs after those of `g`.
graph slope_of(const graph& g) {
  graph s = g;
  const node_id one = s.number(1);
  symbol total{};
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    if (!g.inputs[i].differentiable) continue;
    input_info direction = g.inputs[i];
    direction.name = "direction";
    s.inputs.push_back(direction);
    const symbol along{&s, s.input(static_cast<int>(s.inputs.size()) - 1)};
    const symbol gradient{&s, s.push(code_of<op::Gradient>, {g.outputs[0].value, s.input(static_cast<int>(i)), one})};
    const symbol part = sum(along * gradient, along.axes());
    total = total.home == nullptr ? part : total + part;
  }
  s.outputs[0].value = total.id;
  return s;
}

struct comparison {
  int points = 0;
  double worst = 0;  // relative to the largest entry of that input
  std::string where;
};

/// Compares the gradient of `slope_of(g)` with dual numbers. `distortion` spoils it on purpose.
comparison compare(const graph& g, const arguments<double>& a, double distortion = 1) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> draw(-1, 1);
  auto with_slopes = converted<number>(a);
  auto with_directions = converted<long double>(a);
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    if (!g.inputs[i].differentiable) continue;
    with_directions.numbers.push_back(with_directions.numbers[i]);
    with_directions.labels.emplace_back();
    for (std::int64_t k = 0; k < a.numbers[i].size(); ++k)
      with_directions.numbers.back()(k) = with_slopes.numbers[i](k).slope = draw(random);
  }

  const domain where = detail::domain_of(g, with_slopes);
  const auto known = interpret(g, where, with_slopes);
  values<number> ones(&where, g[g.outputs[0].value].axes);
  ones.data.setOnes();
  const auto exact = numeric_gradients(g, known, ones);

  const rule_set rules = stable_rules();
  const graph resolved = resolve_derivatives(slope_of(g), rules, /*strict=*/false);
  const graph second = expand(rewrite(differentiate(rewrite(resolved, rules).result), rules).result);
  const domain here = detail::domain_of(second, with_directions);
  const auto found = interpret(second, here, with_directions);

  comparison done;
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    if (!g.inputs[i].differentiable) continue;
    const auto mine = found[static_cast<std::size_t>(second.find_gradient(static_cast<int>(i))->value)].spread_to(axes_of(g.inputs[i]));
    long double largest = 0;
    for (const auto& x : exact[i].data) largest = std::max(largest, std::abs(x.slope));
    for (std::int64_t k = 0; k < mine.data.size(); ++k) {
      const long double off = std::abs(distortion * mine.data(k) - exact[i].data(k).slope);
      const auto error = static_cast<double>(largest == 0 ? off : off / largest);
      ++done.points;
      if (error <= done.worst || std::isnan(done.worst)) continue;
      std::ostringstream text;
      text << "input " << i << ", entry " << k << ": " << mine.data(k) << " instead of " << exact[i].data(k).slope;
      done = {done.points, error, text.str()};
    }
  }
  return done;
}

/// The primitive alone, squared, so that the upstream gradient depends on the operands too.
template <class Op> graph squared() {
  constexpr bool has_label = Op::info.shape == shape::pick || Op::info.shape == shape::indicator;
  constexpr bool looks_along = Op::info.shape == shape::reduction || Op::info.shape == shape::along;
  graph g;
  g.name = Op::info.name;
  g.axes = {{"rows"}, {"classes"}};
  std::array<node_id, max_operands> in{no_node, no_node, no_node};
  for (int i = 0; i < arity_of<Op>; ++i) {
    const bool is_label = has_label && i == arity_of<Op> - 1;
    input_info input{.name = "x", .kind = is_label ? input_kind::label : input_kind::tensor};
    input.axes = {0, static_cast<std::int8_t>(is_label ? -1 : 1), -1, -1, -1, -1};
    input.target = is_label ? 1 : -1;
    input.differentiable = (Op::info.constant >> i & 1) == 0;
    g.inputs.push_back(input);
    in[static_cast<std::size_t>(i)] = g.input(i);
  }
  const symbol alone{&g, g.push(code_of<Op>, in, looks_along ? 2 : 0)};
  // The squares of a normalized row add up to 1 whatever the row is: its cubes do not.
  g.outputs.push_back({"result", (Op::info.shape == shape::along ? alone * alone * alone : alone * alone).id});
  return g;
}

/// Operands inside the domain, away from its ends.
template <class Op> arguments<double> operands_of(const graph& g) {
  std::mt19937 random(5);
  const auto& [low, high] = Op::info.domain;
  std::uniform_real_distribution<double> draw(std::max(low + 0.05, -2.0), std::min(high - 0.05, std::max(low + 0.05, -2.0) + 4));
  arguments<double> a;
  a.sizes = {7, 5};
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    const bool condition = i == 0 && (Op::info.constant & 1) != 0;
    a.numbers.emplace_back(g.inputs[i].kind == input_kind::label ? 0 : 35);
    a.labels.emplace_back();
    for (auto& x : a.numbers.back()) x = condition ? static_cast<double>(random() % 2) : draw(random);
    if (g.inputs[i].kind == input_kind::label)
      for (int k = 0; k < 7; ++k) a.labels.back().push_back(static_cast<std::int64_t>(random() % 5));
  }
  return a;
}

}  // namespace

TEST_CASE("every primitive's derivative can be differentiated") {
  int compared = 0;
  for (std::size_t i = 0; i < primitive_count; ++i)
    with_primitive(static_cast<opcode>(i), [&]<class Op>() {
      if constexpr (Op::info.shape != shape::leaf && Op::info.shape != shape::derivative &&
                    (~Op::info.constant & ((1 << arity_of<Op>)-1)) != 0) {
        const graph g = squared<Op>();
        const auto done = compare(g, operands_of<Op>(g));
        INFO(Op::info.name << ": worst relative error " << done.worst << " at " << done.where);
        CHECK(done.points >= 35);
        CHECK(done.worst <= 1e-10);
        ++compared;
      }
    });
  CHECK(compared >= 35);
}

TEST_CASE("Hessians of predefined losses are the derivatives of their gradients") {
  boost::hana::for_each(losses::one_of_each, [](const auto& loss) {
    const graph g = meaning_of(loss);
    if (std::none_of(g.inputs.begin(), g.inputs.end(), [](const auto& input) { return input.differentiable; })) return;
    unsigned seed = 1;
    for (auto [batch, classes, others] : {std::array<std::int64_t, 3>{3, 4, 2}, {5, 3, 3}}) {
      const auto done = compare(g, random_arguments(g, sizes_of(g, batch, classes, others), seed++));
      INFO(g.name << ": worst relative error " << done.worst << " at " << done.where);
      CHECK(done.points > 0);
      CHECK(done.worst <= 1e-10);
    }
  });
}

TEST_CASE("a second derivative that is wrong in the ninth digit is seen") {
  const graph g = meaning_of(losses::focal);
  const auto a = random_arguments(g, sizes_of(g, 3, 4, 1), 1);
  CHECK(compare(g, a, 1 + 1e-9).worst > 1e-10);
  CHECK(compare(g, a).worst <= 1e-10);
}
