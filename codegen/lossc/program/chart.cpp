// Chooses ticks of 1, 2 or 5 times a power of ten, and maps numbers to places.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <lossc/program/chart.hpp>

namespace lossc::program {
namespace {

constexpr double label_size = 11, title_size = 13, tick_length = 4;

double step_of(extent e, int count) {
  const double rough = (e.high - e.low) / count, power = std::pow(10, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough) return factor * power;
  return 10 * power;
}

}  // namespace

extent extent_of(const std::vector<double>& values) {
  extent e{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (double x : values)
    if (std::isfinite(x)) e = {std::min(e.low, x), std::max(e.high, x)};
  if (e.low > e.high) return {0, 1};
  const double around = e.low == e.high ? std::max(std::abs(e.low), 1.0) / 2 : 0;
  return {e.low - around, e.high + around};
}
extent joined(extent a, extent b) { return {std::min(a.low, b.low), std::max(a.high, b.high)}; }

std::vector<double> ticks_of(extent e, int count) {
  const double step = step_of(e, count);
  std::vector<double> ticks;
  // Multiples of the step, so that the tick at 0 is 0.
  for (double k = std::ceil(e.low / step - 1e-9); k * step <= e.high + 1e-9 * step; ++k) ticks.push_back(k == 0 ? 0 : k * step);
  return ticks;
}

std::string tick_text(double tick, extent e) {
  const double largest = std::max(std::abs(e.low), std::abs(e.high));
  if (largest >= 1e5 || largest < 1e-3) return fmt::format("{:.3g}", tick);
  const int digits = static_cast<int>(std::max(0.0, std::ceil(-std::log10((e.high - e.low) / 4))));
  std::string text = fmt::format("{:.{}f}", tick, digits);
  if (text.starts_with('-')) text.replace(0, 1, "−");
  return text;
}

chart::chart(picture& p, rectangle frame, extent x, extent y) : picture_(p), frame_(frame), x_(x), y_(y) {}

void chart::axes(const std::string& title, const std::string& x_name, const std::string& y_name, bool grid) {
  const double left = frame_.x, top = frame_.y, right = left + frame_.width, bottom = top + frame_.height;
  double widest = 0;
  for (double tick : ticks_of(x_, 6)) {
    const double x = place_x(tick);
    if (grid) picture_.line({{x, top}, {x, bottom}}, grid_grey, 0.8);
    picture_.line({{x, bottom}, {x, bottom + tick_length}}, ink, 1);
    picture_.text(x, bottom + 14, tick_text(tick, x_), anchor::middle, label_size);
  }
  for (double tick : ticks_of(y_, 6)) {
    const double y = place_y(tick);
    const auto words = tick_text(tick, y_);
    if (grid) picture_.line({{left, y}, {right, y}}, grid_grey, 0.8);
    picture_.line({{left - tick_length, y}, {left, y}}, ink, 1);
    picture_.text(left - 8, y, words, anchor::right, label_size);
    widest = std::max(widest, picture_.text_width(words, label_size));
  }
  picture_.line({{left, top}, {left, bottom}, {right, bottom}}, ink, 1);
  if (!title.empty()) picture_.text(left + frame_.width / 2, top - 14, title, anchor::middle, title_size);
  if (!x_name.empty()) picture_.text(left + frame_.width / 2, bottom + 33, x_name, anchor::middle, label_size, pale_ink);
  if (!y_name.empty()) picture_.text(left - widest - 22, top + frame_.height / 2, y_name, anchor::middle, label_size, pale_ink, true);
}

void chart::curve(const std::vector<double>& x, const std::vector<double>& y, colour c, double width) {
  picture_.clip(frame_.x, frame_.y - 1, frame_.width + 1, frame_.height + 2);
  std::vector<picture::point> run;
  // Far outside the frame a place would not fit a file's numbers.
  const double beyond = 20 * (y_.high - y_.low);
  const auto end = [&] {
    picture_.line(run, c, width);
    run.clear();
  };
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) {
      end();
      continue;
    }
    run.emplace_back(place_x(x[i]), place_y(std::clamp(y[i], y_.low - beyond, y_.high + beyond)));
  }
  end();
  picture_.lift_clip();
}

void chart::mark(double x, double y, colour fill) {
  if (x >= x_.low && x <= x_.high && y >= y_.low && y <= y_.high) picture_.circle(place_x(x), place_y(y), 3.5, fill, white);
}

colour curve_colour(std::size_t curve) {
  constexpr std::array<colour, 6> colours{{{0.10, 0.29, 0.58}, {0.84, 0.37, 0.05}, {0.17, 0.55, 0.34}, {0.60, 0.31, 0.64}, {0.70, 0.15, 0.20}, {0.35, 0.35, 0.38}}};
  return colours[curve % colours.size()];
}

colour colour_of_level(double level) {
  constexpr std::array<colour, 6> stops{{{0.27, 0.00, 0.33}, {0.25, 0.27, 0.53}, {0.16, 0.47, 0.56}, {0.13, 0.66, 0.52}, {0.48, 0.82, 0.32}, {0.99, 0.91, 0.14}}};
  const double at = std::clamp(level, 0.0, 1.0) * (stops.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(at), stops.size() - 2);
  const double part = at - static_cast<double>(below);
  const auto mixed = [&](double colour::*channel) { return stops[below].*channel * (1 - part) + stops[below + 1].*channel * part; };
  return {mixed(&colour::red), mixed(&colour::green), mixed(&colour::blue)};
}

}  // namespace lossc::program
