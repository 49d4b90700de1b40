// Losses whose documents give a definition and no number: against plain loops, and the identities between losses.
#include <catch2/catch.hpp>

#include "arguments.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

/// A loss on random inputs, its value and gradients, and its inputs by name.
struct example {
  const graph& g;
  arguments<double> a;
  evaluated<double> found;

  explicit example(std::string_view loss, std::int64_t rows = 5, std::int64_t columns = 4)
      : g(predefined(loss)), a(random_arguments(g, sizes_of(g, rows, columns, columns), 7)), found(evaluate_graph(g, a, evaluation_mode::stable)) {}

  std::size_t place(std::string_view name) const {
    for (std::size_t i = 0; i < g.inputs.size(); ++i)
      if (g.inputs[i].name == name) return i;
    throw std::invalid_argument(std::string(name));
  }
  const Eigen::ArrayXd& operator[](std::string_view name) const { return a.numbers[place(name)]; }
  std::int64_t label(std::string_view name, std::int64_t row) const { return a.labels[place(name)][static_cast<std::size_t>(row)]; }
  double value() const { return found.value(0); }
};

bool close(double x, double y, double precision = 1e-12) { return std::abs(x - y) <= precision * std::max(1.0, std::abs(y)); }

}  // namespace

TEST_CASE("S0.6: GloVe's weight of a count") {
  const graph& g = predefined("glove_weight");
  arguments<double> a;
  a.sizes = {4};
  a.numbers = {Eigen::ArrayXd{{0, 1, 99.5, 250}}, {}, {}};
  a.labels.resize(3);
  const auto found = evaluate_graph(g, a, evaluation_mode::stable).value;
  CHECK(found(0) == 0);
  CHECK(close(found(1), std::pow(0.01, 0.75)));
  CHECK(close(found(2), std::pow(0.995, 0.75)));
  CHECK(found(3) == 1);
}

TEST_CASE("S0.11, S0.12: weighted means and sums of per-item losses") {
  const example mean("weighted_mean_loss"), sum("weighted_sum_loss");
  CHECK(close(mean.value(), (mean["weight"] * mean["value"]).sum() / 5));
  CHECK(close(sum.value(), (sum["weight"] * sum["value"]).sum()));
}

TEST_CASE("S0.18, S0.19, S4.11: of the probability of the label") {
  const example focal("focal"), weighted("class_weighted_cross_entropy_sum"), confidence("true_class_confidence");
  const auto probability = [](const example& e, std::int64_t row) {
    const auto z = e["logits"].segment(4 * row, 4);
    return std::exp(z(e.label("target", row))) / z.exp().sum();
  };
  double of_focal = 0, of_weighted = 0, of_confidence = 0;
  for (int row = 0; row < 5; ++row) {
    const double p = probability(focal, row);
    of_focal -= (1 - p) * (1 - p) * std::log(p) / 5;
    of_weighted -= weighted["class_weight"](weighted.label("target", row)) * std::log(probability(weighted, row));
    of_confidence += probability(confidence, row) / 5;
  }
  CHECK(close(focal.value(), of_focal));
  CHECK(close(weighted.value(), of_weighted));
  CHECK(close(confidence.value(), of_confidence));
}

TEST_CASE("S0.20: weights from classes, variances and likelihoods") {
  const example frequency("inverse_class_frequency", 40, 3), variance("inverse_variance"), ratio("likelihood_ratio");
  for (int c = 0; c < 3; ++c) {
    const auto& labels = frequency.a.labels[0];
    CHECK(close(frequency.found.value(c), 40.0 / (3.0 * static_cast<double>(std::count(labels.begin(), labels.end(), c)))));
  }
  CHECK((variance.found.value == 1 / variance["variance"]).all());
  CHECK(((ratio.found.value - (ratio["log_p"] - ratio["log_q"]).exp()).abs() <= 1e-12 * ratio.found.value).all());
}

TEST_CASE("S0.5: data with noise, and the gradient of all four") {
  const example e("diffuse", 3, 2);
  for (int row = 0; row < 3; ++row) {
    double alpha = 0, sigma = 0;
    for (int c = 0; c < 2; ++c) {
      const auto k = 2 * row + c;
      CHECK(close(e.found.value(k), e["alpha"](row) * e["data"](k) + e["sigma"](row) * e["noise"](k)));
      CHECK(close(e.found.gradients[e.place("data")](k), e["alpha"](row)));
      alpha += e["data"](k), sigma += e["noise"](k);
    }
    CHECK(close(e.found.gradients[e.place("alpha")](row), alpha));
    CHECK(close(e.found.gradients[e.place("sigma")](row), sigma));
  }
}

TEST_CASE("S2.2: divergences of Gaussians, and of samples") {
  const example two("gaussian_kl"), standard("gaussian_kl_standard"), sampled("monte_carlo_kl");
  const auto divergence = [](double m, double v, double n, double w) { return 0.5 * (w - v + (std::exp(v) + (m - n) * (m - n)) / std::exp(w) - 1); };
  double of_two = 0, of_standard = 0;
  for (int k = 0; k < 20; ++k) {
    of_two += divergence(two["mean_p"](k), two["logvar_p"](k), two["mean_q"](k), two["logvar_q"](k)) / 5;
    of_standard += divergence(standard["mean"](k), standard["logvar"](k), 0, 0) / 5;
  }
  CHECK(close(two.value(), of_two));
  CHECK(close(standard.value(), of_standard));
  CHECK(close(sampled.value(), (sampled["log_p"] - sampled["log_q"]).mean()));
}

TEST_CASE("S2.3, S2.4: a divergence is a cross-entropy less an entropy; Jensen and Shannon's is at most log 2") {
  const example kl("kl_divergence");
  arguments<double> a = kl.a;
  const double cross = evaluate_graph(predefined("cross_entropy_distributions"), a, evaluation_mode::stable).value(0);
  const double js = evaluate_graph(predefined("js_divergence"), a, evaluation_mode::stable).value(0);
  a.numbers.resize(1), a.labels.resize(1);
  const double entropy = evaluate_graph(predefined("entropy"), a, evaluation_mode::stable).value(0);
  CHECK(close(kl.value(), cross - entropy));
  CHECK(js > 0);
  arguments<double> apart;
  apart.sizes = {1, 2};
  apart.numbers = {Eigen::ArrayXd{{1, 0}}, Eigen::ArrayXd{{0, 1}}};
  apart.labels.resize(2);
  CHECK(close(evaluate_graph(predefined("js_divergence"), apart, evaluation_mode::stable).value(0), std::log(2.0)));
}

TEST_CASE("S2.5: the likelihood of labels is summed, not averaged") {
  const example e("nll");
  double sum = 0;
  for (int row = 0; row < 5; ++row) sum -= std::log(e["probability"](4 * row + e.label("target", row)));
  CHECK(close(e.value(), sum));
}

TEST_CASE("S2.18: errors of one size make squared and absolute errors of Gaussian and Laplace likelihoods") {
  const example squared("mse"), absolute("mae");
  for (double log_scale : {-0.5, 0.0, 1.25}) {
    arguments<double> gaussian = squared.a, laplace = absolute.a;
    const Eigen::ArrayXd scale = Eigen::ArrayXd::Constant(20, log_scale);
    gaussian.numbers = {squared["prediction"], 2 * scale, squared["target"]};
    laplace.numbers = {absolute["prediction"], scale, absolute["target"]};
    gaussian.labels.resize(3), laplace.labels.resize(3);
    CHECK(close(evaluate_graph(predefined("gaussian_nll"), gaussian, evaluation_mode::stable).value(0),
                0.5 * squared.value() * std::exp(-2 * log_scale) + log_scale));
    CHECK(close(evaluate_graph(predefined("laplace_nll"), laplace, evaluation_mode::stable).value(0),
                absolute.value() * std::exp(-log_scale) + log_scale + std::log(2.0)));
  }
}

TEST_CASE("S2.19: the gradient of cross-entropy on logits is p - y, of a squared error it fades by p (1 - p)") {
  const example bce("bce_with_logits"), squared("mse_sigmoid");
  const Eigen::ArrayXd p = 1 / (1 + (-bce["logits"]).exp()), q = 1 / (1 + (-squared["logits"]).exp());
  CHECK((bce.found.gradients[0] - (p - bce["target"]) / 20).abs().maxCoeff() <= 1e-15);
  CHECK((squared.found.gradients[0] - 2 * (q - squared["target"]) * q * (1 - q) / 20).abs().maxCoeff() <= 1e-15);
}

TEST_CASE("S2.20: a vector is scaled down to a largest norm, and a shorter one is left alone") {
  const graph& g = predefined("clip_by_norm");
  for (double length : {0.0, 0.5, 1.0, 4.0}) {
    arguments<double> a;
    a.sizes = {2};
    a.numbers = {Eigen::ArrayXd{{0.6 * length, -0.8 * length}}, {}};
    a.labels.resize(2);
    const auto found = evaluate_graph(g, a, evaluation_mode::stable);
    INFO("length " << length);
    CHECK(close(found.value.matrix().norm(), std::min(length, 1.0)));
    CHECK(found.gradients[0].allFinite());
  }
}

TEST_CASE("S4.4: both forms of Huber's loss are one function") {
  const example branches("huber"), clipped("huber_min_form");
  CHECK(close(branches.value(), clipped.value(), 1e-15));
  CHECK((branches.found.gradients[0] - clipped.found.gradients[0]).abs().maxCoeff() <= 1e-16);
}

TEST_CASE("S4.13: distances of pairs in any p-norm") {
  for (double p : {1.0, 2.0, 3.5}) {
    example e("pairwise_distance");
    e.a.numbers[e.place("p")] = Eigen::ArrayXd::Constant(1, p);
    const auto found = evaluate_graph(e.g, e.a, evaluation_mode::stable).value;
    for (int row = 0; row < 5; ++row) {
      const Eigen::ArrayXd difference = (e["left"] - e["right"]).segment(4 * row, 4) + 1e-6;
      CHECK(close(found(row), std::pow(difference.abs().pow(p).sum(), 1 / p)));
    }
  }
}

TEST_CASE("S4.23: GradNorm moves the weight of a task towards its share, and nothing else") {
  const example e("gradnorm", 0, 3);
  Eigen::Array3d size, share;
  for (int k = 0; k < 3; ++k) {
    size(k) = e["task_gradients"].segment(3 * k, 3).matrix().norm();
    share(k) = e["loss"](k) / e["initial_loss"](k);
  }
  const Eigen::Array3d weighted = e["weight"] * size, wanted = weighted.mean() * (share / share.mean()).pow(1.5);
  CHECK(close(e.value(), (weighted - wanted).abs().sum()));
  for (int k = 0; k < 3; ++k) CHECK(close(e.found.gradients[e.place("weight")](k), weighted(k) > wanted(k) ? size(k) : -size(k)));
}

TEST_CASE("S1.7: a schedule keeps its word at both ends, and shifted ones add noise") {
  const auto level = [](std::string_view loss, double t) {
    const graph& g = predefined(loss);
    arguments<double> a;
    a.sizes = {1, 1};
    for (const auto& input : g.inputs) {
      a.numbers.push_back(input.name == "prediction" ? Eigen::ArrayXd::Constant(1, 1)
                          : input.name == "target"   ? Eigen::ArrayXd::Constant(1, 0)
                          : input.name == "time"     ? Eigen::ArrayXd::Constant(1, t)
                                                     : Eigen::ArrayXd());
      a.labels.emplace_back();
    }
    return evaluate_graph(g, a, evaluation_mode::stable, false).value(0);
  };
  // Closed forms of SiD2 with bias 0: cosine and v, rectified flow and velocity.
  for (double t : {0.01, 0.3, 0.5, 0.9}) {
    CHECK(close(level("sid2_v_cosine", t), std::acos(-1.0) / 2 * std::sin(std::acos(-1.0) * t)));
    CHECK(close(level("sid2_velocity_rectified_flow", t), 2 * t * (1 - t) / (t * t + (1 - t) * (1 - t))));
  }
}
