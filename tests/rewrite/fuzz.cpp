// Every rewrite rule on random and special numbers: the same real function, and no worse in float.
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <catch2/catch.hpp>
#include <cstring>
#include <lossc/evaluate/interpret.hpp>
#include <lossc/rewrite/expand.hpp>
#include <random>
#include <sstream>

using namespace lossc;

// 100 digits: exp(-200) beside 1 keeps 13 of its own.
using exact = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<100>,
                                            boost::multiprecision::et_off>;

namespace {

constexpr std::int64_t rows = 800, classes = 4;

/// One side of a rule as a graph: holes over [rows, classes], a label over [rows].
struct side_builder {
  const rule_set& set;
  graph g;
  axis_mask some = 2;

  side_builder(const rule_set& rules, const rule& r) : set(rules) {
    const bool y_is_constant = r.condition == detail::y_is_constant_along_the_axes;
    const bool x_is_scalar = r.condition == detail::only_the_inner_has_axes;
    g.axes = {{"rows"}, {"classes"}};
    for (const auto& hole : set.patterns.inputs) {
      input_info input{.name = hole.name, .kind = hole.kind};
      if (!(x_is_scalar && hole.name == "x")) input.axes[0] = 0;
      if (hole.kind == input_kind::label)
        input.target = 1;
      else if (input.axes[0] == 0 && !(y_is_constant && hole.name == "y"))
        input.axes[1] = 1;
      g.inputs.push_back(input);
    }
  }
  node_id build(node_id pattern) {
    const node& p = set.patterns[pattern];
    if (is<op::Input>(p)) return g.input(static_cast<int>(p.payload));
    auto in = p.in;
    for (auto& operand : in)
      if (operand != no_node) operand = build(operand);
    return g.push(p.code, in, p.payload == some_axes ? some : p.payload);
  }
};

graph side(const rule_set& set, const rule& r, symbol s) {
  side_builder b(set, r);
  b.g.outputs.push_back({"result", b.build(s.id)});
  return b.g;
}

/// Holes that the pattern uses as conditions or weights.
struct roles {
  bool condition[hole_count] = {}, weight[hole_count] = {}, used[hole_count] = {},
       positive[hole_count] = {};
};
void find_roles(const graph& patterns, node_id id, roles& found) {
  const node& n = patterns[id];
  const auto hole = [&](std::size_t i, bool(&mark)[hole_count]) {
    if (n.in[i] != no_node && is<op::Input>(patterns[n.in[i]]))
      mark[patterns[n.in[i]].payload] = true;
  };
  if (is<op::Input>(n)) found.used[n.payload] = true;
  if (is<op::Guard>(n) || is<op::Where>(n) || is<op::Not>(n)) hole(0, found.condition);
  if (is<op::And>(n) || is<op::Or>(n)) hole(0, found.condition), hole(1, found.condition);
  if (is<op::Weigh>(n)) hole(0, found.weight);
  if (is<op::RelativeEntropy>(n)) hole(0, found.positive), hole(1, found.positive);
  for (node_id in : n.in)
    if (in != no_node) find_roles(patterns, in, found);
}

constexpr float special[] = {0.f,           -0.f,           1.f,    -1.f,          1e-45f,
                             -1e-45f,       1.1754944e-38f, 1e-20f, 5.9604645e-8f, -5.9604645e-8f,
                             0.5f,          88.f,           -88.f,  104.f,         -104.f,
                             1e4f,          -1e4f,          1e20f,  -1e20f,        3.4028235e38f,
                             -3.4028235e38f};

/// `moderate`: no product or quotient of three leaves the range of float.
float draw(std::mt19937& random, bool positive, bool moderate) {
  std::uniform_real_distribution<double> unit(0, 1);
  float x = 0;
  if (moderate && unit(random) < 0.1)
    x = random() % 2 ? 0.f : -0.f;
  else if (!moderate && unit(random) < 0.3)
    x = special[random() % std::size(special)];
  else if (!moderate && unit(random) < 0.02)
    x = random() % 2 ? std::numeric_limits<float>::infinity()
                     : -std::numeric_limits<float>::infinity();
  else
    x = static_cast<float>(std::pow(10, -8 + 10 * unit(random)) * (random() % 2 ? 1 : -1));
  return positive ? std::abs(x) : x;
}

template <class T> values<T> result_of(const graph& g, const arguments<float>& a) {
  arguments<T> b;
  b.sizes = a.sizes;
  b.labels = a.labels;
  for (const auto& numbers : a.numbers) {
    b.numbers.emplace_back(numbers.size());
    for (std::int64_t k = 0; k < numbers.size(); ++k) b.numbers.back()(k) = T(numbers(k));
  }
  static std::vector<std::unique_ptr<domain>> domains;  // values point to theirs
  domains.push_back(std::make_unique<domain>(detail::domain_of(g, b)));
  return interpret(g, *domains.back(), b)[static_cast<std::size_t>(g.outputs[0].value)];
}

double ulps(float x, const exact& truth) {
  const float t = truth.convert_to<float>();
  if (x == truth || x == t) return x == truth ? 0 : 0.5;
  if (!std::isfinite(x) || !std::isfinite(t)) return infinity;
  const float size = std::abs(t);
  const exact ulp = size == 0 ? exact(std::numeric_limits<float>::denorm_min())
                              : exact(size) - exact(std::nextafter(size, 0.f));
  return exact(abs(exact(x) - truth) / ulp).convert_to<double>();
}

/// What a rule may lose beside 2 ulp. e^(x - top) is as good as its rounded argument: half an ulp
/// of x - top is up to |x - top| ulp of the result, and log(result) says how large x - top was.
/// Cross-entropy rounds twice: the gap, and its sum with log1p.
double allowance(const rule& r, const exact& truth) {
  const int roundings = r.name == "R25" ? 1 : r.name == "R44" ? 2 : 0;
  return roundings != 0 && truth != 0 ? roundings * exact(abs(log(abs(truth)))).convert_to<double>()
                                      : 0;
}

struct verdict {
  int points = 0;
  std::string fault;  // empty if none
};

verdict fuzz(const rule_set& set, const rule& r, unsigned seed) {
  roles found;
  find_roles(set.patterns, r.pattern.id, found);
  find_roles(set.patterns, r.replacement.id, found);
  const graph before = side(set, r, r.pattern), after = side(set, r, r.replacement);
  const graph before_float = expand(before), after_float = expand(after);

  // The policy on zeros asks for w·(y·z) instead of (w·y)·z, at the price of the range.
  const bool reassociates = r.kind == honesty::structural;
  std::mt19937 random(seed);
  arguments<float> a;
  a.sizes = {rows, classes};
  for (std::size_t i = 0; i < hole_count; ++i) {
    const auto& input = before.inputs[i];
    a.labels.emplace_back();
    a.numbers.emplace_back(Eigen::ArrayXf::Zero(input.kind == input_kind::label ? 0
                                                : rank(input) == 0
                                                    ? 1
                                                    : rows * (rank(input) == 2 ? classes : 1)));
    if (input.kind == input_kind::label)
      for (std::int64_t k = 0; k < rows; ++k)
        a.labels.back().push_back(static_cast<std::int64_t>(random() % classes));
    for (auto& x : a.numbers.back())
      x = found.condition[i] ? static_cast<float>(random() % 2)
          : found.weight[i] && random() % 3 == 0
              ? 0.f
              : draw(random, found.positive[i] || found.weight[i], reassociates);
  }
  const auto bits_before = result_of<float>(before_float, a),
             bits_after = result_of<float>(after_float, a);
  const auto truth_before = result_of<exact>(before, a), truth_after = result_of<exact>(after, a);
  const axis_mask wide = truth_before.mask | truth_after.mask;
  const auto fb = bits_before.spread_to(wide).data, fa = bits_after.spread_to(wide).data;
  const auto tb = truth_before.spread_to(wide).data, ta = truth_after.spread_to(wide).data;

  verdict done;
  for (std::int64_t k = 0; k < fb.size(); ++k) {
    const auto fault = [&](const char* what) {
      std::ostringstream text;
      text.precision(9);
      text << r.name << " (" << r.reason << "): " << what << ": before " << fb(k) << ", after "
           << fa(k) << ", exactly " << tb(k).str(12) << " and " << ta(k).str(12) << " at";
      const std::int64_t row = wide == 3 ? k / classes : k;
      for (std::size_t i = 0; i < hole_count; ++i) {
        if (!found.used[i]) continue;
        const auto& input = before.inputs[i];
        text << " " << input.name << " =";
        if (input.kind == input_kind::label)
          text << " " << a.labels[i][static_cast<std::size_t>(row)];
        else if (rank(input) == 0)
          text << " " << a.numbers[i](0);
        else if (rank(input) == 1)
          text << " " << a.numbers[i](row);
        else
          for (std::int64_t c = 0; c < classes; ++c) text << " " << a.numbers[i](row * classes + c);
      }
      text << ", entry " << k % classes;
      if (done.fault.empty()) done.fault = text.str();
    };
    const bool finite = isfinite(tb(k)) && isfinite(ta(k));
    if (finite && abs(tb(k) - ta(k)) > abs(tb(k)) * exact(1e-25) + exact(1e-60))
      fault("another function");
    if (std::isfinite(fb(k)) && std::isnan(fa(k))) fault("finite became NaN");
    if (!finite) continue;
    ++done.points;
    if (r.kind == honesty::exact && std::isfinite(fb(k)) && std::isfinite(fa(k)) && fb(k) != fa(k))
      fault("not the same bits");
    const double error_before = ulps(fb(k), tb(k)), error_after = ulps(fa(k), tb(k));
    // As near, save that one end of float's range is traded for the other: e^y against e^-y.
    if (r.kind == honesty::rounds_differently &&
        (error_before == infinity || error_after == infinity))
      continue;
    if (!(error_after <= error_before + 2 + allowance(r, tb(k)))) fault("farther from the truth");
  }
  return done;
}

}  // namespace

TEST_CASE("every stable rule is the same function and rounds no worse") {
  const rule_set set = stable_rules();
  unsigned seed = 1;
  for (const auto& r : set.rules) {
    const auto found = fuzz(set, r, seed++);
    INFO(found.fault);
    CHECK(found.fault.empty());
    INFO(r.name << ": " << r.reason);
    CHECK(found.points >= rows / 4);
  }
}

TEST_CASE("every expansion rule is exact") {
  const rule_set set = detail::expansion_rules();
  for (const auto& r : set.rules) {
    const auto found = fuzz(set, r, 1);
    INFO(found.fault);
    CHECK(found.fault.empty());
    CHECK(r.kind == honesty::exact);
  }
}

TEST_CASE("wrong rules are seen") {
  rule_set set = detail::with_holes();
  graph& p = set.patterns;
  const symbol x{&p, 0}, y{&p, 1};
  using enum honesty;
  set.rules = {
      {"wrong", "another function", 1 / (1 + exp(-x)), sigmoid(-x), rounds_better},
      {"wrong", "another function near 0 only", log(1 + x), x * (1 - x * 0.5), rounds_better},
      {"wrong", "not exact", x / y, x * (1 / y), exact},
      {"wrong", "worse", softplus(x), log(1 + exp(x)), rounds_better},
      {"wrong", "cancels", expm1(x), exp(x) - 1, rounds_differently},
  };
  for (const auto& r : set.rules) {
    INFO(r.reason);
    CHECK_FALSE(fuzz(set, r, 1).fault.empty());
  }
}
