// The verdict on one rule over one choice of axes.
#include "judge.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>

#include <lossc/graph/equal.hpp>

namespace lossc::test {

namespace {

/// Rules whose points stay where no product of three leaves the range: they regroup products, or square.
bool keeps_to_everyday_numbers(const rule& r) { return r.name == "R1" || r.name == "R2" || r.name == "R13" || r.name == "R16"; }

/// What the replacement itself rounds at worst in a million points, in ulp: within that no point counts as worse, since
/// a pattern of two roundings is sometimes lucky. Elsewhere a point may get worse by 1 ulp.
double rounding_of_replacement(const rule& r) {
  struct entry {
    std::string_view name;
    double ulp;
  };
  constexpr entry known[] = {
      {"R1", 1.5},  {"R2", 1.5},                           // two roundings in another order
      {"R17", 2},   {"R40", 2},   {"R22", 2.5}, {"R34", 2.5},
      {"R42", 3.5}, {"R23", 4},                            // a quotient squared; two sigmoids
      {"R24", 4},   {"R33", 3.5}, {"R30", 5},              // log_cosh, log1pmx, ndtr evaluated in float; kernels promise 2
      {"R15", 3},   {"R16", 4},   {"R13", 5}, {"R25", 4},  // rows
      {"R44", 4},
  };
  for (const auto& e : known)
    if (e.name == r.name) return e.ulp;
  return 0;
}

/// Rules whose replacement is a sum with a root inside its domain: good to an ulp of its terms, and so is the pattern.
bool has_a_root(const rule& r) {
  for (std::string_view name : {"R13", "R16", "R25", "R27", "R29", "R30", "R33"})
    if (name == r.name) return true;
  return false;
}

/// The probability of a label is e to the minus its cross-entropy, of which half an ulp is up to |log p| ulp of p: the
/// price of 1 - p from the others.
double allowance(const rule& r, long double truth) {
  const bool is_probability = r.reason.substr(0, 28) == "the probability of the label";
  return is_probability && truth != 0 ? static_cast<double>(std::abs(std::log(std::abs(truth)))) : 0;
}

/// Beyond this e^-x beside 1 is lost even in 100 digits, and where the sides disagree the pattern says nothing.
constexpr float beyond_exact = 100;

struct judging {
  const rule& r;
  const sides s;
  const roles found;
  const arguments<float>& a;
  axis_mask axes;
  std::vector<float> before, after;
  std::vector<long double> terms;
  verdict done;

  judging(const rule_set& set, const rule& rule, const sides& both, const arguments<float>& points)
      : r(rule), s(both), found(roles_of(set, rule)), a(points),
        axes(s.before[s.before.outputs[0].value].axes | s.after[s.after.outputs[0].value].axes),
        before(in_float(s.before, a, axes)), after(in_float(s.after, a, axes)), terms(in_long_double(s.terms, a, axes)) {}

  void fault(std::size_t k, std::string_view what, long double exactly) {
    if (!done.fault.empty()) return;
    std::ostringstream text;
    text.precision(9);
    text << r.name << " (" << r.reason << "): " << what << ": before " << before[k] << ", after " << after[k]
         << ", exactly " << exactly << " at" << point_text(s.before, found, a, axes, k) << "; holes" << s.text;
    done.fault = text.str();
  }

  template <class Test> bool any_number(std::size_t k, Test&& test) const {
    const std::int64_t row = row_of(axes, k);
    for (std::size_t place = 0; place < a.numbers.size(); ++place) {
      if (!found.used[place] || a.numbers[place].size() == 0) continue;
      const int r = rank(s.before.inputs[place]);
      const std::int64_t width = r == 2 ? a.sizes[1] : 1, start = r == 0 ? 0 : row * width;
      for (std::int64_t i = start; i < start + width; ++i)
        if (test(a.numbers[place](i))) return true;
    }
    return false;
  }

  /// Whether `value` is the limit of the rule's pattern as zeros and infinities of the point are approached, from each
  /// side of a zero that it has and at several speeds. Beside large numbers 1e7 is no infinity: nothing is said.
  bool is_the_limit(std::size_t k, float value) const {
    if (any_number(k, [](float x) { return std::abs(x) > 100 && std::isfinite(x); })) return true;
    const std::int64_t row = row_of(axes, k);
    for (int speeds = 0; speeds < 2; ++speeds) {
      long double previous = 0, last = 0;
      for (int step = 0; step < 3; ++step) {
        auto near = rows_of(s.before, a, {row});
        for (std::size_t place = 0; place < near.numbers.size(); ++place) {
          const int hurry = step + speeds * static_cast<int>(place % 2);
          for (float& x : near.numbers[place]) {
            if (std::isinf(x)) x = std::copysign(std::pow(10.f, static_cast<float>(3 + 2 * hurry)), x);
            else if (x == 0 && !found.condition[place] && !found.weight[place])
              x = std::copysign(std::pow(10.f, static_cast<float>(-9 - 9 * hurry)), x);
          }
        }
        previous = last;
        const std::size_t entry = (axes & classes_axis) != 0 ? k % static_cast<std::size_t>(classes) : 0;
        last = in_100_digits(s.before, s.before, near, axes)[entry].before;
      }
      const bool reached = std::isinf(value)   ? std::signbit(last) == std::signbit(value) && std::abs(last) > 10 && std::abs(last) >= std::abs(previous)
                           : value == 0        ? std::abs(last) < 1e-6L && std::abs(last) <= std::abs(previous)
                                               : std::abs(last - value) <= 1e-3L * std::abs(value);
      if (!reached) return false;
    }
    return true;
  }

  bool is_no_worse(std::size_t k, long double truth) const {
    const auto error = [&](float x) { return std::isnan(x) ? std::numeric_limits<double>::infinity() : ulps(x, truth, has_a_root(r) ? terms[k] : 0); };
    return error(after[k]) <= std::max(error(before[k]) + 1, rounding_of_replacement(r)) + allowance(r, truth);
  }

  void judge(std::size_t k, long double truth) {
    ++done.points;
    if (!is_no_worse(k, truth)) fault(k, "farther from the truth", truth);
  }

  /// A row of -inf has no support: its terms are inert by decision, whatever a formula says.
  bool has_no_support(std::size_t k) const {
    return found.reduces && !any_number(k, [](float x) { return x != -std::numeric_limits<float>::infinity(); });
  }

  void judge_exactly(std::size_t k, const exact_pair& exactly) {
    if (has_no_support(k)) return;
    const bool huge = any_number(k, [](float x) { return std::abs(x) > beyond_exact && std::isfinite(x); });
    if (std::isfinite(exactly.before) && std::isfinite(exactly.after)) {
      if (!exactly.agree && !huge) fault(k, "another function", exactly.before);
      judge(k, exactly.agree ? exactly.before : exactly.after);
    } else if (std::isnan(exactly.before)) {
      const bool kept = before[k] == after[k] || std::isnan(after[k]);
      if (!kept && !huge && r.kind != honesty::structural && !is_the_limit(k, after[k])) fault(k, "a number where there is none", exactly.before);
    } else if (!huge) {
      judge(k, exactly.before);
    } else if (std::isfinite(exactly.after)) {
      judge(k, exactly.after);
    }
  }
};

bool within_one_ulp(float x, float y) {
  if (x == y || (std::isnan(x) && std::isnan(y))) return true;
  if (!std::isfinite(x) || !std::isfinite(y)) return false;
  return ulps(x, std::abs(x) < std::abs(y) ? y : x) <= 1 && ulps(y, std::abs(x) < std::abs(y) ? x : y) <= 1;
}

verdict on_some_strata(const rule_set& set, const rule& r, const sides& both, bool whole, effort e, unsigned seed) {
  std::mt19937 random(seed);
  const roles found = roles_of(set, r);
  const auto points = stratified_points(both.before, found, e.rows, keeps_to_everyday_numbers(r), random);
  judging j(set, r, both, points);
  const auto long_before = in_long_double(both.before, points, j.axes), long_after = in_long_double(both.after, points, j.axes);
  // Long double acquits, since a rule that loses digits loses them there too, and convicts nobody: it may have
  // cancelled as much. Suspects are decided first, then points where its two sides disagree.
  std::vector<std::size_t> doubtful;
  std::size_t suspects = 0;
  for (std::size_t k = 0; k < j.before.size(); ++k) {
    const float x = j.before[k], y = j.after[k];
    if (std::isfinite(x) && std::isnan(y)) j.fault(k, "finite became NaN", long_before[k]);
    if (r.kind == honesty::exact && std::isfinite(x) && std::isfinite(y) && x != y) j.fault(k, "not the same bits", long_before[k]);
    const bool numbers = std::isfinite(long_before[k]) && std::isfinite(long_after[k]);
    const bool innocent = numbers && (within_one_ulp(x, y) || j.is_no_worse(k, long_after[k]));
    if (innocent && (within_one_ulp(x, y) || std::abs(long_before[k] - long_after[k]) <= std::ldexp(std::abs(long_before[k]), -40))) {
      ++j.done.points;
      continue;
    }
    doubtful.push_back(k);
    if (!innocent) std::swap(doubtful.back(), doubtful[suspects++]);
  }
  std::shuffle(doubtful.begin(), doubtful.begin() + static_cast<std::ptrdiff_t>(suspects), random);
  std::shuffle(doubtful.begin() + static_cast<std::ptrdiff_t>(suspects), doubtful.end(), random);
  const std::size_t decided = std::min(std::max(e.decided_exactly, std::min(suspects, 4 * e.decided_exactly)), doubtful.size());
  j.done.points += static_cast<std::int64_t>(doubtful.size() - std::max(decided, suspects));
  doubtful.resize(decided);
  for (std::size_t i = 0; i < e.decided_exactly / 4 && !j.before.empty(); ++i) doubtful.push_back(random() % j.before.size());

  if (whole) {
    doubtful.resize(j.before.size());
    std::iota(doubtful.begin(), doubtful.end(), std::size_t{0});
  }
  std::vector<std::int64_t> rows;
  for (std::size_t k : doubtful) rows.push_back(row_of(j.axes, k));
  const auto exactly = in_100_digits(both.before, both.after, whole ? points : rows_of(both.before, points, rows), j.axes);
  const std::size_t width = (j.axes & classes_axis) != 0 ? static_cast<std::size_t>(classes) : 1;
  for (std::size_t i = 0; i < doubtful.size(); ++i)
    j.judge_exactly(doubtful[i], exactly[whole || (j.axes & rows_axis) == 0 ? doubtful[i] : i * width + doubtful[i] % width]);
  return j.done;
}

verdict on_strata(const rule_set& set, const rule& r, const sides& both, bool whole, effort e) {
  constexpr std::int64_t at_once = 1024;
  verdict all;
  if (whole) return on_some_strata(set, r, both, true, {32, e.decided_exactly}, 1);
  for (std::int64_t start = 0; start < e.rows && all.fault.empty(); start += at_once) {
    const std::int64_t rows = std::min(at_once, e.rows - start);
    const effort share{rows, 1 + e.decided_exactly * static_cast<std::size_t>(rows) / static_cast<std::size_t>(e.rows)};
    const verdict part = on_some_strata(set, r, both, false, share, static_cast<unsigned>(start + 1));
    all.points += part.points;
    all.fault = part.fault;
  }
  return all;
}

verdict on_specials(const rule_set& set, const rule& r, const sides& both) {
  std::mt19937 random(1);
  const auto points = special_points(both.before, roles_of(set, r), random);
  judging j(set, r, both, points);
  const auto exactly = in_100_digits(both.before, both.after, points, j.axes);
  for (std::size_t k = 0; k < j.before.size(); ++k) {
    const bool nan = j.any_number(k, [](float x) { return std::isnan(x); });
    if (!nan) j.judge_exactly(k, exactly[k]);
    else if (j.has_no_support(k)) continue;
    // What is NaN stays NaN, and only that, save where the policy on zeros and comparisons says otherwise.
    else if (r.kind != honesty::structural && std::isnan(j.before[k]) != std::isnan(j.after[k])) j.fault(k, "NaN is swallowed or made", exactly[k].before);
  }
  return j.done;
}

/// No gradient that is a number may be NaN in the other side.
verdict gradients_on_specials(const rule_set& set, const rule& r, const sides& both) {
  std::mt19937 random(1);
  const roles found = roles_of(set, r);
  const auto points = special_points(both.before, found, random);
  verdict done;
  for (std::size_t place = 0; place < hole_count; ++place) {
    if (!found.used[place] || set.patterns.inputs[place].kind == input_kind::label) continue;
    const axis_mask axes = axes_of(both.before.inputs[place]);
    const auto before = in_float(gradient_of(both.before, place), points, axes), after = in_float(gradient_of(both.after, place), points, axes);
    for (std::size_t k = 0; k < before.size(); ++k) {
      ++done.points;
      if (std::isfinite(before[k]) && std::isnan(after[k]) && done.fault.empty())
        done.fault = std::string(r.reason) + ": the gradient became NaN at" + point_text(both.before, found, points, axes, k);
    }
  }
  return done;
}

// Rows that are reduced away are not independent: all of them are judged, or none.
bool reduces_rows(const choice& c) { return (c.reduced & rows_axis) != 0; }

}  // namespace

verdict judge_on_strata(const rule_set& set, const rule& r, const choice& c, effort e) {
  return on_strata(set, r, sides_of(set, r, c), reduces_rows(c), e);
}

verdict judge_on_specials(const rule_set& set, const rule& r, const choice& c) {
  return reduces_rows(c) ? verdict{} : on_specials(set, r, sides_of(set, r, c));
}

verdict judge_branch(const rule_set& set, const rule& r, const choice& c, effort e, mutation m) {
  const sides both = whole_and_branch(set, r, c, m);
  const verdict found = on_strata(set, r, both, reduces_rows(c), e);
  if (!found.fault.empty()) return found;
  const verdict special = on_specials(set, r, both);
  return special.fault.empty() ? gradients_on_specials(set, r, both) : special;
}

std::int64_t work(const graph& g) {
  const graph live = without_dead_nodes(g);
  std::int64_t entries = 0;
  for (const node& n : live.nodes())
    if (facts_of(n.code).shape != shape::leaf)
      entries += ((n.axes & rows_axis) != 0 ? 1000 : 1) * ((n.axes & classes_axis) != 0 ? 100 : 1);
  return entries;
}

}  // namespace lossc::test
