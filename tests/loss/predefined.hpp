// The predefined losses as graphs, lowered in one place, and their evaluation by both paths without further templates.
#pragma once
#include <lossc/evaluate/interpret.hpp>
#include <lossc/evaluate.hpp>

namespace lossc::test {

/// What the declarations of each predefined loss mean, derivatives resolved.
const std::vector<graph>& predefined();
const graph& predefined(std::string_view name);

template <class Loss>
graph meaning_of(const Loss& loss) { return resolve_derivatives(with_declared_meaning(lower(loss))); }

/// The value and the outputs beside it, flat, and the gradients of the sum of the value per input.
template <class T>
struct evaluated {
  Eigen::Array<T, Eigen::Dynamic, 1> value;
  std::vector<Eigen::Array<T, Eigen::Dynamic, 1>> outputs, gradients;
};

template <class T>
evaluated<T> evaluate_graph(const graph& meaning, const arguments<T>& a, evaluation_mode mode, bool with_gradients = true) {
  evaluated<T> made;
  made.gradients.resize(meaning.inputs.size());
  graph g = meaning;
  if (mode == evaluation_mode::stable) {
    static const rule_set rules = stable_rules();
    g = rewrite(g, rules).result;
    if (with_gradients) g = rewrite(differentiate(g), rules).result;
    g = expand(g);
  }
  const domain where = detail::domain_of(g, a);
  const auto known = interpret(g, where, a);
  for (const auto& output : g.outputs) {
    const auto& values = known[static_cast<std::size_t>(output.value)];
    if (output.wrt < 0) {
      const auto axes = meaning[meaning.find_output(output.name)->value].axes;
      (output.name == "result" ? made.value : made.outputs.emplace_back()) = values.spread_to(axes).data;
    } else {
      made.gradients[static_cast<std::size_t>(output.wrt)] = in_declared_order(g.inputs[static_cast<std::size_t>(output.wrt)], values);
    }
  }
  if (mode == evaluation_mode::as_written && with_gradients) {
    values<T> ones(&where, g[g.outputs[0].value].axes);
    ones.data.setOnes();
    const auto numeric = numeric_gradients(g, known, ones);
    for (std::size_t i = 0; i < numeric.size(); ++i)
      if (g.inputs[i].differentiable) made.gradients[i] = in_declared_order(g.inputs[i], numeric[i]);
  }
  return made;
}

}  // namespace lossc::test
