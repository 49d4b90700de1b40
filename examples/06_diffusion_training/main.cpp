// Trains a denoiser on handwritten digits, samples new ones, and draws both.
#include <forward_process/diffuse.h>
#include <weightings/min_snr.h>
#include <weightings/sid2.h>
#include <weightings/uniform.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <stdexcept>

#include "../data/digits.hpp"
#include "denoiser.hpp"
#include "pictures.hpp"

namespace {

constexpr Eigen::Index hidden = 256, batch = 64;
constexpr int sampling_steps = 60, samples = 12;
constexpr float first_rate = 2e-3f;  // falls to 0 along half a cosine
constexpr unsigned seed = 42;
constexpr float quarter_turn = 1.57079633f;

float normal(std::mt19937& random) { return std::sqrt(-2 * std::log(1 - uniform(random))) * std::cos(4 * quarter_turn * uniform(random)); }
matrix noise_like(Eigen::Index rows, std::mt19937& random) {
  matrix noise(rows, digit_pixels);
  for (float& x : noise.reshaped()) x = normal(random);
  return noise;
}

// The cosine schedule of the losses: data at time 0, noise at 1.
matrix alpha_at(const matrix& time) { return (quarter_turn * time.array()).cos(); }
matrix sigma_at(const matrix& time) { return (quarter_turn * time.array()).sin(); }

template <class Args>
void call(lossc_status (*kernel)(const Args*), const char* (*text)(lossc_status), const Args& args) {
  const lossc_status status = kernel(&args);
  if (status.kind != LOSSC_OK) throw std::runtime_error(text(status));
}

matrix diffused(const matrix& data, const matrix& noise, const matrix& alpha, const matrix& sigma) {
  matrix noisy(data.rows(), data.cols());
  forward_process_diffuse_args args;
  args.n_batch = data.rows();
  args.n_feature = data.cols();
  args.data = data.data();
  args.noise = noise.data();
  args.alpha = alpha.data();
  args.sigma = sigma.data();
  args.result = noisy.data();
  call(forward_process_diffuse, forward_process_diffuse_status_text, args);
  return noisy;
}

/// A weighting: the loss of predictions of v, and its gradient.
struct weighting {
  const char* name;
  float (*loss)(const matrix& prediction, const matrix& target, const matrix& time, matrix& d_prediction);
};
template <class Args, auto kernel, auto text>
float loss_by(const matrix& prediction, const matrix& target, const matrix& time, matrix& d_prediction) {
  float value = 0;
  Args args;
  args.n_batch = prediction.rows();
  args.n_feature = prediction.cols();
  args.prediction = prediction.data();
  args.target = target.data();
  args.time = time.data();
  args.result = &value;
  args.d_prediction = d_prediction.data();
  call<Args>(kernel, text, args);
  return value;
}
#define WEIGHTING(name) \
  weighting { #name, loss_by<weightings_##name##_args, weightings_##name, weightings_##name##_status_text> }

/// One step of the document: draw times and noise, diffuse, predict v = alpha noise - sigma data, descend.
float train_step(denoiser& model, const matrix& data, const weighting& w, float rate, std::mt19937& random) {
  matrix time(data.rows(), 1);
  for (float& t : time.reshaped()) t = uniform(random);
  const matrix noise = noise_like(data.rows(), random), alpha = alpha_at(time), sigma = sigma_at(time);
  const matrix target = alpha.col(0).asDiagonal() * noise - sigma.col(0).asDiagonal() * data;
  const matrix prediction = model.forward(diffused(data, noise, alpha, sigma), time);
  matrix d_prediction(prediction.rows(), prediction.cols());
  const float value = w.loss(prediction, target, time, d_prediction);
  model.backward(d_prediction, rate);
  return value;
}

training_curve train(denoiser& model, const matrix& data, const weighting& w, int epochs, std::mt19937& random) {
  training_curve curve{w.name, {}};
  std::vector<int> order = shuffled_indices(static_cast<std::size_t>(data.rows()), random);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    shuffle(order, random);
    const float rate = first_rate * 0.5f * (1 + std::cos(2 * quarter_turn * static_cast<float>(epoch) / static_cast<float>(epochs)));
    double total = 0;
    int steps = 0;
    for (Eigen::Index first = 0; first + batch <= data.rows(); first += batch, ++steps) {
      const std::vector<int> rows(order.begin() + first, order.begin() + first + batch);
      total += train_step(model, data(rows, Eigen::all), w, rate, random);
    }
    curve.losses.push_back(total / steps);
    if ((epoch + 1) % std::max(1, epochs / 5) == 0) std::printf("%-8s epoch %3d of %d, loss %.5f\n", w.name, epoch + 1, epochs, curve.losses.back());
  }
  return curve;
}

/// From noise to data, deterministically: Song et al. 2021, arXiv:2010.02502.
matrix sample(denoiser& model, int count, std::mt19937& random) {
  matrix x = noise_like(count, random);
  for (int step = sampling_steps; step > 0; --step) {
    const auto at = [&](int k) { return matrix::Constant(count, 1, static_cast<float>(k) / sampling_steps); };
    const matrix now = at(step), next = at(step - 1), v = model.forward(x, now);
    const float alpha = alpha_at(now)(0), sigma = sigma_at(now)(0);
    const matrix data = (alpha * x - sigma * v).cwiseMax(-1.0f).cwiseMin(1.0f), noise = sigma * x + alpha * v;
    x = alpha_at(next)(0) * data + sigma_at(next)(0) * noise;
  }
  return x;
}

/// How far images are from the nearest one that was trained on, on average.
double distance_to_nearest(const matrix& images, const matrix& training) {
  double total = 0;
  for (Eigen::Index row = 0; row < images.rows(); ++row)
    total += std::sqrt((training.rowwise() - images.row(row)).rowwise().squaredNorm().minCoeff());
  return total / static_cast<double>(images.rows());
}

}  // namespace

int main(int argc, char** argv) try {
  std::string path = DIGITS_FILE, out = ".";
  int epochs = 250;
  double at_most = 0;
  CLI::App app("Trains a diffusion model on 8 × 8 images of digits under three weightings.");
  app.add_option("--epochs", epochs, "passes over the training digits")->check(CLI::Range(1, 100000))->capture_default_str();
  app.add_option("--data", path, "digits.csv.gz")->check(CLI::ExistingFile)->capture_default_str();
  app.add_option("--out", out, "folder for diffusion_loss.svg and diffusion_samples.png")->check(CLI::ExistingDirectory)->capture_default_str();
  app.add_option("--at-most", at_most, "fail if samples are further from the digits than held-out ones, by more than this factor");
  CLI11_PARSE(app, argc, argv);

  std::mt19937 random(seed);
  const digits all = read_digits(path);
  const auto order = shuffled_indices(all.labels.size(), random);
  const matrix images = all.images(order, Eigen::all).array() * 2 - 1;
  const matrix training = images.topRows(digits_to_train), held_out = images.bottomRows(images.rows() - digits_to_train);
  const double yardstick = distance_to_nearest(held_out, training);
  std::printf("held-out digits are %.2f from the nearest that is trained on\n", yardstick);

  std::vector<training_curve> curves;
  std::vector<sampled_digits> drawn{{"digits", training.topRows(samples)}};
  bool good = true;
  for (const weighting& w : {WEIGHTING(uniform), WEIGHTING(min_snr), WEIGHTING(sid2)}) {
    std::mt19937 own(seed);
    denoiser model(digit_pixels, hidden, own);
    const auto start = std::chrono::steady_clock::now();
    curves.push_back(train(model, training, w, epochs, own));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    const matrix made = sample(model, 200, own);
    const double distance = distance_to_nearest(made, training);
    std::printf("%-8s samples are %.2f from the nearest digit; %.1f s of training\n", w.name, distance, seconds.count());
    drawn.push_back({w.name, made.topRows(samples)});
    good = good && curves.back().losses.back() < curves.back().losses.front() && (at_most == 0 || distance <= at_most * yardstick);
  }
  draw_curves(out + "/diffusion_loss.svg", curves);
  draw_digits(out + "/diffusion_samples.png", drawn);
  if (!good) std::fprintf(stderr, "The loss did not fall, or the samples are further than --at-most %g times held-out digits.\n", at_most);
  return good ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
