// lossc show: a loss at every stage of the compiler.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <lossc/emit/kernel.hpp>
#include <lossc/emit/plans.hpp>
#include <lossc/graph/formula.hpp>
#include <lossc/graph/print.hpp>
#include <lossc/pipeline.hpp>
#include <lossc/program/array.hpp>
#include <lossc/program/derivation.hpp>
#include <lossc/program/generated_text.hpp>
#include <lossc/program/kink_report.hpp>
#include <lossc/program/session.hpp>
#include <lossc/program/spelling.hpp>
#include <memory>

namespace lossc::program {
namespace {

// Beyond this many characters nobody reads a formula in one line.
constexpr std::size_t longest_formula = 400;

std::string formulas(const graph& g) {
  std::string text;
  for (const output_info& output : g.outputs) {
    std::string right = formula(g, output.value);
    if (right.size() > longest_formula) right = "… (--stage rewrite prints it in parts)";
    text += fmt::format("{} = {}\n", print_output_name(g, output), right);
  }
  return text;
}

std::string expression(const loss_entry& entry) {
  const graph& g = entry.written;
  std::string text;
  for (const input_info& input : g.inputs) text += print_input(g, input) + "\n";
  for (node_id id = 0; id < g.size(); ++id) {
    std::string_view name = g.names[static_cast<std::size_t>(id)];
    if (!name.empty()) text += fmt::format("{} = {}\n", name, formula(g, id));
  }
  for (const output_info& output : g.outputs)
    text += fmt::format("{} = {}\n", output.name == "result" ? g.name : output.name, formula(g, output.value));
  return text;
}

std::string overview(const loss_entry& entry, const compiled& c) {
  std::string text = fmt::format("{}: {}\n", entry.written.name, entry.text.summary);
  if (!entry.text.formula.empty()) text += fmt::format("  {}\n", entry.text.formula);
  if (!entry.text.source.empty()) text += fmt::format("  {}\n", entry.text.source);
  text += "\ninputs\n";
  for (const input_info& input : entry.written.inputs)
    text += "  " + print_input(entry.written, input) + "\n";
  text += "\ncompiled\n";
  return text + formulas(c.rewritten) + "\ncost\n  value: " + print_cost(c, false) +
         "\n  value and gradients: " + print_cost(c, true) + "\n";
}

std::string at_stage(const session& s, const loss_entry& entry, const std::string& stage) {
  if (stage == "expression") return expression(entry);
  const compiled c = compile(entry.written, {.strict = s.strict});
  if (stage.empty()) return overview(entry, c);
  if (stage == "graph") return print(c.written);
  if (stage == "gradient") return print(c.gradient) + "\n" + formulas(c.gradient);
  if (stage == "rewrite") {
    return "value\n" + derivation_text(c.trace, c.seen) + "\ngradients\n" +
           derivation_text(c.gradient_trace, c.gradient_seen) +
           "\nkinks, and the gradient there\n" + kinks_text(c) + "\ncompiled\n" +
           definitions_text(c.rewritten);
  }
  if (stage == "plan")
    return "value\n" + print_plan(c, false) + "\nvalue and gradients\n" + print_plan(c, true);
  if (stage == "latex") return emit_latex(c);
  if (stage == "dot") return emit_dot(c.rewritten);
  const bool cuda = stage == "cuda";
  const kernel_names names = names_of(entry, {.cpu = !cuda, .cuda = cuda});
  const emitted_kernel text = cuda ? emit_cuda(c, names) : emit_cpu(c, names);
  return text.header + "\n" + text.source;
}

}  // namespace

void add_show(CLI::App& app, session& s) {
  CLI::App* command = app.add_subcommand("show", "A loss at a stage of the compiler");
  struct options {
    std::string loss, stage;
  };
  auto o = std::make_shared<options>();
  command->add_option("LOSS", o->loss, "Name of a loss")->required();
  command->add_option("--stage", o->stage, "What to print; without it, an overview")
      ->check(CLI::IsMember(
          {"expression", "graph", "gradient", "rewrite", "plan", "cpu", "cuda", "latex", "dot"}));
  command->callback([&s, o] {
    std::string text = at_stage(s, s.find(o->loss), o->stage);
    fmt::print("{}{}", text, text.empty() || text.back() == '\n' ? "" : "\n");
  });
}

}  // namespace lossc::program
