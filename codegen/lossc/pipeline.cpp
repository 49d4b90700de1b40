// Runs the stages in order, verifying before and after each.
#include <lossc/pipeline.hpp>

#include <algorithm>

#include <lossc/grad/differentiate.hpp>
#include <lossc/graph/verify.hpp>
#include <lossc/plan/planner.hpp>
#include <lossc/rewrite/derivatives.hpp>
#include <lossc/rewrite/expand.hpp>
#include <lossc/rewrite/meaning.hpp>

namespace lossc {

namespace {

/// Parts of a loss are compiled as losses are, but for what is the whole's affair.
enum class part_of_loss : std::uint8_t { whole, core, operand };
compiled compile(const graph& written, const compile_options& options, part_of_loss part);

graph only_values(const graph& g) {
  graph values = g;
  std::erase_if(values.outputs, [](const output_info& o) { return o.wrt >= 0; });
  return without_dead_nodes(values);
}

/// A single number is looked at when it is written; entries of an array where they are computed, in the same pass.
graph with_report(graph g) {
  const symbol result{&g, g.outputs[0].value};
  if (result.axes() == 0) return g;
  const symbol not_finite = where(is_finite(result), symbol::number(result, 0), symbol::number(result, 1));
  g.outputs.push_back({g.outputs[0].name, sum(not_finite, result.axes()).id, reported});
  return g;
}

/// A row of an operand that gets no gradient at all, as that of an ignored label, gives its inputs none, even where it is not finite.
graph with_rows_alive(graph g) {
  const auto upstream = std::find_if(g.inputs.begin(), g.inputs.end(), [](const input_info& i) { return i.kind == input_kind::upstream; });
  const symbol d{&g, g.input(static_cast<int>(upstream - g.inputs.begin()))};
  const axis_mask rows = axis_mask{1} << upstream->axes[0];
  const symbol alive = symbol::along<op::MaxOver>(abs(d), d.axes() & ~rows) != 0;
  for (auto& o : g.outputs)
    if (o.wrt >= 0 && (g[o.value].axes & rows) != 0) o.value = guard(alive, symbol{&g, o.value}).id;
  return g;
}

/// What the plans of a loss that is cut into parts say: what goes in and out. The parts have the regions.
kernel_plan plan_of_parts(const graph& expanded) {
  kernel_plan p;
  p.g = expanded;
  for (std::size_t o = 0; o < expanded.outputs.size(); ++o) p.outputs.push_back({static_cast<int>(o), expanded.outputs[o].value, no_node, no_node});
  return p;
}

/// The core of a loss that is cut into parts, of which some inputs are made in blocks. Their gradients are written entry by entry.
compiled compile_core(const graph_part& core, const std::vector<int>& in_blocks, const compile_options& options, std::string_view when_one_number) {
  compiled c = compile(core.g, {.strict = options.strict}, part_of_loss::core);
  c.value_plan.in_blocks = c.gradient_plan.in_blocks = in_blocks;
  // One number per row or column has entries; one for all has none.
  for (const auto& o : c.expanded.outputs)
    if (is_made_in_blocks(c.gradient_plan, o.wrt) && c.expanded[o.value].axes == 0) fail(when_one_number, core.g.name);
  return c;
}

std::shared_ptr<const compiled_pairs> compile_pairs(pair_parts parts, const compile_options& options) {
  const auto made = std::make_shared<compiled_pairs>();
  std::vector<int> products;  // the last inputs of the core
  for (std::size_t k = 0; k < parts.products.size(); ++k) products.push_back(static_cast<int>(parts.core.g.inputs.size() - parts.products.size() + k));
  made->core = compile_core(parts.core, products, options,
                            "the gradient of the products of rows is one number: a loss that is linear in them is the sum of two sums, "
                            "sum(sum(left, batch) * sum(right, pair), feature), without pairs");
  for (const auto& operand : parts.operands) made->operands.push_back(is_computed(operand) ? compile(operand.g, {.strict = options.strict}, part_of_loss::operand) : compiled{});
  made->parts = std::move(parts);
  return made;
}

std::shared_ptr<const compiled_tables> compile_tables(table_parts parts, const compile_options& options) {
  const auto made = std::make_shared<compiled_tables>();
  std::vector<int> rows;
  for (const auto& taken : parts.rows) rows.push_back(taken.in_core);
  made->core = compile_core(parts.core, rows, options, "the gradient of rows taken from a table is one number for all: their sum needs no table");
  made->parts = std::move(parts);
  return made;
}

}  // namespace

compiled compile(const graph& written, const compile_options& options) { return compile(written, options, part_of_loss::whole); }

namespace {

compiled compile(const graph& written, const compile_options& options, part_of_loss part) {
  static const rule_set rules = stable_rules();
  compiled c;
  c.written = with_reduction(verify(written), options.reduction);
  // A part is cut from a graph that has its meaning already: a mean over what is not ignored would count anew.
  c.meaning = part == part_of_loss::whole ? verify(resolve_derivatives(with_declared_meaning(c.written), rules, options.strict)) : c.written;
  auto stable = rewrite(c.meaning, rules, options.strict);
  c.stable = verify(stable.result);
  c.trace = std::move(stable.trace);
  c.seen = std::move(stable.seen);
  c.gradient = verify(part == part_of_loss::operand ? with_rows_alive(differentiate(c.stable)) : differentiate(c.stable));
  auto rewritten = rewrite(c.gradient, rules, options.strict);
  c.rewritten = verify(rewritten.result);
  c.gradient_trace = std::move(rewritten.trace);
  c.gradient_seen = std::move(rewritten.seen);
  c.expanded = verify(expand(c.rewritten));
  if (auto parts = part == part_of_loss::whole ? take_pairs_apart(c.stable) : std::nullopt) {
    c.gradient_plan = plan_of_parts(c.expanded);
    c.value_plan = plan_of_parts(only_values(c.expanded));
    c.pairs = compile_pairs(std::move(*parts), options);
  } else if (auto tables = part == part_of_loss::whole ? take_tables_apart(c.stable) : std::nullopt) {
    c.gradient_plan = plan_of_parts(c.expanded);
    c.value_plan = plan_of_parts(only_values(c.expanded));
    c.tables = compile_tables(std::move(*tables), options);
  } else {
    // The products' blocks of rows lie along the first axis of the core. Entries of an operand are no result.
    const axis_mask rows = part == part_of_loss::core ? 1 : 0;
    const auto reporting = [&](graph g) { return part == part_of_loss::operand ? g : with_report(std::move(g)); };
    c.gradient_plan = plan(reporting(c.expanded), rows);
    c.value_plan = plan(reporting(only_values(c.expanded)), rows);
  }
  return c;
}

}  // namespace

graph with_reduction(const graph& written, compile_options::outermost reduction) {
  using outermost = compile_options::outermost;
  if (reduction == outermost::as_written) return written;
  graph g = written;
  auto& result = g.outputs[0].value;
  const node root = g[result];
  const bool ends_in_one = is<op::Mean>(root) || is<op::Sum>(root);
  if (!ends_in_one) fail("this loss does not end in a mean or sum over its items, so --reduction has nothing to replace", g.name);
  const node_id items = root.in[0];
  if (reduction == outermost::none) result = items;
  else if (reduction == outermost::sum) result = g.push(code_of<op::Sum>, {items, no_node, no_node}, root.payload);
  else result = g.push(code_of<op::Mean>, {items, no_node, no_node}, root.payload);
  return without_dead_nodes(g);
}

}  // namespace lossc
