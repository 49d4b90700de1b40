// What textbook formulas and their gradients become, as static assertions: the calculus is
// constexpr.
#include <lossc/grad/differentiate.hpp>
#include <lossc/graph/lower.hpp>
#include <lossc/rewrite/meaning.hpp>
#include <lossc/rewrite/rewrite.hpp>

using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {
} batch;
inline constexpr struct classes final : axis<"classes"> {
} classes;

constexpr graph stable(const graph& g) { return rewrite(g, stable_rules()).result; }

template <class Loss> constexpr graph stable_value(const Loss& loss) {
  return stable(with_declared_meaning(lower(loss)));
}
template <class Loss> constexpr graph stable_gradient(const Loss& loss) {
  return stable(differentiate(stable_value(loss)));
}

/// Whether two losses over the same inputs have one stable form.
template <class A, class B> constexpr bool same_value(const A& a, const B& b) {
  const graph x = stable_value(a), y = stable_value(b);
  return same_formula(x, x.outputs[0].value, y, y.outputs[0].value);
}
/// Whether d a / d (input `place`) is the formula of `expected`, whose last input stands for the
/// upstream gradient.
template <class A, class B> constexpr bool has_gradient(const A& a, int place, const B& expected) {
  const graph x = stable_gradient(a), y = stable_value(expected);
  return same_formula(x, x.find_gradient(place)->value, y, y.outputs[0].value);
}

constexpr auto z_and_y = inputs(tensor<"z">(batch, classes), label<"y">(batch, classes));
constexpr auto cross_entropy =
    loss<"cross_entropy">(z_and_y, [](auto z, auto y) { return -at(log_softmax(z, classes), y); });

// Every spelling of cross-entropy is one.
static_assert(same_value(cross_entropy, loss<"naive">(z_and_y, [](auto z, auto y) {
                           return -log(exp(at(z, y)) / sum(exp(z), classes));
                         })));
static_assert(same_value(cross_entropy, loss<"naive_row">(z_and_y, [](auto z, auto y) {
                           return -log(at(exp(z) / sum(exp(z), classes), y));
                         })));
static_assert(same_value(cross_entropy, loss<"naive_log">(z_and_y, [](auto z, auto y) {
                           return at(-log(exp(z) / sum(exp(z), classes)), y);
                         })));
static_assert(same_value(cross_entropy, loss<"log_of_softmax">(z_and_y, [](auto z, auto y) {
                           return -at(log(softmax(z, classes)), y);
                         })));
static_assert(same_value(cross_entropy, loss<"log_of_pick">(z_and_y, [](auto z, auto y) {
                           return -log(at(softmax(z, classes), y));
                         })));
static_assert(same_value(cross_entropy, loss<"logsumexp">(z_and_y, [](auto z, auto y) {
                           return logsumexp(z, classes) - at(z, y);
                         })));
static_assert(same_value(cross_entropy, loss<"log_sum_exp">(z_and_y, [](auto z, auto y) {
                           return log(sum(exp(z), classes)) - at(z, y);
                         })));
static_assert(same_value(cross_entropy, loss<"by_hand">(z_and_y, [](auto z, auto y) {
                           return -at(z - logsumexp(z, classes), y);
                         })));
static_assert(same_value(cross_entropy, loss<"shifted">(z_and_y, [](auto z, auto y) {
                           auto shifted = z - max(z, classes);
                           return -at(log_softmax(shifted, classes), y);
                         })));
static_assert(same_value(cross_entropy, loss<"shifted_naive">(z_and_y, [](auto z, auto y) {
                           auto shifted = z - max(z, classes);
                           return -log(at(exp(shifted) / sum(exp(shifted), classes), y));
                         })));
// The one form is the node: guarded by its label, nothing else.
static_assert([] {
  const graph g = stable_value(cross_entropy);
  const node& result = g[g.outputs[0].value];
  return is<op::Guard>(result) && is<op::CrossEntropy>(g[result.in[1]]);
}());
// A label of another axis, or a sum over another, is not cross-entropy.
static_assert(!same_value(cross_entropy, loss<"other">(z_and_y, [](auto z, auto y) {
                            return logsumexp(z, batch, classes) - at(z, y);
                          })));

// d cross-entropy / dz is upstream · (softmax − one-hot), one node.
static_assert([] {
  const graph g = stable_gradient(cross_entropy);
  const node& guarded = g[g.find_gradient(0)->value];
  const node& product = g[guarded.in[1]];
  return is<op::Guard>(guarded) && is<op::Multiply>(product) &&
         is<op::CrossEntropyGradient>(g[product.in[1]]) &&
         g.inputs[g[product.in[0]].payload].kind == input_kind::upstream;
}());

// d BCE / dz is (1 − y)·σ(z) − y·σ(−z), times upstream; y structural.
constexpr auto bce = loss<"bce">(
    inputs(tensor<"z">(batch), tensor<"y">(batch).constant().distribution()),
    [](auto z, auto y) { return -(y * log(sigmoid(z)) + (1_c - y) * log(1_c - sigmoid(z))); });
constexpr auto bce_gradient = loss<"bce_gradient">(
    inputs(tensor<"z">(batch), tensor<"y">(batch).constant().distribution(),
           tensor<"upstream">(batch)),
    [](auto z, auto y, auto upstream) {
      return (1_c - y) * (upstream * sigmoid(z)) - y * (upstream * sigmoid(-z));
    });
static_assert(has_gradient(bce, 0, bce_gradient));
static_assert(!has_gradient(bce, 0,
                            loss<"wrong_sign">(inputs(tensor<"z">(batch),
                                                      tensor<"y">(batch).constant().distribution(),
                                                      tensor<"upstream">(batch)),
                                               [](auto z, auto y, auto upstream) {
                                                 return (1_c - y) * (upstream * sigmoid(-z)) -
                                                        y * (upstream * sigmoid(z));
                                               })));

// One textbook spelling each.
constexpr auto x_only = inputs(tensor<"x">(batch));
constexpr auto softplus_of = loss<"softplus">(x_only, [](auto x) { return softplus(x); });
static_assert(same_value(softplus_of,
                         loss<"log1p_exp">(x_only, [](auto x) { return log(1_c + exp(x)); })));
static_assert(same_value(softplus_of,
                         loss<"log_sigmoid">(x_only, [](auto x) { return -log(sigmoid(-x)); })));
static_assert(same_value(softplus_of,
                         loss<"log_exp">(x_only, [](auto x) { return log(exp(softplus(x))); })));
constexpr auto sigmoid_of = loss<"sigmoid">(x_only, [](auto x) { return sigmoid(x); });
static_assert(same_value(sigmoid_of,
                         loss<"logistic">(x_only, [](auto x) { return 1_c / (1_c + exp(-x)); })));
static_assert(same_value(sigmoid_of,
                         loss<"quotient">(x_only, [](auto x) { return exp(x) / (1_c + exp(x)); })));
static_assert(same_value(sigmoid_of,
                         loss<"complement">(x_only, [](auto x) { return 1_c - sigmoid(-x); })));
static_assert(has_gradient(softplus_of, 0,
                           loss<"g">(inputs(tensor<"x">(batch), tensor<"u">(batch)),
                                     [](auto x, auto u) { return u * sigmoid(x); })));

// Strict keeps what is written: only exact rules.
static_assert([] {
  const auto written = loss<"log1p_exp">(x_only, [](auto x) { return log(1_c + exp(x)); });
  const graph g = rewrite(lower(written), stable_rules(), /*strict=*/true).result;
  return is<op::Log>(g[g.outputs[0].value]);
}());

// Rewriting is idempotent: a stable form is a normal form.
static_assert(stable(stable_gradient(bce)) == stable_gradient(bce));
static_assert(stable(stable_gradient(cross_entropy)) == stable_gradient(cross_entropy));
