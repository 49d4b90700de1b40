// What each primitive's gradient is where there is no derivative, as its row states it.
#include <catch2/catch.hpp>
#include <lossc/evaluate/interpret.hpp>
#include <lossc/grad/differentiate.hpp>
#include <lossc/rewrite/expand.hpp>

using namespace lossc;

namespace {

using row = std::vector<double>;
constexpr axis_mask along = 1;

/// Gradients of the sum of body(x, y) by every path to one: numbers, graph, strict graph.
template <class Body>
std::vector<std::vector<row>> gradients(const Body& body, const std::vector<row>& operands) {
  graph g;
  g.axes = {{"row"}};
  arguments<double> a;
  a.sizes = {static_cast<std::int64_t>(operands[0].size())};
  for (std::size_t i = 0; i < operands.size(); ++i) {
    input_info input{.name = i == 0 ? "x" : "y", .differentiable = true};
    input.axes[0] = 0;
    g.inputs.push_back(input);
    a.numbers.emplace_back(Eigen::Map<const Eigen::ArrayXd>(operands[i].data(), a.sizes[0]));
    a.labels.emplace_back();
  }
  const symbol x{&g, g.input(0)}, y{&g, operands.size() > 1 ? g.input(1) : x.id};
  g.outputs.push_back({"result", body(x, y).id});

  std::vector<std::vector<row>> all;
  const domain where = detail::domain_of(g, a);
  const auto known = interpret(g, where, a);
  values<double> upstream(&where, g[g.outputs[0].value].axes);
  upstream.data.setOnes();
  all.emplace_back();
  for (const auto& v : numeric_gradients(g, known, upstream))
    all.back().emplace_back(v.data.begin(), v.data.end());

  for (bool strict : {false, true}) {
    const graph h = expand(rewrite(differentiate(g), stable_rules(), strict).result);
    const domain here = detail::domain_of(h, a);
    const auto values_of = interpret(h, here, a);
    all.emplace_back();
    for (const auto& o : h.outputs) {
      if (o.wrt < 0) continue;
      const auto v = values_of[static_cast<std::size_t>(o.value)].spread_to(along);
      all.back().emplace_back(v.data.begin(), v.data.end());
    }
  }
  return all;
}

template <class Body>
void expect(const Body& body, const std::vector<row>& operands, const std::vector<row>& gradient) {
  for (const auto& found : gradients(body, operands)) CHECK(found == gradient);
}

constexpr double inf = infinity;

}  // namespace

TEST_CASE("abs and sign at 0") {
  expect([](symbol x, symbol) { return abs(x); }, {{-2, -0.0, 0, 3}}, {{-1, 0, 0, 1}});
  expect([](symbol x, symbol) { return sign(x); }, {{-2, 0, 3}}, {{0, 0, 0}});
}

TEST_CASE("maximum and minimum at a tie") {
  expect([](symbol x, symbol y) { return max(x, y); }, {{1, 2, 3}, {2, 2, 2}},
         {{0, 0.5, 1}, {1, 0.5, 0}});
  expect([](symbol x, symbol y) { return min(x, y); }, {{1, 2, 3}, {2, 2, 2}},
         {{1, 0.5, 0}, {0, 0.5, 1}});
  // The other operand is a number: the subgradient of least norm.
  expect([](symbol x, symbol) { return max(x, 0); }, {{-1, 0, 1}}, {{0, 0, 1}});
  expect([](symbol x, symbol) { return max(0, x); }, {{-1, 0, 1}}, {{0, 0, 1}});
  expect([](symbol x, symbol) { return min(x, 0); }, {{-1, 0, 1}}, {{1, 0, 0}});
}

TEST_CASE("clamp at its bounds") {
  expect([](symbol x, symbol) { return clamp(x, -1, 1); }, {{-2, -1, 0.5, 1, 2}},
         {{0, 0, 1, 0, 0}});
}

TEST_CASE("where takes the derivative of the branch that was taken, and nothing of the other") {
  expect([](symbol x, symbol) { return where(symbol::number(x, 0) < x, sqrt(x), 0 * x); },
         {{0, 4, -1}}, {{0, 0.25, 0}});  // T1
  expect([](symbol x, symbol) { return where(symbol::number(x, 0) < x, log(x), 0 * x); },
         {{0, -1, 2}}, {{0, 0, 0.5}});  // T2
  expect([](symbol x, symbol) { return guard(symbol::number(x, 0) < x, log(x)); }, {{0, -1, 2}},
         {{0, 0, 0.5}});
}

TEST_CASE("sqrt has an infinite slope at 0") {
  expect([](symbol x, symbol) { return sqrt(x); }, {{0, 4}}, {{inf, 0.25}});
}

TEST_CASE("pow at base 0 and exponent 0") {
  expect([](symbol x, symbol) { return pow(x, 0); }, {{0, 2}}, {{0, 0}});
  expect([](symbol x, symbol) { return pow(x, 1); }, {{0, 2}}, {{1, 1}});
  expect([](symbol x, symbol) { return pow(x, 2); }, {{0, 2}}, {{0, 4}});
  expect([](symbol x, symbol) { return pow(x, 0.5); }, {{0, 4}}, {{inf, 0.25}});
  // With respect to the exponent: x^y log x, 0 at x = 0.
  expect([](symbol x, symbol y) { return pow(x, y); }, {{0, 1}, {2, 3}}, {{0, 3}, {0, 0}});
}

TEST_CASE("a product with factors of 0 has the product of the others as its slope") {
  const auto product = [](symbol x, symbol) { return symbol::along<op::Prod>(x, along); };
  expect(product, {{2, 3, 4}}, {{12, 8, 6}});
  expect(product, {{2, 0, 4}}, {{0, 8, 0}});
  expect(product, {{0, 3, -0.0}}, {{0, 0, 0}});
}

TEST_CASE("logaddexp of infinities") {
  const auto joined = [](symbol x, symbol y) { return logaddexp(x, y); };
  expect(joined, {{-inf, 0, inf, inf, 1}, {-inf, 0, inf, 0, -inf}}, {{0, 0.5, 0.5, 1, 1}, {0, 0.5, 0.5, 0, 0}});
}

TEST_CASE("relative entropy at 0") {
  expect([](symbol x, symbol y) { return relative_entropy(x, y); }, {{0, 2}, {0, 2}}, {{0, 1}, {0, -1}});
  expect([](symbol x, symbol y) { return relative_entropy(x, y); }, {{0, 1}, {0.5, 1}},
         {{-inf, 1}, {0, -1}});
}

TEST_CASE("the norm of the zero vector") {
  const auto norm = [](symbol x, symbol) { return symbol::along<op::Norm>(x, along); };
  expect(norm, {{0, 0}}, {{0, 0}});
  expect(norm, {{3, 4}}, {{0.6, 0.8}});
  expect(norm, {{3 * 0x1p600, 4 * 0x1p600}}, {{0.6, 0.8}});  // T15
  expect(norm, {{3 * 0x1p-600, -4 * 0x1p-600}}, {{0.6, -0.8}});
  // Its direction has no derivative there; elsewhere it is what is left across it.
  const auto first = [](symbol x, symbol y) { return y * symbol::along<op::Normalize>(x, along); };
  expect(first, {{0, 0}, {1, 0}}, {{0, 0}, {0, 0}});  // T21
  expect(first, {{0, 2}, {1, 0}}, {{0.5, 0}, {0, 1}});
}

TEST_CASE("ties along an axis share the gradient") {
  const auto largest = [](symbol x, symbol) { return symbol::along<op::MaxOver>(x, along); };
  const auto smallest = [](symbol x, symbol) { return symbol::along<op::MinOver>(x, along); };
  expect(largest, {{1, 1, 0}}, {{0.5, 0.5, 0}});  // T110
  expect(smallest, {{1, 0, 0, 0, 0}}, {{0, 0.25, 0.25, 0.25, 0.25}});
}

TEST_CASE("a weight of 0 annihilates what is not finite") {
  const auto weighted = [](symbol x, symbol w) { return weigh(w, log(x)); };
  expect(weighted, {{0, 0.5, -1}, {0, 1, 0}}, {{0, 2, 0}, {0, std::log(0.5), 0}});  // T4
}

TEST_CASE("relu at 0") {
  expect([](symbol x, symbol) { return relu(x); }, {{-1, 0, -0.0, 2}}, {{0, 0, 0, 1}});
}

TEST_CASE("steps have no slope") {
  expect([](symbol x, symbol) { return floor(x); }, {{-1, 0.5, 2}}, {{0, 0, 0}});
  expect([](symbol x, symbol) { return round(x); }, {{-1.5, 0, 2.5}}, {{0, 0, 0}});
  expect([](symbol x, symbol) { return binary_scale(x); }, {{0, 3, 4}}, {{0, 0, 0}});
}

TEST_CASE("inverses have infinite slopes at the ends of their domains") {
  expect([](symbol x, symbol) { return asin(x); }, {{-1, 0, 1}}, {{inf, 1, inf}});
  expect([](symbol x, symbol) { return acos(x); }, {{-1, 0, 1}}, {{-inf, -1, -inf}});
  expect([](symbol x, symbol) { return acosh(x); }, {{1, 1.25}}, {{inf, 4 / 3.0}});
}

TEST_CASE("hypot and atan2 at the origin and at infinity") {
  const auto length = [](symbol x, symbol y) { return hypot(x, y); };
  expect(length, {{0, 3, 0, -0.0}, {0, 4, 2, -5}}, {{0, 0.6, 0, 0}, {0, 0.8, 1, -1}});  // T18
  expect(length, {{inf, 1, -inf}, {1, -inf, 0}}, {{1, 0, -1}, {0, -1, 0}});
  const auto angle = [](symbol y, symbol x) { return atan2(y, x); };
  expect(angle, {{0, 3, 0}, {0, 4, -2}}, {{0, 0.16, -0.5}, {0, -0.12, 0}});
}

TEST_CASE("x log y at 0") {
  expect([](symbol x, symbol y) { return xlogy(x, y); }, {{0, 0, 2}, {0, 1, 4}}, {{-inf, 0, std::log(4)}, {0, 0, 0.5}});
  expect([](symbol x, symbol y) { return xlog1py(x, y); }, {{0, 0, 2}, {-1, 0, 3}}, {{-inf, 0, std::log1p(3)}, {0, 0, 0.5}});
}

TEST_CASE("the spread of equal numbers") {
  const auto spread = [](symbol x, symbol) { return symbol::along<op::Std>(x, along); };
  expect(spread, {{2, 2, 2}}, {{0, 0, 0}});  // T30
  expect(spread, {{1, 3, 1, 3}}, {{-0.25, 0.25, -0.25, 0.25}});
}

TEST_CASE("every kink that a row states is tested here") {
  int stated = 0;
  for (const auto& f : facts_table) stated += !f.kink.empty();
  // abs sign maximum minimum clamp relu where floor round binary_scale sqrt pow xlogy xlog1py asin
  // acos acosh hypot atan2 max min norm normalize std relative_entropy. A new one: state it above, and count it.
  CHECK(stated == 25);
}
