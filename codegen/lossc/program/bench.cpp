// lossc bench: time and memory traffic of a kernel, beside a plain copy measured in the same run.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <limits>
#include <lossc/program/elements.hpp>
#include <lossc/program/kernel_call.hpp>
#include <lossc/program/kernel_source.hpp>
#include <lossc/program/random_arguments.hpp>
#include <lossc/program/session.hpp>
#include <lossc/program/stopwatch.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

namespace lossc::program {
namespace {

using json = nlohmann::ordered_json;

// Two million elements: beyond the caches of one core.
constexpr std::int64_t outer_size = 16384, inner_size = 128;

struct options {
  std::string loss, dtype = "f32", backend = "cpu";
  std::vector<std::string> sizes, parameters;
  int threads = 0;
  bool as_json = false;
};

struct measured {
  std::size_t bytes, elements;
  double seconds, copy_seconds;
  double ns_per_element() const {
    return seconds * 1e9 / static_cast<double>(std::max<std::size_t>(elements, 1));
  }
  double gigabytes_per_second() const { return static_cast<double>(bytes) / seconds * 1e-9; }
  double copy_gigabytes_per_second() const {
    return static_cast<double>(bytes) / copy_seconds * 1e-9;
  }
  double share() const { return copy_seconds / seconds; }
};

measured measure(const loaded_kernel& kernel, const graph& loss, const call_arguments& arguments,
                 bool gradients, int threads) {
  kernel_call call(kernel, loss, arguments, gradients, threads);
  // Calls of a GPU's kernel queue up: to wait for each would time the waiting.
  const int calls = kernel.on_gpu ? 20 : 1;
  const double seconds = best_seconds([&] { call.run(calls); }) / calls;
  const double copy = kernel.on_gpu ? std::numeric_limits<double>::quiet_NaN()
                                    : best_copy_seconds(call.bytes(), threads);
  return {call.bytes(), call.largest_input(), seconds, copy};
}

json as_json(const measured& m) {
  json row = {{"seconds", m.seconds},
              {"ns_per_element", m.ns_per_element()},
              {"bytes", m.bytes},
              {"gigabytes_per_second", m.gigabytes_per_second()}};
  if (std::isnan(m.copy_seconds)) return row;  // a copy is timed on the host only
  row["copy_gigabytes_per_second"] = m.copy_gigabytes_per_second();
  row["share_of_copy"] = m.share();
  return row;
}

void print_row(std::string_view what, const measured& m) {
  if (std::isnan(m.copy_seconds)) {
    fmt::print("{:<19}  {:>10.3f}  {:>10.2f}  {:>8.2f}  {:>9}  {:>9}\n", what, m.ns_per_element(),
               static_cast<double>(m.bytes) * 1e-6, m.gigabytes_per_second(), "-", "-");
    return;
  }
  fmt::print("{:<19}  {:>10.3f}  {:>10.2f}  {:>8.2f}  {:>9.2f}  {:>7.0f} %\n", what,
             m.ns_per_element(), static_cast<double>(m.bytes) * 1e-6, m.gigabytes_per_second(),
             m.copy_gigabytes_per_second(), m.share() * 100);
}

void bench(const session& s, const options& o) {
  const bool cuda = o.backend == "cuda";
  const cuda_device device = cuda ? find_cuda_device() : cuda_device{};
  if (cuda && device.gpu.empty()) {
    throw input_error(fmt::format(
        "--backend cuda: bench would run {}, where time says nothing.", device.text));
  }
  if (!cuda && has_16_bits(dtype_named(o.dtype))) refuse_16_bits(o.dtype, o.backend);
  const loss_entry& entry = s.find(o.loss);
  const graph& loss = entry.written;
  const std::int64_t outer = loss.axes.size() == 1 ? outer_size * inner_size : outer_size;
  const auto sizes = choose_sizes(loss, parse_named_values("--size", o.sizes), outer, inner_size);
  const int threads = o.threads > 0
                          ? o.threads
                          : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const call_arguments arguments =
      random_arguments(loss, sizes, parse_named_values("--param", o.parameters), 1);
  const compile_options how{.strict = s.strict};
  const loaded_kernel kernel =
      cuda ? cuda_kernel_for(entry, compile(entry.written, how), dtype_named(o.dtype), device)
           : kernel_for(entry, how, dtype_named(o.dtype));
  const measured value = measure(kernel, loss, arguments, false, threads);
  const measured both = measure(kernel, loss, arguments, true, threads);

  json size_list = json::object();
  std::string size_text;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    size_list[std::string(loss.axes[i].name)] = sizes[i];
    size_text += fmt::format("{} = {}, ", loss.axes[i].name, sizes[i]);
  }
  if (o.as_json) {
    const json report = {{"loss", loss.name},
                         {"dtype", o.dtype},
                         {"sizes", size_list},
                         {"backend", cuda ? device.text : "cpu"},
                         {"threads", threads},
                         {"elements", value.elements},
                         {"value", as_json(value)},
                         {"value_and_gradients", as_json(both)}};
    fmt::print("{}\n", report.dump(2));
    return;
  }
  const std::string where =
      cuda ? device.text : fmt::format("{} thread{}", threads, threads == 1 ? "" : "s");
  fmt::print("{}: {}{}, {}; elements of the largest input: {}\n", loss.name, size_text, o.dtype,
             where, value.elements);
  fmt::print("{:<19}  {:>10}  {:>10}  {:>8}  {:>9}  {:>9}\n", "", "ns/element", "MB moved", "GB/s",
             "copy GB/s", "of copy");
  print_row("value", value);
  print_row("value and gradients", both);
}

}  // namespace

void add_bench(CLI::App& app, session& s) {
  CLI::App* command = app.add_subcommand(
      "bench", "Time, memory traffic, and the share of what a plain copy reaches");
  auto o = std::make_shared<options>();
  command->add_option("LOSS", o->loss, "Name of a loss")->required();
  command->add_option("--size", o->sizes, "AXIS=N: the size of an axis");
  command->add_option("--param", o->parameters, "NAME=VALUE: a parameter");
  command->add_option("--dtype", o->dtype, "Type of the computation")
      ->capture_default_str()
      ->check(CLI::IsMember({"f32", "f64", "bf16", "f16"}));
  command->add_option("--backend", o->backend, "What to measure; cuda takes a GPU")
      ->capture_default_str()
      ->check(CLI::IsMember({"cpu", "cuda"}));
  command->add_option("--threads", o->threads, "Threads; 0 is as many as there are")
      ->capture_default_str()
      ->check(CLI::Range(0, most_threads));
  command->add_flag("--json", o->as_json, "For programs");
  command->callback([&s, o] { bench(s, *o); });
}

}  // namespace lossc::program
