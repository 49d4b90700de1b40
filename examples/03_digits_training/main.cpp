// Trains a network on handwritten digits; the loss and its gradient come from generated kernels.
#include <digits_kernels/cross_entropy.h>
#include <digits_kernels/focal.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <stdexcept>

#include "../data/digits.hpp"
#include "../data/shuffle.hpp"
#include "network.hpp"
#include "progress.hpp"

namespace {

using clock = std::chrono::steady_clock;

constexpr Eigen::Index hidden = 64, classes = 10;
constexpr Eigen::Index batch = 32;
constexpr float first_rate = 0.05f;  // falls to 0 along half a cosine
constexpr float noise = 0.4f;  // of black to white: each pixel moves by up to this, either way
constexpr unsigned seed = 42;

// The value of the loss; writes the gradient to d_logits.
using loss_function = float (*)(const matrix& logits, const std::int32_t* target, matrix& d_logits);

float cross_entropy(const matrix& logits, const std::int32_t* target, matrix& d_logits) {
  float loss = 0;
  digits_kernels_cross_entropy_args args;
  args.n_batch = logits.rows();
  args.n_classes = logits.cols();
  args.logits = logits.data();
  args.target = target;
  args.result = &loss;
  args.d_logits = d_logits.data();
  lossc_status status = digits_kernels_cross_entropy(&args);
  if (status.kind != LOSSC_OK) {
    throw std::runtime_error(digits_kernels_cross_entropy_status_text(status));
  }
  return loss;
}

float focal(const matrix& logits, const std::int32_t* target, matrix& d_logits) {
  float loss = 0;
  digits_kernels_focal_args args;  // gamma at its default, 2
  args.n_batch = logits.rows();
  args.n_classes = logits.cols();
  args.logits = logits.data();
  args.target = target;
  args.result = &loss;
  args.d_logits = d_logits.data();
  lossc_status status = digits_kernels_focal(&args);
  if (status.kind != LOSSC_OK) throw std::runtime_error(digits_kernels_focal_status_text(status));
  return loss;
}

// The percentage of images whose largest logit is that of their label.
double accuracy(network& model, const digits& data) {
  const matrix& logits = model.forward(data.images);
  int right = 0;
  for (Eigen::Index row = 0; row < logits.rows(); ++row) {
    Eigen::Index guess = 0;
    logits.row(row).maxCoeff(&guess);
    right += guess == data.labels[static_cast<std::size_t>(row)];
  }
  return 100.0 * right / static_cast<double>(logits.rows());
}

// Returns the accuracy on the held-out digits.
double train(const std::string& name, loss_function loss, const digits& training,
             const digits& held_out, int epochs) {
  std::mt19937 random(seed);
  network model(digit_pixels, hidden, classes, random);
  progress shown(name, epochs);
  std::vector<int> order = shuffled_indices(training.labels.size(), random);
  clock::duration in_loss{};
  clock::time_point start = clock::now();

  for (int epoch = 1; epoch <= epochs; ++epoch) {
    shuffle(order, random);
    float done = static_cast<float>(epoch - 1) / static_cast<float>(epochs);
    float rate = first_rate * 0.5f * (1 + std::cos(3.14159265f * done));
    float total = 0;
    for (std::size_t first = 0; first < order.size(); first += batch) {
      std::size_t last = std::min(first + batch, order.size());
      auto index = [&](std::size_t k) { return order.begin() + static_cast<std::ptrdiff_t>(k); };
      digits chosen = training.pick({index(first), index(last)});
      for (float& pixel : chosen.images.reshaped()) pixel += noise * (2 * uniform(random) - 1);
      const matrix& logits = model.forward(chosen.images);
      matrix d_logits(logits.rows(), logits.cols());

      clock::time_point before = clock::now();
      float value = loss(logits, chosen.labels.data(), d_logits);
      in_loss += clock::now() - before;

      total += value * static_cast<float>(logits.rows());
      model.backward(chosen.images, d_logits, rate);
    }
    shown.show(epoch, total / static_cast<float>(order.size()));
  }

  std::chrono::duration<double> whole = clock::now() - start, part = in_loss;
  double percent = accuracy(model, held_out);
  std::printf("%s: %.2f %% of %zu held-out digits right (%.2f %% of those trained on)\n",
              name.c_str(), percent, held_out.labels.size(), accuracy(model, training));
  std::printf("%s: %.2f s of training, %.1f %% of it in the loss and its gradient\n", name.c_str(),
              whole.count(), 100 * part.count() / whole.count());
  return percent;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::map<std::string, loss_function> losses = {{"cross_entropy", cross_entropy},
                                                       {"focal", focal}};
  std::string chosen, path = DIGITS_FILE;
  int epochs = 120;
  double at_least = 0;
  CLI::App app("Trains a network of 64 → 64 → 10 units on 8 × 8 images of digits.");
  app.add_option("--loss", chosen, "cross_entropy or focal; without it, one after the other")
      ->check(CLI::IsMember(losses));
  app.add_option("--epochs", epochs, "passes over the training digits")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  app.add_option("--data", path, "digits.csv.gz")->check(CLI::ExistingFile)->capture_default_str();
  app.add_option("--at-least", at_least, "fail below this percentage of held-out digits");
  CLI11_PARSE(app, argc, argv);

  digits all = read_digits(path);
  std::mt19937 random(seed);
  std::vector<int> order = shuffled_indices(all.labels.size(), random);
  digits training = all.pick({order.begin(), order.begin() + digits_to_train});
  digits held_out = all.pick({order.begin() + digits_to_train, order.end()});

  bool reached = true;
  for (const auto& [name, loss] : losses) {
    if (!chosen.empty() && chosen != name) continue;
    reached &= train(name, loss, training, held_out, epochs) >= at_least;
  }
  if (!reached) std::fprintf(stderr, "The accuracy is below --at-least %g.\n", at_least);
  return reached ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
