// Inputs on which other libraries are known to fail, in float: value and gradient must be right to
// a few ulp.
#include <catch2/catch.hpp>
#include <lossc/evaluate.hpp>
#include <lossc/loss/all.hpp>

using namespace lossc;
using losses::batch, losses::classes, losses::feature;

namespace {

using array = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using labels = Eigen::ArrayXi;
constexpr float inf = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

struct answer {
  double value;
  std::vector<double> gradient;
};

/// Within 4 ulp; infinities and zeros exactly, the sign of a zero aside.
bool near(double x, double right) {
  if (std::isnan(right)) return std::isnan(x);
  return x == right || std::abs(x - right) <= 4 * 6e-8 * std::abs(right);
}

template <class Evaluation, class... Names>
void expect(const Evaluation& e, answer right, Names... wrt) {
  const auto all = e.wrt(wrt...);
  INFO("value " << std::get<0>(all) << ", right " << right.value);
  CHECK(near(std::get<0>(all), right.value));
  std::vector<double> found;
  std::apply(
      [&](auto, const auto&... gradients) {
        ((found.insert(found.end(), gradients.data(), gradients.data() + gradients.size())), ...);
      },
      all);
  REQUIRE(found.size() == right.gradient.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    INFO("gradient[" << i << "] " << found[i] << ", right " << right.gradient[i]);
    CHECK(near(found[i], right.gradient[i]));
  }
}

auto cross_entropy(array logits, labels target) {
  return evaluate<float>(losses::cross_entropy, bind("logits"_s = logits, "target"_s = target));
}

/// A loss of the tests: one input x over batch, no mean.
template <text Name, class Body> auto sum_of(Body body, array x) {
  const auto l = loss<Name>(inputs(tensor<"x">(batch)), [body](auto x) { return sum(body(x)); });
  return evaluate<float>(l, bind("x"_s = x));
}

}  // namespace

TEST_CASE("cross-entropy of confident rows: T85, T86, T87") {
  expect(cross_entropy({{20, 0}}, labels{{0}}), {2.06115362e-9, {-2.06115362e-9, 2.06115362e-9}},
         "logits"_s);
  expect(cross_entropy({{10, 0}}, labels{{0}}), {4.539889922e-5, {-4.53978687e-5, 4.53978687e-5}},
         "logits"_s);
  expect(cross_entropy({{1e8f, 1e8f + 8}}, labels{{0}}), {8.000335406, {-0.99966465, 0.99966465}},
         "logits"_s);
}

TEST_CASE("cross-entropy at infinity: T78, T51") {
  expect(cross_entropy({{-inf, 0, 0}}, labels{{0}}), {inf, {-1, 0.5, 0.5}}, "logits"_s);
  expect(cross_entropy({{-inf, 0, 0}}, labels{{1}}), {0.69314718056, {0, -0.5, 0.5}}, "logits"_s);
  expect(cross_entropy({{inf, 0}}, labels{{0}}), {0, {0, 0}}, "logits"_s);
  // No support: the row is inert, and counts in the mean.
  expect(cross_entropy({{-inf, -inf}, {0, 0}}, labels{{0, 0}}),
         {0.34657359028, {0, 0, -0.25, 0.25}}, "logits"_s);
}

TEST_CASE("an ignored row is inert whatever it holds: T10, T141") {
  expect(cross_entropy({{0, 0}, {not_a_number, inf}}, labels{{0, -100}}),
         {0.69314718056, {-0.5, 0.5, 0, 0}}, "logits"_s);
  expect(cross_entropy({{0, 0}, {not_a_number, inf}}, labels{{-100, -100}}), {0, {0, 0, 0, 0}},
         "logits"_s);
}

TEST_CASE("binary cross-entropy from logits: T88, T83 and infinite logits") {
  const auto bce = [](array logits, array target) {
    return evaluate<float>(losses::bce_with_logits, bind("logits"_s = logits, "target"_s = target));
  };
  expect(bce({{20}}, {{1}}), {2.06115362e-9, {-2.06115362e-9}}, "logits"_s);
  expect(bce({{0}}, {{1}}), {0.69314718056, {-0.5}}, "logits"_s);
  expect(bce({{inf}}, {{1}}), {0, {0}}, "logits"_s);
  expect(bce({{-inf}}, {{0}}), {0, {0}}, "logits"_s);
  expect(bce({{-inf}}, {{1}}), {inf, {-1}}, "logits"_s);
}

TEST_CASE("binary cross-entropy of a sigmoid joins both: T90") {
  const auto joined =
      loss<"joined">(inputs(tensor<"logits">(batch, losses::outputs),
                            tensor<"target">(batch, losses::outputs).constant().distribution()),
                     [](auto logits, auto target) {
                       return losses::binary_cross_entropy(sigmoid(logits), target);
                     });
  expect(evaluate<float>(joined, bind("logits"_s = array{{20}}, "target"_s = array{{0}})),
         {20, {1}}, "logits"_s);
  expect(evaluate<float>(losses::binary_cross_entropy,
                         bind("probability"_s = array{{0}}, "target"_s = array{{1}})),
         {inf, {-inf}}, "probability"_s);
}

TEST_CASE("textbook spellings become stable: T40, T43, T44, T48, T5") {
  expect(sum_of<"t40">([](auto x) { return log(1_c + exp(x)); }, {{100}, {-20}}),
         {100, {1, 2.06115362e-9}}, "x"_s);
  expect(sum_of<"t40_small">([](auto x) { return log(1_c + exp(x)); }, {{-20}}),
         {2.06115362e-9, {2.06115362e-9}}, "x"_s);
  expect(sum_of<"t43">([](auto x) { return log(sigmoid(x)); }, {{-110}}), {-110, {1}}, "x"_s);
  expect(sum_of<"t43_large">([](auto x) { return log(sigmoid(x)); }, {{20}}),
         {-2.06115362e-9, {2.06115362e-9}}, "x"_s);
  expect(sum_of<"t44">([](auto x) { return 1_c - sigmoid(x); }, {{20}}),
         {2.06115362e-9, {-2.06115362e-9}}, "x"_s);
  expect(sum_of<"t48">([](auto x) { return log(sum(exp(x), batch)); }, {{1000}, {0}}),
         {1000, {1, 0}}, "x"_s);
  expect(sum_of<"t5">([](auto x) { return clamp(log(x), -100_c, 0_c); }, {{0}}), {-100, {0}},
         "x"_s);
}

TEST_CASE("a comparison swallows no NaN: T8") {
  const auto relu_above = [](auto x) { return where(x > 0_c, x, 0_c); };
  const auto relu_from = [](auto x) { return where(0_c <= x, x, 0_c); };
  const auto relu_below = [](auto x) { return where(x < 0_c, 0_c, x); };
  // Beside the NaN: 0 at the kink, as max(x, 0) has it.
  expect(
      sum_of<"t8">([&](auto x) { return square(relu_above(x)); }, {{not_a_number}, {-1}, {0}, {3}}),
      {not_a_number, {not_a_number, 0, 0, 6}}, "x"_s);
  expect(sum_of<"t8_above">(relu_above, {{-1}, {0}, {3}}), {3, {0, 0, 1}}, "x"_s);
  expect(sum_of<"t8_from">(relu_from, {{-1}, {0}, {3}}), {3, {0, 0, 1}}, "x"_s);
  expect(sum_of<"t8_below">(relu_below, {{-1}, {0}, {3}}), {3, {0, 0, 1}}, "x"_s);
  expect(sum_of<"t8_least">([](auto x) { return square(where(x < 0_c, x, 0_c)); },
                            {{not_a_number}, {-3}}),
         {not_a_number, {not_a_number, -6}}, "x"_s);
}

TEST_CASE("the gradient of a norm at 0 is 0: T12, T27, T20") {
  expect(sum_of<"t12">([](auto x) { return sqrt(sum(square(x), batch)); }, {{0}, {0}}), {0, {0, 0}},
         "x"_s);
  const array row{{1, 2}};
  const auto triplet = evaluate<float>(
      losses::triplet, bind("anchor"_s = row, "positive"_s = row, "negative"_s = row));
  expect(triplet, {1, {0, 0, 0, 0, 0, 0}}, "anchor"_s, "positive"_s, "negative"_s);
  expect(evaluate<float>(losses::mae, bind("prediction"_s = row, "target"_s = row)), {0, {0, 0}},
         "prediction"_s);
}

TEST_CASE("Huber at infinity: T114, T115") {
  const auto huber = [](float x) {
    return evaluate<float>(losses::huber,
                           bind("prediction"_s = array{{x}}, "target"_s = array{{0}}));
  };
  expect(huber(inf), {inf, {1}}, "prediction"_s);
  expect(huber(-inf), {inf, {-1}}, "prediction"_s);
  expect(huber(1.5e-4f), {0.5 * 1.5e-4 * 1.5e-4, {1.5e-4}}, "prediction"_s);
}

TEST_CASE("Kullback-Leibler with a probability of 0: T73") {
  const float q = 0.36787944f;
  expect(evaluate<float>(losses::kl_divergence, bind("p"_s = array{{0, 1}}, "q"_s = array{{q, q}})),
         {1, {-inf, 2, 0, -1 / q}}, "p"_s, "q"_s);
}

TEST_CASE("focal loss: gamma 0 is cross-entropy, saturated rows are finite: T93") {
  const auto focal = [](array logits, float gamma) {
    return evaluate<float>(losses::focal,
                           bind("logits"_s = logits, "target"_s = labels{{0}}, "gamma"_s = gamma));
  };
  expect(focal({{20, 0}}, 0), {2.06115362e-9, {-2.06115362e-9, 2.06115362e-9}}, "logits"_s);
  expect(focal({{200, 0}}, 2), {0, {0, 0}}, "logits"_s);
  expect(focal({{-200, 0}}, 2), {200, {-1, 1}}, "logits"_s);
}

TEST_CASE("a wrong answer is seen") {
  CHECK(near(2.061153e-9, 2.06115362e-9) == false);
  CHECK(near(0, 2.06115362e-9) == false);
  CHECK(near(not_a_number, 0) == false);
  CHECK(near(0, not_a_number) == false);
}
