// A value rewritten and then differentiated has the derivative of the pattern, by difference quotients in 100 digits.
#include <catch2/catch.hpp>
#include <cmath>
#include <sstream>

#include "judge.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

bool is_constant(const hole_choice& hole) { return hole.what == filling::two || hole.what == filling::a_half; }

/// A filling for which the rule's condition holds, plain but for the constants that it may ask for.
choice allowed_choice(const rule_set& set, const rule& r) {
  const choice plain = plain_choice(set, r);
  for (const choice& c : choices(set, r)) {
    bool like_plain = c.reduced == plain.reduced && sides_of(set, r, c).allowed;
    for (std::size_t place = 0; place < hole_count; ++place)
      like_plain = like_plain && (is_constant(c.holes[place]) || c.holes[place].axes == plain.holes[place].axes);
    if (like_plain) return c;
  }
  return plain;
}

std::string wrong_derivative(const rule_set& set, const rule& r, std::int64_t rows, int& compared) {
  const choice c = allowed_choice(set, r);
  const roles found = roles_of(set, r);
  sides s = sides_of(set, r, c);
  std::mt19937 random(1);
  const auto points = everyday_points(s.before, found, rows, random);
  for (std::size_t place = 0; place < hole_count; ++place) {
    const bool variable = found.used[place] && !found.condition[place] && !is_constant(c.holes[place]);
    if (!variable || set.patterns.inputs[place].kind == input_kind::label) continue;
    const axis_mask axes = axes_of(s.before.inputs[place]);
    const graph gradient = gradient_of(s.after, place);
    const auto slopes = in_long_double(gradient, points, axes);
    const auto kernel = in_float(gradient, points, axes);
    const std::int64_t width = (axes & classes_axis) != 0 ? classes : 1;
    for (std::int64_t column = 0; column < width; ++column) {
      const auto truth = difference_quotient(s.before, points, place, column);
      for (std::int64_t row = 0; row < rows; ++row) {
        const auto k = static_cast<std::size_t>(row * width + column);
        const long double t = truth[static_cast<std::size_t>(row)];
        if (!std::isfinite(t)) continue;
        ++compared;
        const long double away = std::abs(slopes[k] - t);
        // A gradient that cancels to nothing is right to its terms, which are of the size of the point.
        const bool right = away <= 1e-7L * std::abs(t) + 1e-12L;
        const bool number = std::isfinite(kernel[k]) || std::abs(t) > std::numeric_limits<float>::max();
        if (right && number) continue;
        std::ostringstream text;
        text.precision(12);
        text << r.name << " (" << r.reason << "): d/d" << s.before.inputs[place].name << " is " << t << ", not " << slopes[k]
             << ", in float " << kernel[k] << ", at" << point_text(s.before, found, points, axes, k);
        return text.str();
      }
    }
  }
  return {};
}

}  // namespace

TEST_CASE("a rewritten value has the derivative of its pattern") {
  const rule_set set = stable_rules();
  int compared = 0;
  for (const auto& r : set.rules) {
    const std::string fault = wrong_derivative(set, r, 60, compared);
    INFO(fault);
    CHECK(fault.empty());
  }
  CHECK(compared > 10'000);
}

TEST_CASE("a wrong derivative is seen") {
  rule_set set = lossc::detail::with_holes();
  const symbol x{&set.patterns, 0};
  set.add({{"wrong", "a derivative", x * x, x * stop_gradient(x), honesty::exact}});
  int compared = 0;
  CHECK_FALSE(wrong_derivative(set, set.rules[0], 60, compared).empty());
}
