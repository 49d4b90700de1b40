// What `show --stage rewrite` says: every step that it prints is so, and reads as people write.
#include <boost/hana/for_each.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <lossc/graph/lower.hpp>
#include <lossc/loss/all.hpp>
#include <lossc/pipeline.hpp>
#include <lossc/program/derivation.hpp>
#include <lossc/program/interpreted.hpp>
#include <lossc/program/random_arguments.hpp>
#include <lossc/program/spelling.hpp>

using namespace lossc;
using namespace lossc::program;

namespace {

inline constexpr struct batch final : axis<"batch"> {
} batch;

constexpr auto logistic = loss<"logistic">(inputs(tensor<"score">(batch)), [](auto score) {
  return mean(-log(1_c / (1_c + exp(name<"reversed">(-(2_c * score))))));
});

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// How far two nodes of a graph are apart on random arguments, relative to the larger one.
double distance(const graph& g, node_id a, node_id b, const interpreted<long double>& run) {
  const axis_mask wide = g[a].axes | g[b].axes;
  const auto x = run[a].spread_to(wide).data, y = run[b].spread_to(wide).data;
  double worst = 0;
  for (std::int64_t i = 0; i < x.size(); ++i) {
    if (x(i) == y(i) || (std::isnan(x(i)) && std::isnan(y(i)))) continue;
    const long double size = std::max(std::abs(x(i)), std::abs(y(i)));
    worst = std::max(worst, static_cast<double>(std::abs(x(i) - y(i)) / size));
  }
  return worst;
}

constexpr double rounding = 1e-15;

void check_steps(const graph& written) {
  const compiled c = compile(written);
  const auto given = random_arguments(written, choose_sizes(written, {}, 3, 4), {}, 5);
  for (const auto& [trace, seen] :
       {std::pair(&c.trace, &c.seen), {&c.gradient_trace, &c.gradient_seen}}) {
    const interpreted<long double> run(*seen, given);
    for (const firing& f : *trace) {
      INFO(written.name << ": " << f.rule << ", " << f.reason << ": " << formula(*seen, f.before)
                        << " = " << formula(*seen, f.after));
      CHECK(f.before != f.after);
      CHECK(distance(*seen, f.before, f.after, run) < rounding);
    }
  }
}

}  // namespace

TEST_CASE("both sides of every step are one number, for every predefined loss") {
  boost::hana::for_each(losses::one_of_each, [](const auto& loss) { check_steps(lower(loss)); });
}

TEST_CASE("a step that is not so would be seen") {
  const compiled c = compile(lower(logistic));
  const auto given = random_arguments(c.written, {3}, {}, 5);
  const interpreted<long double> run(c.seen, given);
  const firing& f = c.trace[0];
  CHECK(distance(c.seen, f.before, c.seen[f.before].in[0], run) > rounding);
}

TEST_CASE("a step reads as a formula, with the user's names") {
  const compiled c = compile(lower(logistic));
  CHECK(derivation_text(c.trace, c.seen) ==
        R"(  the same function of real numbers, rounded less
    R22     1 / (1 + exp(−x)) is the sigmoid
            1 / (1 + exp(reversed)) = sigmoid(2 * score)
    R21     log of a rounded sigmoid
            log(sigmoid(2 * score)) = -softplus(reversed)
  the same bits
    sign    −(−x) = x
            -(-u) = u
                u = softplus(reversed)
)");
}

TEST_CASE("strict leaves only steps that keep the bits or the meaning") {
  const graph naive = lower(losses::cross_entropy_naive);
  const compiled stable = compile(naive), strict = compile(naive, {.strict = true});
  CHECK(contains(derivation_text(stable.trace, stable.seen), "rounded less"));
  CHECK_FALSE(contains(derivation_text(strict.trace, strict.seen), "rounded less"));
  CHECK_FALSE(
      contains(derivation_text(strict.gradient_trace, strict.gradient_seen), "rounded less"));
}

TEST_CASE("a condition is printed with its rule, and nothing where nothing fired") {
  const compiled c = compile(lower(losses::cross_entropy));
  CHECK(contains(derivation_text(c.trace, c.seen),
                 "picking from log_softmax, where the label indexes the axis of the reduction\n"));
  CHECK(derivation_text({}, c.seen) == "  no rule fired\n");
}

TEST_CASE("what outputs share is defined before them, by the user's name or a letter") {
  const compiled c = compile(lower(losses::mse));
  CHECK(definitions_text(c.rewritten) == R"(  error = prediction - target
  u = n_batch * n_feature
  v = 2 * ((u != 0 ? d_result / u : 0) * error)
  result = mean(error * error, batch, feature)
  d_prediction = v
  d_target = -v
)");
}
