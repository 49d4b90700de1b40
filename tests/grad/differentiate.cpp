// Differentiation: the shape of gradient graphs, what has none, and sums over broadcast axes.
#include <lossc/grad/differentiate.hpp>
#include <lossc/graph/lower.hpp>
#include <lossc/graph/verify.hpp>
#include <lossc/rewrite/rewrite.hpp>

using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {
} batch;
inline constexpr struct feature final : axis<"feature"> {
} feature;

/// Whether the simplified gradient with respect to `place` is `expected` over the inputs of `loss`
/// and upstream.
template <class Loss, class Expected>
constexpr bool has_gradient(const Loss& loss, int place, const Expected& expected) {
  const graph g = rewrite(differentiate(lower(loss)), stable_rules()).result;
  const graph e = rewrite(lower(expected), stable_rules()).result;
  return first_violation(g).empty() &&
         same_formula(g, g.find_gradient(place)->value, e, e.outputs[0].value);
}

// d Σ x² = 2 u x; the upstream gradient of a scalar is a scalar.
constexpr auto squares =
    loss<"squares">(inputs(tensor<"x">(batch, feature)), [](auto x) { return sum(square(x)); });
static_assert(has_gradient(squares, 0,
                           loss<"g">(inputs(tensor<"x">(batch, feature), tensor<"u">()),
                                     [](auto x, auto u) { return 2_c * (u * x); })));
static_assert(!has_gradient(squares, 0,
                            loss<"g">(inputs(tensor<"x">(batch, feature), tensor<"u">()),
                                      [](auto x, auto u) { return u * x; })));

// What was broadcast is summed back; what was summed is broadcast.
constexpr auto product = loss<"product">(inputs(tensor<"x">(batch, feature), tensor<"w">(batch)),
                                         [](auto x, auto w) { return x * w; });
static_assert(has_gradient(product, 0,
                           loss<"g">(inputs(tensor<"x">(batch, feature), tensor<"w">(batch),
                                            tensor<"u">(batch, feature)),
                                     [](auto, auto w, auto u) { return u * w; })));
static_assert(has_gradient(product, 1,
                           loss<"g">(inputs(tensor<"x">(batch, feature), tensor<"w">(batch),
                                            tensor<"u">(batch, feature)),
                                     [](auto x, auto, auto u) { return sum(u * x, feature); })));

// The upstream input has the axes of the result, and stands last; gradients are in signature order.
static_assert([] {
  const graph g = differentiate(lower(product));
  const auto& u = g.inputs.back();
  return u.kind == input_kind::upstream && u.name == "d_result" && axes_of(u) == 3 &&
         u.default_value == 1 && g.outputs.size() == 3 && g.outputs[1].wrt == 0 &&
         g.outputs[2].wrt == 1;
}());

// No gradient: constants, parameters, labels, and what is behind stop_gradient or a comparison.
constexpr auto mixed = loss<"mixed">(
    inputs(tensor<"x">(batch), tensor<"c">(batch).constant(), param<"s">(2_c),
           param<"t">(1_c).differentiable()),
    [](auto x, auto c, auto s, auto t) { return sum(where(x < c, stop_gradient(x) * s, c * t)); });
static_assert([] {
  const graph g = differentiate(lower(mixed));
  return g.outputs.size() == 3 && g.find_gradient(1) == nullptr && g.find_gradient(2) == nullptr &&
         g.is_number(g.find_gradient(0)->value, 0) && g.find_gradient(3) != nullptr &&
         g[g.find_gradient(3)->value].axes == 0;
}());

// An input that the value does not use has the gradient 0.
constexpr auto unused = loss<"unused">(inputs(tensor<"x">(batch), tensor<"y">(batch)),
                                       [](auto x, auto) { return sum(x); });
static_assert([] {
  const graph g = differentiate(lower(unused));
  return g.is_number(g.find_gradient(1)->value, 0);
}());

// Deviations from a mean sum to 0, exactly: the gradient of a variance has no sum left.
constexpr auto variance =
    loss<"variance">(inputs(tensor<"x">(batch)), [](auto x) { return mean(square(x - mean(x))); });
static_assert([] {
  const graph g =
      rewrite(differentiate(rewrite(lower(variance), stable_rules()).result), stable_rules())
          .result;
  const graph live = without_dead_nodes(g);
  int sums = 0;
  for (const auto& n : live.nodes()) sums += is<op::Sum>(n);
  return sums == 0;
}());
