// lossc check: the kernels of a loss against the reference and finite differences, as a table.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <lossc/program/check_hard.hpp>
#include <lossc/program/comparison.hpp>
#include <lossc/program/kernel_source.hpp>
#include <lossc/program/not_a_number.hpp>
#include <lossc/program/random_arguments.hpp>
#include <lossc/program/session.hpp>
#include <memory>

namespace lossc::program {
namespace {

// Odd, so that vectors have tails.
constexpr std::int64_t outer_size = 37, inner_size = 11;
constexpr std::int64_t hard_outer_size = 3, hard_inner_size = 3;  // small enough to read

struct options {
  std::string loss, backend = "cpu";
  std::vector<std::string> sizes, parameters;
  std::uint64_t seed = 1;
  bool hard = false, all = false;
};

std::string print_sizes(const graph& loss, const std::vector<std::int64_t>& sizes) {
  std::string text;
  for (std::size_t i = 0; i < sizes.size(); ++i)
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", loss.axes[i].name, sizes[i]);
  return text;
}

call_arguments arguments_of(const graph& loss, const options& o) {
  const auto sizes =
      choose_sizes(loss, parse_named_values("--size", o.sizes),
                   o.hard ? hard_outer_size : outer_size, o.hard ? hard_inner_size : inner_size);
  return random_arguments(loss, sizes, parse_named_values("--param", o.parameters), o.seed);
}

void check_on_hard_inputs(const session& s, const options& o) {
  const loss_entry& entry = s.find(o.loss);
  const compile_options how{.strict = s.strict};
  const compiled exact = compile(entry.written);  // also where the kernel is strict
  const call_arguments easy = arguments_of(entry.written, o);
  if (o.backend == "cuda") {
    const cuda_device device = find_cuda_device();
    const loaded_kernel kernel =
        cuda_kernel_for(entry, compile(entry.written, how), LOSSC_F32, device);
    check_hard(exact, kernel, easy, ", " + device.text, o.all);
  } else {
    check_hard(exact, kernel_for(entry, how, LOSSC_F32), easy, "", o.all);
  }
}

void check(const session& s, const options& o) {
  const loss_entry& entry = s.find(o.loss);
  const graph& loss = entry.written;
  const call_arguments arguments = arguments_of(loss, o);
  const auto& sizes = arguments.sizes;
  const compile_options how{.strict = s.strict};
  std::string where;
  std::vector<deviations> rows;
  if (o.backend == "cuda") {
    const compiled c = compile(loss, how);
    const cuda_device device = find_cuda_device();
    rows = compare(loss, cuda_kernel_for(entry, c, LOSSC_F32, device),
                   cuda_kernel_for(entry, c, LOSSC_F64, device), arguments, o.seed);
    where = ", " + device.text;
  } else {
    rows = compare(loss, kernel_for(entry, how, LOSSC_F32), kernel_for(entry, how, LOSSC_F64),
                   arguments, o.seed);
  }

  std::size_t width = 8;
  for (const deviations& row : rows) width = std::max(width, row.quantity.size());
  fmt::print("{}: {}, seed {}{}\n", loss.name, print_sizes(loss, sizes), o.seed, where);
  fmt::print("{:<{}}  {:>10}  {:>10}  {:>18}  verdict\n", "quantity", width, "kernel f32",
             "kernel f64", "finite differences");
  bool accepted = true;
  for (const deviations& row : rows) {
    const std::string differences =
        !row.is_gradient ? "-" : fmt::format("{:.1e}", row.finite_differences);
    fmt::print("{:<{}}  {:>10.1e}  {:>10.1e}  {:>18}  {}\n", row.quantity, width, row.f32, row.f64,
               differences, row.accepted() ? "ok" : "too far");
    accepted = accepted && row.accepted();
  }
  std::fflush(stdout);  // before the sentence, also where both go to one file
  if (accepted) return;
  if (const auto reason = why_not_a_number(compile(loss, how).rewritten, arguments))
    throw input_error(fmt::format("{}: {}.", loss.name, *reason));
  throw input_error(fmt::format(
      "{}: kernel, reference and finite differences are too far apart; the table says where.",
      loss.name));
}

}  // namespace

void add_check(CLI::App& app, session& s) {
  CLI::App* command = app.add_subcommand(
      "check", "The kernels on random inputs against the reference and finite differences");
  auto o = std::make_shared<options>();
  command->add_option("LOSS", o->loss, "Name of a loss")->required();
  command->add_option("--size", o->sizes, "AXIS=N: the size of an axis");
  command->add_option("--param", o->parameters, "NAME=VALUE: a parameter");
  command->add_option("--backend", o->backend, "Whose kernels; cuda as for run")
      ->capture_default_str()
      ->check(CLI::IsMember({"cpu", "cuda"}));
  command->add_option("--seed", o->seed, "Of the random inputs")->capture_default_str();
  command->add_flag("--hard", o->hard,
                    "On the inputs where losses go wrong instead: extremes, kinks, ties, NaN");
  command->add_flag("--all", o->all, "With --hard: also the inputs on which nothing goes wrong");
  command->callback([&s, o] { o->hard ? check_on_hard_inputs(s, *o) : check(s, *o); });
}

}  // namespace lossc::program
