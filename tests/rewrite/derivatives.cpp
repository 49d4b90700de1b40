// Derivatives inside formulas are the formulas that one would write by hand, as static assertions.
#include <lossc/graph/lower.hpp>
#include <lossc/graph/verify.hpp>
#include <lossc/rewrite/derivatives.hpp>
#include <lossc/rewrite/meaning.hpp>

using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {
} batch;
inline constexpr struct feature final : axis<"feature"> {
} feature;

/// Whether two losses over the same inputs have one stable form, once derivatives are resolved.
template <class A, class B> constexpr bool one_form(const A& a, const B& b) {
  const auto stable = [](const auto& loss) {
    const rule_set rules = stable_rules();
    return rewrite(verify(resolve_derivatives(with_declared_meaning(lower(loss)), rules, false)), rules).result;
  };
  const graph x = stable(a), y = stable(b);
  return same_formula(x, x.outputs[0].value, y, y.outputs[0].value);
}
template <class Body> constexpr auto of_two(Body body) {
  return loss<"of_two">(inputs(tensor<"x">(batch, feature), tensor<"y">(batch, feature)), body);
}
template <class Body> constexpr auto of_time(Body body) {
  return loss<"of_time">(inputs(tensor<"x">(batch, feature), tensor<"t">(batch)), body);
}

// The gradient of a mean squared error is 2 (x − y) / n; its Hessian times y is 2 y / n.
constexpr auto squares = [](auto x, auto y) { return sum(square(x - y)); };
static_assert(one_form(of_two([](auto x, auto y) { return sum(grad(squares(x, y), x) * y); }),
                   of_two([](auto x, auto y) { return sum(2_c * (x - y) * y); })));
static_assert(!one_form(of_two([](auto x, auto y) { return sum(grad(squares(x, y), y) * y); }),
                    of_two([](auto x, auto y) { return sum(2_c * (x - y) * y); })));
static_assert(one_form(of_two([](auto x, auto y) { return hvp(squares(x, y), x, y); }),
                   of_two([](auto, auto y) { return 2_c * y; })));

// An expression inside another is held as a variable, also where a rule would look through it.
static_assert(one_form(of_two([](auto x, auto) {
                     auto p = softmax(x, feature);
                     return grad(sum(log(p)), p);
                   }),
                   of_two([](auto x, auto) { return 1_c / softmax(x, feature); })));

// With respect to a value, only what depends on it through that value counts.
static_assert(one_form(of_two([](auto x, auto y) {
                     auto shift = name<"shift">(exp(x));
                     return grad(sum(x * shift * y), shift);
                   }),
                   of_two([](auto x, auto y) { return y * x; })));

// d is entry by entry, of an expression that may have more axes; jvp in a direction.
static_assert(one_form(of_time([](auto x, auto t) { return sum(x * d(exp(t), t)); }),
                   of_time([](auto x, auto t) { return sum(x * exp(t)); })));
static_assert(one_form(of_time([](auto x, auto t) { return d(x * log(t), t); }),
                   of_time([](auto x, auto t) { return 1_c / t * x; })));
static_assert(one_form(of_time([](auto x, auto t) { return jvp(x * exp(t), t, sum(x, feature)); }),
                   of_time([](auto x, auto t) { return sum(x, feature) * exp(t) * x; })));

// Derivatives nest, and what does not depend on the variable has derivative 0.
static_assert(one_form(of_time([](auto x, auto t) { return sum(x * d(d(exp(2_c * t), t), t)); }),
                   of_time([](auto x, auto t) { return sum(x * (4_c * exp(2_c * t))); })));
static_assert(one_form(of_time([](auto x, auto t) { return sum(x + d(log(x), t)); }),
                   of_time([](auto x, auto) { return sum(x + 0_c); })));

// The direction of hvp is held fixed even where it depends on the variable.
static_assert(one_form(of_two([](auto x, auto y) { return hvp(squares(x, y), x, x); }),
                   of_two([](auto x, auto) { return 2_c * x; })));

// A result that is constant along an axis still has it.
static_assert([] {
  const graph g = resolve_derivatives(lower(of_two([](auto x, auto) { return grad(sum(x), x); })));
  return g[g.outputs[0].value].axes == 3 && first_violation(g).empty();
}());
