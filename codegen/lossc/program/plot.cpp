// lossc plot: value and gradient along an entry of an input, as curves; --landscape: the value over two entries.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <lossc/program/chart.hpp>
#include <lossc/program/function_of_entries.hpp>
#include <lossc/program/landscape.hpp>
#include <lossc/program/npy.hpp>
#include <lossc/program/number_kind.hpp>
#include <lossc/program/plain_arguments.hpp>
#include <lossc/program/plot_options.hpp>
#include <lossc/program/text_file.hpp>
#include <memory>

namespace lossc::program {
namespace {

// One curve per value of a parameter that has several.
struct variant {
  std::string name;  // "gamma = 2"; empty for the only one
  std::vector<named_value> parameters;
};

std::vector<variant> variants_of(const std::vector<named_value>& given) {
  std::vector<variant> made{{"", {}}};
  const named_value* varied = nullptr;
  for (const named_value& parameter : given) {
    if (parameter.value.find(',') == std::string::npos) {
      for (variant& v : made) v.parameters.push_back(parameter);
      continue;
    }
    if (varied != nullptr)
      throw input_error(fmt::format("--param {}: {} has several values already, which one parameter may.", parameter.name, varied->name));
    varied = &parameter;
    const std::vector<variant> before = made;
    made.clear();
    for (double value : number_list("--param", parameter.value)) {
      variant v = before[0];
      v.name = fmt::format("{} = {}", parameter.name, value);
      v.parameters.push_back({parameter.name, fmt::format("{}", value)});
      made.push_back(std::move(v));
    }
  }
  return made;
}

// Where an input is at home.
extent default_range(const input_info& input) {
  const number_kind kind = kind_of(input);
  if (kind == number_kind::normal) return {-4, 4};
  return {0, kind == number_kind::positive || kind == number_kind::weight ? 4.0 : 1.0};
}

struct curves {
  std::string name;
  std::vector<double> value, gradient;
};

void draw(const plot_options& o, const std::string& title, const std::string& x_name, const std::vector<double>& x, const std::vector<curves>& all) {
  constexpr double width = 820, height = 350, side = 330, top = 64, panel = 218;
  picture p(width, height, format_of(o.out));
  p.text(width / 2, 20, title, anchor::middle, 15);
  const bool has_gradient = !all[0].gradient.empty();
  const auto panel_of = [&](double left, const std::string& name, auto&& numbers) {
    extent y = extent_of(numbers(all[0]));
    for (const curves& c : all) y = joined(y, extent_of(numbers(c)));
    const double margin = (y.high - y.low) * 0.04;
    chart frame(p, {left, top, has_gradient ? side : side * 2 + 80, panel}, {x.front(), x.back()}, {y.low - margin, y.high + margin});
    frame.axes(name, x_name, "");
    for (std::size_t k = 0; k < all.size(); ++k) frame.curve(x, numbers(all[k]), curve_colour(k));
  };
  panel_of(66, "value", [](const curves& c) -> const std::vector<double>& { return c.value; });
  if (has_gradient) panel_of(66 + side + 80, "gradient", [](const curves& c) -> const std::vector<double>& { return c.gradient; });
  double at = 66;
  for (std::size_t k = 0; k < all.size() && all.size() > 1; ++k) {
    p.line({{at, height - 14}, {at + 22, height - 14}}, curve_colour(k), 2.2);
    p.text(at + 28, height - 14, all[k].name, anchor::left, 11);
    at += 28 + p.text_width(all[k].name, 11) + 22;
  }
  write_text_if_changed(o.out, p.finish());
}

void plot_curves(const session& s, const plot_options& o) {
  if (o.out.empty()) throw input_error("--out: is missing; give it as --out FILE.svg or FILE.png.");
  format_of(o.out);
  const loss_entry& entry = s.find(o.loss);
  const std::size_t input = chosen_input(entry.written, o.input);
  if (o.entries.size() > 1) throw input_error("--entry: is given twice; a curve runs along one entry, --landscape over two.");
  const extent range = o.range.empty() ? default_range(entry.written.inputs[input]) : range_of(o);
  const auto x = evenly(range, o.points);
  std::vector<curves> all;
  std::string x_name;
  for (const variant& v : variants_of(parse_named_values("--param", o.parameters))) {
    call_arguments held = plain_arguments(entry.written, arrays_of(o), parse_named_values("--size", o.sizes), v.parameters);
    const std::size_t place = o.entries.empty() ? 0 : entry_at(o.entries[0], held.arrays[input]);
    held.arrays[input].source = std::string(entry.written.inputs[input].name);
    x_name = entry_name(held.arrays[input], place);
    function_of_entries f(s, entry, LOSSC_F64, std::move(held), input, {place});
    curves c{v.name, {}, {}};
    for (double at : x) {
      const value_and_gradient point = f({&at, 1});
      c.value.push_back(point.value);
      if (!point.gradient.empty()) c.gradient.push_back(point.gradient[0]);
    }
    all.push_back(std::move(c));
  }
  draw(o, std::string(entry.written.name), x_name, x, all);
  fmt::print("{}\n", o.out);
}

}  // namespace

std::vector<named_array> arrays_of(const plot_options& o) {
  std::vector<named_array> arrays;
  for (const named_value& given : parse_named_values("--in", o.inputs)) arrays.push_back({given.name, read_npy(given.value)});
  return arrays;
}

extent range_of(const plot_options& o) {
  const extent range = o.range.size() == 1 ? extent{-o.range[0], o.range[0]} : extent{o.range[0], o.range[1]};
  if (!(range.low < range.high)) throw input_error(fmt::format("--range {} {}: is empty; expected LOW HIGH, or a number above 0.", range.low, range.high));
  return range;
}

std::vector<double> evenly(extent range, int points) {
  std::vector<double> x;
  const double step = (range.high - range.low) / (points - 1);
  for (int i = 0; i + 1 < points; ++i) x.push_back(range.low + step * i);
  x.push_back(range.high);
  return x;
}

void add_plot(CLI::App& app, session& s) {
  CLI::App* command = app.add_subcommand("plot", "A picture of the value and the gradient along an entry of an input, or over two");
  auto o = std::make_shared<plot_options>();
  command->add_option("LOSS", o->loss, "Name of a loss")->required();
  command->add_option("--out", o->out, "FILE.svg or FILE.png; with --landscape it may be left out");
  command->add_option("--input", o->input, "Input that varies; the first differentiable one unless given");
  command->add_option("--entry", o->entries, "I,J: entry that varies, counted from 0; the first unless given. Twice with --landscape");
  command->add_option("--range", o->range, "LOW HIGH of the entry, or R for -R R")->expected(1, 2);
  command->add_option("--points", o->points, "Points of a curve")->capture_default_str()->check(CLI::Range(2, 100000));
  command->add_option("--param", o->parameters, "NAME=VALUE: a parameter; NAME=A,B,C: a curve for each");
  command->add_option("--size", o->sizes, "AXIS=N: the size of an axis; 3 where labels index it, else 1");
  command->add_option("--in", o->inputs, "NAME=FILE.npy: an input; zeros, targets of 1 and weights of 1 unless given");
  command->add_flag("--landscape", o->landscape, "The value over two entries, and its statistics");
  command->add_option("--grid", o->grid, "Points of a landscape along each entry")->capture_default_str()->check(CLI::Range(2, 2000));
  command->add_option("--start", o->start, "A,B: draw a descent from here into the landscape");
  command->add_option("--lr", o->lr, "Learning rate of that descent")->capture_default_str();
  command->add_option("--steps", o->steps, "Its steps")->capture_default_str()->check(CLI::Range(1, 100000));
  command->add_flag("--json", o->as_json, "The statistics of a landscape for programs");
  command->callback([&s, o] {
    if (o->landscape) plot_landscape(s, *o);
    else plot_curves(s, *o);
  });
}

}  // namespace lossc::program
