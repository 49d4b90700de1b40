// lossc check: the kernels of a loss against the reference and finite differences, as a table.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <lossc/program/comparison.hpp>
#include <lossc/program/kernel_source.hpp>
#include <lossc/program/random_arguments.hpp>
#include <lossc/program/session.hpp>
#include <memory>

namespace lossc::program {
namespace {

// Odd, so that vectors have tails.
constexpr std::int64_t outer_size = 37, inner_size = 11;

struct options {
  std::string loss, backend = "cpu";
  std::vector<std::string> sizes, parameters;
  std::uint64_t seed = 1;
};

std::string print_sizes(const graph& loss, const std::vector<std::int64_t>& sizes) {
  std::string text;
  for (std::size_t i = 0; i < sizes.size(); ++i)
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", loss.axes[i].name, sizes[i]);
  return text;
}

void check(const session& s, const options& o) {
  const loss_entry& entry = s.find(o.loss);
  const graph& loss = entry.written;
  const auto sizes =
      choose_sizes(loss, parse_named_values("--size", o.sizes), outer_size, inner_size);
  const call_arguments arguments =
      random_arguments(loss, sizes, parse_named_values("--param", o.parameters), o.seed);
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
        row.quantity == "value" ? "-" : fmt::format("{:.1e}", row.finite_differences);
    fmt::print("{:<{}}  {:>10.1e}  {:>10.1e}  {:>18}  {}\n", row.quantity, width, row.f32, row.f64,
               differences, row.accepted() ? "ok" : "too far");
    accepted = accepted && row.accepted();
  }
  std::fflush(stdout);  // before the sentence, also where both go to one file
  if (!accepted)
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
  command->callback([&s, o] { check(s, *o); });
}

}  // namespace lossc::program
