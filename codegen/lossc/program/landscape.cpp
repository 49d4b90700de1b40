// Evaluates a grid in f64, describes it, and draws it in bands of equal colour, as contours are.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <lossc/program/descent.hpp>
#include <lossc/program/function_of_entries.hpp>
#include <lossc/program/landscape.hpp>
#include <lossc/program/plain_arguments.hpp>
#include <lossc/program/text_file.hpp>
#include <nlohmann/json.hpp>

namespace lossc::program {
namespace {

struct statistics {
  double least, most, mean, deviation;  // of the population, as numpy's std
};

statistics statistics_of(const std::vector<double>& values) {
  statistics s{values[0], values[0], 0, 0};
  long double sum = 0, squares = 0;
  for (double x : values) {
    s.least = std::min(s.least, x);
    s.most = std::max(s.most, x);
    sum += x;
  }
  const long double count = static_cast<long double>(values.size());
  s.mean = static_cast<double>(sum / count);
  for (double x : values) squares += (x - sum / count) * (x - sum / count);
  s.deviation = static_cast<double>(std::sqrt(squares / count));
  return s;
}

struct grid {
  std::vector<double> at;      // along either entry
  std::vector<double> values;  // the first entry runs fastest
  double value(std::size_t first, std::size_t second) const { return values[second * at.size() + first]; }

  /// Between the points, linearly in each entry; 0 to 1 along each.
  double between(double first, double second) const {
    const auto last = static_cast<double>(at.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(first * last), at.size() - 2), j = std::min(static_cast<std::size_t>(second * last), at.size() - 2);
    const double u = first * last - static_cast<double>(i), v = second * last - static_cast<double>(j);
    return (1 - v) * ((1 - u) * value(i, j) + u * value(i + 1, j)) + v * ((1 - u) * value(i, j + 1) + u * value(i + 1, j + 1));
  }
};

// Bands between the least and the most: of equal height, or of equal ratio where values span decades.
class bands {
 public:
  explicit bands(const statistics& s) : low_(s.least), high_(s.most > s.least ? s.most : s.least + 1), decades_(s.least > 0 && s.most > 1000 * s.least) {}
  double level(double value) const {
    const double part = decades_ ? std::log(value / low_) / std::log(high_ / low_) : (value - low_) / (high_ - low_);
    return std::clamp(std::floor(part * count), 0.0, count - 1) / (count - 1);
  }
  double edge(double part) const { return decades_ ? low_ * std::pow(high_ / low_, part) : low_ + part * (high_ - low_); }
  static constexpr double count = 18;

 private:
  double low_, high_;
  bool decades_;
};

constexpr double size = 360, left = 74, top = 56, pixels = 720;
constexpr colour undefined{0.8, 0.8, 0.8};

void draw_scale(picture& p, const bands& b) {
  const double x = left + size + 24, height = size / bands::count;
  for (int k = 0; k < static_cast<int>(bands::count); ++k) {
    p.rectangle(x, top + size - (k + 1) * height, 16, height + 0.5, colour_of_level(k / (bands::count - 1)));
    if (k % 3 == 0) p.text(x + 22, top + size - k * height, fmt::format("{:.3g}", b.edge(k / bands::count)), anchor::left, 10);
  }
  p.text(x + 22, top, fmt::format("{:.3g}", b.edge(1)), anchor::left, 10);
}

void draw(const plot_options& o, const std::string& title, const std::string (&names)[2], extent range, const grid& g, const statistics& stats,
          const std::vector<std::vector<double>>& path) {
  picture p(left + size + 108, top + size + 56, format_of(o.out));
  p.text(left + size / 2, 24, title, anchor::middle, 15);
  const bands b(stats);
  std::vector<colour> colours;
  for (int row = 0; row < static_cast<int>(pixels); ++row)
    for (int column = 0; column < static_cast<int>(pixels); ++column) {
      const double value = g.between((column + 0.5) / pixels, 1 - (row + 0.5) / pixels);
      colours.push_back(std::isfinite(value) ? colour_of_level(b.level(value)) : undefined);
    }
  p.image(left, top, size, size, static_cast<int>(pixels), colours);
  chart frame(p, {left, top, size, size}, range, range);
  frame.axes("", names[0], names[1], false);
  std::vector<double> x, y;
  for (const auto& step : path) x.push_back(step[0]), y.push_back(step[1]);
  frame.curve(x, y, white, 1.6);
  for (const auto& step : path) frame.mark(step[0], step[1], {0.84, 0.20, 0.12});
  draw_scale(p, b);
  write_text_if_changed(o.out, p.finish());
}

}  // namespace

void plot_landscape(const session& s, const plot_options& o) {
  if (!o.out.empty()) format_of(o.out);
  const loss_entry& entry = s.find(o.loss);
  const std::size_t input = chosen_input(entry.written, o.input);
  call_arguments held = plain_arguments(entry.written, arrays_of(o), parse_named_values("--size", o.sizes), parse_named_values("--param", o.parameters));
  array& varied = held.arrays[input];
  varied.source = std::string(entry.written.inputs[input].name);
  const std::size_t count = varied.as_f64().size();
  std::vector<std::size_t> places{0, 1};
  if (!o.entries.empty()) {
    if (o.entries.size() != 2) throw input_error("--entry: a landscape is over two entries; give the option twice, or not at all.");
    places = {entry_at(o.entries[0], varied), entry_at(o.entries[1], varied)};
  } else if (count < 2) {
    throw input_error(fmt::format("{}: has one entry, and a landscape is over two; make an axis of it larger with --size.", varied.source));
  }
  const std::string names[2] = {entry_name(varied, places[0]), entry_name(varied, places[1])};
  const extent range = o.range.empty() ? extent{-2, 2} : range_of(o);
  function_of_entries f(s, entry, LOSSC_F64, held, input, places);
  grid g{evenly(range, o.grid), {}};
  for (double second : g.at)
    for (double first : g.at) {
      const double x[] = {first, second};
      g.values.push_back(f(x).value);
    }
  const statistics stats = statistics_of(g.values);
  std::vector<std::vector<double>> path;
  if (!o.start.empty())
    for (const descent_step& step : descend(f, number_list("--start", o.start), o.lr, o.steps, false)) path.push_back(step.at);
  if (!o.out.empty()) draw(o, std::string(entry.written.name), names, range, g, stats, path);
  if (o.as_json) {
    const nlohmann::ordered_json report{{"loss", entry.written.name}, {"grid", o.grid},       {"range", {range.low, range.high}}, {"min", stats.least},
                                        {"max", stats.most},          {"mean", stats.mean}, {"std", stats.deviation}};
    fmt::print("{}\n", report.dump(2));
    return;
  }
  fmt::print("{} over {} and {}, {} x {} points from {} to {}\n", entry.written.name, names[0], names[1], o.grid, o.grid, range.low, range.high);
  fmt::print("min {:.8f}\nmax {:.8f}\nmean {:.8f}\nstd {:.8f}\n", stats.least, stats.most, stats.mean, stats.deviation);
  if (!o.out.empty()) fmt::print("{}\n", o.out);
}

}  // namespace lossc::program
