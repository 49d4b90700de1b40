// lossc descend: gradient descent on a loss of a few numbers, and its trace.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <lossc/program/descent.hpp>
#include <lossc/program/elements.hpp>
#include <lossc/program/plain_arguments.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>

namespace lossc::program {
namespace {

struct options {
  std::string loss, input, start = "1.5,1.5", minimum, dtype = "f32";
  std::vector<std::string> parameters;
  double lr = 0.01;
  int steps = 10;
  bool as_json = false;
};

// All entries of the input, as many as the start has numbers: its axis, if nothing fixes it, is made so long.
call_arguments arguments_for(const graph& loss, std::size_t input, std::size_t count, const std::vector<named_value>& parameters) {
  const input_info& varied = loss.inputs[input];
  std::vector<named_value> sizes;
  if (rank(varied) > 0) {
    const axis_info& last = loss.axes[static_cast<std::size_t>(varied.axes[static_cast<std::size_t>(rank(varied) - 1)])];
    if (last.size == 0) sizes.push_back({std::string(last.name), std::to_string(count)});
  }
  call_arguments held = plain_arguments(loss, {}, sizes, parameters);
  const std::size_t entries = held.arrays[input].as_f64().size();
  if (entries != count)
    throw input_error(fmt::format("--start: has {} number{}, but {} of {} has {} entries.", count, count == 1 ? "" : "s", varied.name, loss.name, entries));
  if (!varied.differentiable) throw input_error(fmt::format("--input {}: {} has no gradient there.", varied.name, loss.name));
  return held;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
  return std::sqrt(sum);
}

bool is_finite(const std::vector<double>& x) {
  return std::all_of(x.begin(), x.end(), [](double e) { return std::isfinite(e); });
}

// The sign of a NaN means nothing, and differs between machines.
std::string number_text(double x, int digits) { return std::isnan(x) ? "nan" : fmt::format("{:.{}g}", x, digits); }

// When values, and when the numbers themselves, stopped being finite.
std::string divergence(const std::vector<descent_step>& trace, double rate) {
  const auto first = [&](auto&& broken) {
    return std::find_if(trace.begin(), trace.end(), broken) - trace.begin();
  };
  const auto value = first([](const descent_step& s) { return !std::isfinite(s.value); });
  const auto numbers = first([](const descent_step& s) { return !is_finite(s.at); });
  const auto count = static_cast<std::ptrdiff_t>(trace.size());
  if (value == count) return "";
  std::string text = fmt::format("the value is {} at step {}", number_text(trace[static_cast<std::size_t>(value)].value, 3), value);
  if (numbers < count) text += fmt::format(", and the numbers are not finite from step {} on", numbers);
  return text + fmt::format(": with a rate of {} the steps grow", rate);
}

void print_trace(const std::vector<descent_step>& trace) {
  fmt::print("{:>5}  {:>14}  {:>14}  at\n", "step", "value", "gradient norm");
  for (std::size_t k = 0; k < trace.size(); ++k) {
    std::vector<std::string> at;
    for (double x : trace[k].at) at.push_back(number_text(x, 6));
    fmt::print("{:>5}  {:>14}  {:>14}  {}\n", k, number_text(trace[k].value, 7), number_text(trace[k].gradient_norm, 7), fmt::join(at, ", "));
  }
}

// JSON has no infinities; null stands for what is not finite.
nlohmann::ordered_json as_json(const std::vector<descent_step>& trace) {
  auto list = nlohmann::ordered_json::array();
  for (const descent_step& s : trace) list.push_back({{"at", s.at}, {"value", s.value}, {"gradient_norm", s.gradient_norm}});
  return list;
}

void run(const session& s, const options& o) {
  const loss_entry& entry = s.find(o.loss);
  const std::size_t input = chosen_input(entry.written, o.input);
  const auto start = number_list("--start", o.start);
  const auto minimum = o.minimum.empty() ? std::vector<double>{} : number_list("--minimum", o.minimum);
  if (!minimum.empty() && minimum.size() != start.size())
    throw input_error(fmt::format("--minimum: has {} numbers, and --start {}.", minimum.size(), start.size()));
  call_arguments held = arguments_for(entry.written, input, start.size(), parse_named_values("--param", o.parameters));
  std::vector<std::size_t> all(start.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  function_of_entries f(s, entry, dtype_named(o.dtype), std::move(held), input, all);
  const auto trace = descend(f, start, o.lr, o.steps, o.dtype == "f32");
  const std::string diverged = divergence(trace, o.lr);
  if (o.as_json) {
    nlohmann::ordered_json report{{"loss", entry.written.name}, {"dtype", o.dtype}, {"lr", o.lr}, {"trace", as_json(trace)}};
    if (!minimum.empty()) report["distance"] = distance(trace.back().at, minimum);
    fmt::print("{}\n", report.dump(2));
  } else {
    print_trace(trace);
    if (!minimum.empty()) fmt::print("distance to the minimum: {:.4f}\n", distance(trace.back().at, minimum));
  }
  if (!diverged.empty()) fmt::print(stderr, "lossc: notice: {}.\n", diverged);
}

}  // namespace

std::vector<descent_step> descend(function_of_entries& f, std::vector<double> start, double rate, int steps, bool in_f32) {
  if (start.size() != f.count()) throw input_error(fmt::format("--start: has {} number{}, and {} entries move.", start.size(), start.size() == 1 ? "" : "s", f.count()));
  const auto rounded = [&](double x) { return in_f32 ? static_cast<double>(static_cast<float>(x)) : x; };
  std::vector<descent_step> trace;
  for (double& x : start) x = rounded(x);
  for (int step = 0; step <= steps; ++step) {
    const value_and_gradient seen = f(start);
    double squares = 0;
    for (double g : seen.gradient) squares += g * g;
    trace.push_back({start, seen.value, std::sqrt(squares)});
    for (std::size_t k = 0; k < start.size(); ++k) start[k] = rounded(start[k] - rounded(rounded(rate) * seen.gradient[k]));
  }
  return trace;
}

void add_descend(CLI::App& app, session& s) {
  CLI::App* command = app.add_subcommand("descend", "Gradient descent on a loss of a few numbers: the trace");
  auto o = std::make_shared<options>();
  command->add_option("LOSS", o->loss, "Name of a loss")->required();
  command->add_option("--start", o->start, "A,B,…: where to start")->capture_default_str();
  command->add_option("--lr", o->lr, "Learning rate: how much of the gradient is a step")->capture_default_str();
  command->add_option("--steps", o->steps, "How many")->capture_default_str()->check(CLI::Range(1, 100000));
  command->add_option("--minimum", o->minimum, "A,B,…: prints how far from it the last step is");
  command->add_option("--input", o->input, "Input that moves; the first differentiable one unless given");
  command->add_option("--param", o->parameters, "NAME=VALUE: a parameter");
  command->add_option("--dtype", o->dtype, "Type of the computation")->capture_default_str()->check(CLI::IsMember({"f32", "f64"}));
  command->add_flag("--json", o->as_json, "For programs");
  command->callback([&s, o] { run(s, *o); });
}

}  // namespace lossc::program
