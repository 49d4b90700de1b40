// Draws points; each call covers the binades evenly, so that many calls cover their pairs too.
#include "points.hpp"

#include <cmath>
#include <sstream>

namespace lossc::test {

namespace {

constexpr float largest = std::numeric_limits<float>::max();

int below(int n, std::mt19937& random) { return static_cast<int>(random() % static_cast<unsigned>(n)); }

/// A number in the binade of 2^exponent; below 2^-126 those are the subnormals with that leading bit.
float in_binade(int exponent, std::mt19937& random) {
  const double ends[] = {1, 1 + 0x1p-23, 2 - 0x1p-23};
  const double mantissa = random() % 8 == 0 ? ends[random() % 3] : 1 + random() * 0x1p-32;
  return static_cast<float>(std::min(std::ldexp(mantissa, exponent), static_cast<double>(largest)));
}

/// A weight is finite, and so is its product with what it weighs.
float weight_near(float x) { return std::abs(x) >= 0x1p-60f ? std::min(std::abs(x), 1.f) : 0.f; }

/// Near another number: the same, a few units in the last place off, or a few binades of relative distance.
float near(float x, std::mt19937& random) {
  if (random() % 4 == 0) return static_cast<float>(x * (1 + (random() % 2 ? 1 : -1) * std::ldexp(1, -below(24, random))));
  for (int steps = below(4, random); steps > 0; --steps) x = std::nextafter(x, random() % 2 ? largest : -largest);
  return x;
}

constexpr int lowest = -149, binades = 127 - lowest + 1;

struct drawing {
  std::mt19937& random;
  bool regroups;
  int turn = 0;  // walks through the binades

  float independent(bool everyday, bool positive) {
    if (regroups) everyday = true;
    const int exponent = everyday ? -30 + below(regroups ? 60 : 38, random) : lowest + turn++ % binades;
    const float x = in_binade(exponent, random);
    return !positive && random() % 2 ? -x : x;
  }

  float special(std::size_t count) { return special_values[random() % count]; }
};

}  // namespace

std::int64_t row_of(axis_mask axes, std::size_t k) {
  return static_cast<std::int64_t>((axes & classes_axis) != 0 ? k / static_cast<std::size_t>(classes) : k) * ((axes & rows_axis) != 0);
}

namespace {

/// Arguments of the right sizes; `number(place, row)` draws each number.
template <class Draw>
arguments<float> drawn(const graph& g, const roles& found, std::int64_t rows, std::mt19937& random, Draw&& number) {
  arguments<float> a;
  a.sizes = {rows, classes};
  for (const auto& input : g.inputs) {
    const bool label = input.kind == input_kind::label;
    const std::int64_t size = (rank(input) > 0 ? rows : 1) * (rank(input) == 2 ? classes : 1);
    a.numbers.emplace_back(Eigen::ArrayXf::Zero(label ? 0 : size));
    a.labels.emplace_back();
    for (std::int64_t k = 0; label && k < size; ++k) a.labels.back().push_back(below(classes, random));
  }
  for (std::int64_t row = 0; row < rows; ++row)
    for (std::size_t place = 0; place < g.inputs.size(); ++place) {
      if (!found.used[place]) continue;
      const std::int64_t width = rank(g.inputs[place]) == 2 ? classes : 1;
      auto& numbers = a.numbers[place];
      for (std::int64_t k = row * width; k < (row + 1) * width && k < numbers.size(); ++k) {
        if (found.condition[place]) numbers(k) = static_cast<float>(random() % 2);
        else if (found.weight[place] && random() % 3 == 0) numbers(k) = 0;
        else numbers(k) = number(place, row, k - row * width);
        if (found.weight[place]) numbers(k) = weight_near(numbers(k));
      }
    }
  return a;
}

}  // namespace

arguments<float> stratified_points(const graph& g, const roles& found, std::int64_t rows, bool regroups, std::mt19937& random) {
  drawing draw{random, regroups, below(binades, random)};
  std::int64_t current = -1;
  bool everyday = false, positive = false, close = false;
  float anchor = 1;
  return drawn(g, found, rows, random, [&](std::size_t, std::int64_t row, std::int64_t) {
    if (row != current) {
      current = row;
      everyday = random() % 2, positive = random() % 2, close = random() % 5 == 0;
      anchor = random() % 3 == 0 ? 1 : draw.independent(everyday, positive);
    }
    if (close) return (random() % 8 == 0 ? -1.f : 1.f) * near(anchor, random);
    if (!regroups && random() % 40 == 0) return draw.special(std::size(special_values) - 1);
    if (random() % 40 == 0) return random() % 2 ? 0.f : -0.f;
    return draw.independent(everyday, positive);
  });
}

arguments<float> special_points(const graph& g, const roles& found, std::mt19937& random) {
  std::int64_t numbers = 0;
  bool wide = false;
  for (std::size_t place = 0; place < g.inputs.size(); ++place) {
    numbers += found.used[place] && g.inputs[place].kind != input_kind::label;
    wide = wide || (found.used[place] && rank(g.inputs[place]) == 2);
  }
  const std::int64_t count = std::size(special_values);
  const std::int64_t all = numbers == 1 ? count : numbers == 2 ? count * count : count * count * count;
  drawing draw{random, false};
  return drawn(g, found, wide ? 2000 : all, random, [&](std::size_t place, std::int64_t row, std::int64_t) {
    if (wide) return random() % 4 == 0 ? draw.special(std::size(special_values)) : draw.special(10);
    std::int64_t digit = row;
    for (std::size_t i = 0; i < place; ++i) digit /= found.used[i] ? count : 1;
    return special_values[digit % count];
  });
}

arguments<float> everyday_points(const graph& g, const roles& found, std::int64_t rows, std::mt19937& random) {
  std::int64_t current = -1;
  bool positive = false;
  return drawn(g, found, rows, random, [&](std::size_t, std::int64_t row, std::int64_t) {
    if (row != current) current = row, positive = random() % 2;
    const float x = in_binade(-16 + below(20, random), random);
    return !positive && random() % 2 ? -x : x;
  });
}

std::string point_text(const graph& g, const roles& found, const arguments<float>& a, axis_mask axes, std::size_t k) {
  std::ostringstream text;
  text.precision(9);
  const std::int64_t row = row_of(axes, k);
  for (std::size_t place = 0; place < g.inputs.size(); ++place) {
    if (!found.used[place]) continue;
    const auto& input = g.inputs[place];
    const std::int64_t width = rank(input) == 2 ? classes : 1, start = rank(input) == 0 ? 0 : row * width;
    text << " " << input.name << " =";
    if (input.kind == input_kind::label) text << " " << a.labels[place][static_cast<std::size_t>(start)];
    else
      for (std::int64_t i = start; i < start + width; ++i) text << " " << a.numbers[place](i);
  }
  if ((axes & classes_axis) != 0) text << ", entry " << k % static_cast<std::size_t>(classes);
  return text.str();
}

}  // namespace lossc::test
