// Writes the parts of a loss on all pairs, or on rows of tables, in the order in which they run.
#include <lossc/emit/plans.hpp>

#include <fmt/format.h>

#include <lossc/plan/need.hpp>
#include <lossc/plan/print.hpp>

namespace lossc {

namespace {

const kernel_plan& plan_of(const compiled& c, bool gradients) { return gradients ? c.gradient_plan : c.value_plan; }

std::string name_of_operand(const compiled& c, std::size_t k) {
  const int input = input_as_it_is(c.pairs->parts.operands[k]);
  return input >= 0 ? std::string(c.written.inputs[static_cast<std::size_t>(input)].name) : fmt::format("operand_{}", k + 1);
}
std::string_view axis_name(const compiled& c, int axis) { return c.written.axes[static_cast<std::size_t>(axis)].name; }

/// How many products of matrices run: one for each region that reads it, and one for each side's gradient.
int products_made(const kernel_plan& core, bool gradients) {
  int count = 0;
  for (std::size_t k = 0; k < core.in_blocks.size(); ++k) {
    for (const auto& r : core.regions) count += reads_in_blocks(core, r, k) ? 1 : 0;
    if (gradients) count += 2;
  }
  return count;
}

std::string rows_taken(const compiled& c, const kernel_plan& core) {
  std::string text;
  const auto input_name = [&](int place) { return c.written.inputs[static_cast<std::size_t>(place)].name; };
  const auto name_taken = [&](const taken_rows& t) { return core.g.inputs[static_cast<std::size_t>(t.in_core)].name; };
  for (const auto& t : c.tables->parts.rows)
    text += fmt::format("{} = rows of {} at {}, in blocks of {}\n", name_taken(t), input_name(t.table), input_name(t.index), axis_name(c, c.tables->parts.row));
  for (const auto& t : c.tables->parts.entries) text += fmt::format("{} = entries of {} at {}\n", name_taken(t), input_name(t.table), input_name(t.index));
  return text;
}

}  // namespace

std::string print_plan(const compiled& c, bool gradients) {
  if (c.is_whole()) return print(plan_of(c, gradients));
  if (c.tables != nullptr) return rows_taken(c, plan_of(c.tables->core, gradients)) + "\ncore\n" + print(plan_of(c.tables->core, gradients));
  const auto& pairs = *c.pairs;
  std::string text;
  for (std::size_t k = 0; k < pairs.operands.size(); ++k)
    if (is_computed(pairs.parts.operands[k])) text += fmt::format("{}\n{}\n", name_of_operand(c, k), print(pairs.operands[k].value_plan));
  for (std::size_t k = 0; k < pairs.parts.products.size(); ++k) {
    const auto& product = pairs.parts.products[k];
    const auto left = static_cast<std::size_t>(product.left), right = static_cast<std::size_t>(product.right);
    const auto& core = plan_of(pairs.core, gradients);
    text += fmt::format("{} = sum over {} of {} * {}, in blocks of rows of {}\n", core.g.inputs[static_cast<std::size_t>(core.in_blocks[k])].name,
                        axis_name(c, pairs.parts.operands[left].axes[1]), name_of_operand(c, left), name_of_operand(c, right), axis_name(c, pairs.parts.row));
  }
  text += "\ncore\n" + print(plan_of(pairs.core, gradients));
  for (std::size_t k = 0; gradients && k < pairs.operands.size(); ++k)
    if (is_computed(pairs.parts.operands[k])) text += fmt::format("\n{}, from the gradient that the products give it\n{}", name_of_operand(c, k), print(pairs.operands[k].gradient_plan));
  return text;
}

std::string print_cost(const compiled& c, bool gradients) {
  if (c.is_whole()) return print_cost(plan_of(c, gradients));
  if (c.tables != nullptr) return fmt::format("rows of {} tables; of what is taken, {}", c.tables->parts.rows.size() + c.tables->parts.entries.size(), print_cost(plan_of(c.tables->core, gradients)));
  const auto& core = plan_of(c.pairs->core, gradients);
  return fmt::format("{} products of matrices; of each, {}", products_made(core, gradients), print_cost(core));
}

}  // namespace lossc
