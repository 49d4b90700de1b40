// Runs the interpreter in float and in long double, and the kernel.
#include <algorithm>
#include <cmath>
#include <limits>
#include <lossc/program/hard_evaluation.hpp>
#include <lossc/program/kernel_call.hpp>
#include <lossc/program/terms.hpp>
#include <lossc/rewrite/derivatives.hpp>
#include <lossc/rewrite/meaning.hpp>

namespace lossc::program {
namespace {

template <class T> std::vector<T> listed(const numbers<T>& values) {
  return {values.begin(), values.end()};
}

// In the order of a kernel's outcome: the value, what is beside it, then the gradients by signature.
std::vector<std::vector<float>> as_written_in_f32(const graph& written,
                                                  const call_arguments& given) {
  const graph g = resolve_derivatives(with_declared_meaning(written));
  const interpreted<float> run(g, given);
  const node_id result = g.outputs[0].value;
  const auto gradients = numeric_gradients(g, run.known(), run.upstream(result, given));
  std::vector<std::vector<float>> made;
  for (std::size_t k = 0; k < g.outputs.size(); ++k)
    made.push_back(listed(run[g.outputs[k].value].spread_to(written[written.outputs[k].value].axes).data));
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    if (g.inputs[i].differentiable)
      made.push_back(listed(in_declared_order(g.inputs[i], gradients[i])));
  }
  return made;
}

// What is beyond f32 is not finite to a kernel, though it is in long double.
graph finite_as_f32(const graph& g) {
  graph made = g.with_same_signature();
  std::vector<node_id> map;
  for (const node& n : g.nodes()) {
    auto in = n.in;
    for (node_id& operand : in) {
      if (operand != no_node) operand = map[static_cast<std::size_t>(operand)];
    }
    const symbol operand{&made, in[0]};
    map.push_back(is<op::IsFinite>(n) ? (abs(operand) <= std::numeric_limits<float>::max()).id
                                      : made.push(n.code, in, n.payload));
  }
  for (const output_info& output : g.outputs)
    made.outputs.push_back({output.name, map[static_cast<std::size_t>(output.value)], output.wrt});
  return made;
}

struct exact_result {
  std::vector<long double> values, terms;
};

// Whether a finite step on the way is beyond f32: squares and sums may be, though their mean is not.
bool leaves_f32(const graph& g, const interpreted<long double>& run) {
  for (node_id id = 0; id < g.size(); ++id) {
    for (const long double x : run[id].data)
      if (std::isfinite(x) && std::abs(x) > std::numeric_limits<float>::max()) return true;
  }
  return false;
}

std::vector<exact_result> exactly(const compiled& loss, const call_arguments& given, bool& beyond) {
  const graph g = finite_as_f32(loss.expanded);
  const interpreted<long double> run(g, given);
  beyond = leaves_f32(g, run);
  const auto terms = magnitudes_of_terms(g, run);
  std::vector<exact_result> made;
  for (const output_info& output : g.outputs) {
    const auto in_order = [&](const values<long double>& v) {
      if (output.wrt < 0)
        return listed(v.spread_to(loss.written[loss.written.find_output(output.name)->value].axes).data);
      return listed(in_declared_order(g.inputs[static_cast<std::size_t>(output.wrt)], v));
    };
    made.push_back(
        {in_order(run[output.value]), in_order(terms[static_cast<std::size_t>(output.value)])});
  }
  return made;
}

}  // namespace

double ulps_between(double computed, long double exact, long double terms) {
  constexpr double never = std::numeric_limits<double>::infinity();
  if (std::isnan(exact)) return std::isnan(computed) ? 0 : never;
  const auto rounded = static_cast<float>(exact);
  if (std::isinf(rounded)) return computed == rounded ? 0 : never;
  if (!std::isfinite(computed)) return never;
  const long double size =
      std::isfinite(terms) ? std::max(std::abs(exact), terms) : std::abs(exact);
  const int exponent = size == 0 ? -126 : std::max(std::ilogb(size), -126);
  return static_cast<double>(std::abs(computed - exact) / std::ldexp(1.0L, exponent - 23));
}

std::vector<hard_quantity> evaluate_hard(const compiled& loss, const loaded_kernel& f32,
                                         const call_arguments& arguments) {
  kernel_call call(f32, loss.written, arguments, true, 0);
  call.run();
  const outcome kernel = call.result();
  const auto naive = as_written_in_f32(loss.written, arguments);
  bool beyond = false;
  const auto exact = exactly(loss, arguments, beyond);
  std::vector<std::pair<std::string, const array*>> computed{{"value", &kernel.value}};
  for (const auto& beside : kernel.by_products) computed.emplace_back(beside.name, &beside.values);
  for (const auto& gradient : kernel.gradients) computed.emplace_back("d_" + gradient.input, &gradient.values);
  std::vector<hard_quantity> made;
  for (std::size_t k = 0; k < exact.size(); ++k) {
    hard_quantity quantity{computed[k].first, computed[k].second->shape, {}};
    const std::vector<double> entries = computed[k].second->as_f64();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const long double right = exact[k].values[i], terms = exact[k].terms[i];
      quantity.entries.push_back({.naive = naive[k][i],
                                  .kernel = entries[i],
                                  .exact = right,
                                  .naive_ulps = ulps_between(naive[k][i], right, terms),
                                  .kernel_ulps = ulps_between(entries[i], right, terms),
                                  .overflows = beyond && !std::isfinite(entries[i])});
    }
    made.push_back(std::move(quantity));
  }
  return made;
}

}  // namespace lossc::program
