// Hands arrays to the interpreter and brings its results back into the user's shapes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <lossc/emit/signature.hpp>
#include <lossc/program/interpreted.hpp>
#include <lossc/program/reference.hpp>
#include <lossc/rewrite/derivatives.hpp>
#include <lossc/rewrite/meaning.hpp>

namespace lossc::program {
namespace {

array as_array(const numbers<double>& values, std::vector<std::int64_t> shape) {
  return make_array<double>(std::move(shape),
                            {values.data(), static_cast<std::size_t>(values.size())});
}

lossc_report report_on(const array& value) {
  const std::vector<double> entries = value.as_f64();
  const bool is_finite = std::all_of(entries.begin(), entries.end(), [](double x) { return std::isfinite(x); });
  return {.bits = is_finite ? 0u : static_cast<unsigned>(LOSSC_REPORT_NON_FINITE),
          .first_row = -1,
          .first_wrong_label = -1,
          .first_zero_norm = -1};
}

void check_empty_axes(const compiled& loss, const call_arguments& given) {
  const std::vector<bool> may_be_empty = axes_that_may_be_empty(loss);
  for (std::size_t axis = 0; axis < given.sizes.size(); ++axis) {
    if (given.sizes[axis] > 0 || may_be_empty[axis]) continue;
    throw input_error(fmt::format("n_{}: is 0, and {} means nothing along an empty axis.",
                                  loss.written.axes[axis].name, loss.written.name));
  }
}

// A mean is guard(n != 0, sum / n): empty where n is 0.
bool has_empty_mean(const graph& g, const interpreted<double>& run) {
  for (const node& n : g.nodes()) {
    if (!is<op::Guard>(n) || !is<op::NotEqual>(g[n.in[0]]) || !is<op::Divide>(g[n.in[1]])) continue;
    const node_id count = g[n.in[1]].in[1];
    if (g[n.in[0]].in[0] != count || !g.is_number(g[n.in[0]].in[1], 0)) continue;
    if ((run[count].data == 0).any()) return true;
  }
  return false;
}

}  // namespace

outcome run_reference(const compiled& loss, const call_arguments& given) {
  check_empty_axes(loss, given);
  check_labels(loss.written, given);
  const graph& g = loss.expanded;
  const interpreted<double> run(g, given);
  outcome made;
  for (const output_info& output : g.outputs) {
    const auto& values = run[output.value];
    if (output.wrt < 0) {
      std::size_t place = 0;
      while (loss.written.outputs[place].name != output.name) ++place;
      const axis_mask axes = loss.written[loss.written.outputs[place].value].axes;
      const numbers<double> value = values.spread_to(axes).data;
      array shaped = as_array(value, output_shape(loss.written, place, given));
      if (place > 0) {
        made.by_products.push_back({std::string(output.name), std::move(shaped)});
        continue;
      }
      made.value = std::move(shaped);
      made.report = report_on(made.value);
    } else {
      const auto place = static_cast<std::size_t>(output.wrt);
      made.gradients.push_back(
          {std::string(g.inputs[place].name),
           as_array(in_declared_order(g.inputs[place], values), given.arrays[place].shape)});
    }
  }
  if (has_empty_mean(g, run)) made.report.bits |= LOSSC_REPORT_EMPTY_MEAN;
  return made;
}

outcome run_as_written(const graph& written, const call_arguments& given) {
  check_labels(written, given);
  const graph g = resolve_derivatives(with_declared_meaning(written));
  const interpreted<double> run(g, given);
  const node_id result = g.outputs[0].value;
  const auto gradients = numeric_gradients(g, run.known(), run.upstream(result, given));
  outcome made{.value = as_array(run[result].data, output_shape(written, 0, given)), .by_products = {}, .gradients = {}, .report = {}};
  made.report = report_on(made.value);
  for (std::size_t place = 1; place < g.outputs.size(); ++place) {
    const axis_mask axes = written[written.outputs[place].value].axes;
    const numbers<double> by_product = run[g.outputs[place].value].spread_to(axes).data;
    made.by_products.push_back({std::string(g.outputs[place].name), as_array(by_product, output_shape(written, place, given))});
  }
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    if (!g.inputs[i].differentiable) continue;
    made.gradients.push_back(
        {std::string(g.inputs[i].name),
         as_array(in_declared_order(g.inputs[i], gradients[i]), given.arrays[i].shape)});
  }
  return made;
}

}  // namespace lossc::program
