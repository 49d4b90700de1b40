// Where kinks fall together the gradient is that of the loss, not of the words it is written in
// (R6).
#include <catch2/catch.hpp>
#include <lossc/evaluate/interpret.hpp>
#include <lossc/grad/differentiate.hpp>
#include <lossc/rewrite/expand.hpp>

using namespace lossc;

namespace {

using row = std::vector<double>;

/// A graph of two inputs over one axis; only the first has a gradient.
graph graph_of(const auto& body, std::int64_t) {
  graph g;
  g.axes = {{"row"}};
  for (const char* name : {"x", "c"}) {
    input_info input{.name = name, .differentiable = g.inputs.empty()};
    input.axes[0] = 0;
    g.inputs.push_back(input);
  }
  const symbol x{&g, g.input(0)}, c{&g, g.input(1)};
  g.outputs.push_back({"result", body(x, c).id});
  return g;
}

/// d Σ body(x, c) / dx, as the compiler makes it.
row gradient(const auto& body, const row& x, const row& c, bool strict = false) {
  const graph g = graph_of(body, 0);
  const graph h = expand(
      rewrite(differentiate(rewrite(g, stable_rules(), strict).result), stable_rules(), strict)
          .result);
  arguments<double> a;
  a.sizes = {static_cast<std::int64_t>(x.size())};
  for (const row* r : {&x, &c})
    a.numbers.emplace_back(Eigen::Map<const Eigen::ArrayXd>(r->data(), a.sizes[0]));
  a.labels.resize(2);
  const domain where = detail::domain_of(h, a);
  const auto known = interpret(h, where, a);
  const auto found = known[static_cast<std::size_t>(h.find_gradient(0)->value)].spread_to(1);
  return {found.data.begin(), found.data.end()};
}

int count_two_sided(const auto& body) {
  const graph g =
      without_dead_nodes(rewrite(differentiate(graph_of(body, 0)), stable_rules()).result);
  int count = 0;
  for (const auto& n : g.nodes()) count += is<op::NearestZero>(n);
  return count;
}

symbol relu(symbol x) { return max(x, 0); }

}  // namespace

TEST_CASE("a smooth loss with kinks inside has its own gradient: trap_T83") {
  // The stable spelling of binary cross-entropy; c is the label. No rule knows it: two kinks meet.
  const auto bce = [](symbol x, symbol c) { return max(x, 0) - x * c + log1p(exp(-abs(x))); };
  CHECK(gradient(bce, {0, 0, 0}, {1, 0, 0.25}) == row{-0.5, 0.5, 0.25});
  CHECK(gradient(bce, {0, 0}, {1, 0}, true) == row{-0.5, 0.5});
}

TEST_CASE("every spelling of relu has gradient 0 at 0: trap_T108") {
  const row x{-1, 0, -0.0, 2}, c{0, 0, 0, 0}, right{0, 0, 0, 1};
  CHECK(gradient([](symbol x, symbol) { return relu(x); }, x, c) == right);
  CHECK(gradient([](symbol x, symbol) { return 0.5 * (x + abs(x)); }, x, c) == right);
  CHECK(gradient([](symbol x, symbol) { return relu(-x) + x; }, x, c) == right);
  CHECK(gradient([](symbol x, symbol) { return -min(-x, 0); }, x, c) == right);
  CHECK(gradient(
            [](symbol x, symbol) { return x * where(symbol::number(x, 0) < x, 1 + 0 * x, 0 * x); },
            x, c) == right);
  CHECK(gradient([](symbol x, symbol c) { return where(c < x, x, c); }, x, c) == right);
  CHECK(gradient([](symbol x, symbol) { return clamp(x, 0, 10); }, x, c) == right);
}

TEST_CASE("convex kinks: the subgradient of least norm of the whole sum") {
  // x² / 2 − a x + 3 |x|: at 0 every number in [−a − 3, −a + 3] is a subgradient.
  const auto lasso = [](symbol x, symbol a) { return 0.5 * (x * x) - a * x + 3 * abs(x); };
  CHECK(gradient(lasso, {0, 0, 0, 0, 2}, {0, 2, 5, -5, 1}) == row{0, 0, -2, 2, 4});
  // |x| twice, once turned and scaled, is one kink.
  CHECK(gradient([](symbol x, symbol) { return abs(-2 * x) + abs(x) + x; }, {0, 1}, {0, 0}) ==
        row{0, 4});
}

TEST_CASE("kinks at a point that is not 0, from both sides of a difference") {
  const auto hinge = [](symbol x, symbol c) {
    return max(c - x, 0) + max(x - c, 0) + x;
  };  // |x − c| + x
  CHECK(gradient(hinge, {3, 2, 4}, {3, 3, 3}) == row{0, 0, 2});
  // The dead zone: max(x − 1, 0) + max(−1 − x, 0) breaks at two points.
  const auto insensitive = [](symbol x, symbol) { return max(x - 1, 0) + max(-1 - x, 0); };
  CHECK(gradient(insensitive, {-2, -1, 0, 1, 2}, row(5, 0)) == row{-1, 0, 0, 0, 1});
}

TEST_CASE("huber from clamp is smooth at its ends") {
  // c (x − c / 2) with c = clamp(x, −1, 1): the kinks of clamp cancel in the gradient.
  const auto huber = [](symbol x, symbol) {
    const symbol c = clamp(x, -1, 1);
    return c * (x - 0.5 * c);
  };
  CHECK(gradient(huber, {-3, -1, 0.5, 1, 3}, row(5, 0)) == row{-1, -1, 0.5, 1, 1});
}

TEST_CASE("a dead side stays dead beside an infinite derivative") {
  // log x is −inf at 0, far below both bounds, of which one is no literal.
  const auto clamped = [](symbol x, symbol c) { return max(log(x), c); };
  CHECK(gradient(clamped, {0, 0.5, 1}, {-100, -100, 0}) == row{0, 2, 0});
}

TEST_CASE("one kink alone costs nothing: its convention stands") {
  CHECK(count_two_sided([](symbol x, symbol c) { return abs(x - c); }) == 0);
  CHECK(count_two_sided([](symbol x, symbol) { return exp(max(x, 0)); }) == 0);
  CHECK(count_two_sided([](symbol x, symbol) { return max(x, 0) + abs(x); }) == 1);
  // Huber's absolute value is in the branch that is not taken at 0.
  CHECK(count_two_sided([](symbol x, symbol c) {
          return where(abs(x) < c, 0.5 * (x * x), c * (abs(x) - 0.5 * c));
        }) == 0);
  // The other operand has a gradient too: half to each at a tie.
  CHECK(count_two_sided([](symbol x, symbol) { return max(x, x * x) + x; }) == 0);
}

TEST_CASE("a gradient from one side is seen") {
  const auto bce = [](symbol x, symbol c) { return max(x, 0) - x * c + log1p(exp(-abs(x))); };
  CHECK_FALSE(gradient(bce, {0}, {1}) == row{-1});
}
