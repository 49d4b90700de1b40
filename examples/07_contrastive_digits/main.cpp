// Trains an encoder of digits by the supervised contrastive loss: digits of one class near each other, far from the rest.
//
// The kernel compares each digit of a batch with all others and gives the gradient of every embedding; the matrix of
// similarities is nowhere in memory. What was learned is seen by looking up: the class of a held-out digit is that of the
// digits it is nearest to.
#include <pair_kernels/supervised_contrastive.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "../03_digits_training/network.hpp"
#include "../03_digits_training/progress.hpp"
#include "../data/digits.hpp"
#include "picture.hpp"

namespace {

constexpr Eigen::Index hidden = 64, embedding_size = 16;
constexpr int classes = 10;
constexpr std::size_t batch = 256;  // the more rows, the more pairs each is compared with
constexpr float first_rate = 0.5f;  // falls to 0 along half a cosine
constexpr float noise = 0.3f;       // of black to white: each pixel moves by up to this, either way
constexpr unsigned seed = 42;

/// The value of the loss; writes the gradient of the embedding. The workspace grows where a batch needs more.
class contrastive_loss {
 public:
  float operator()(const matrix& embedding, const std::vector<std::int32_t>& labels, matrix& d_embedding) {
    float loss = 0;
    pair_kernels_supervised_contrastive_args args;  // temperature at its default, 0.1
    args.n_batch = embedding.rows();
    args.n_feature = embedding.cols();
    args.n_classes = classes;
    args.embedding = embedding.data();
    args.label = labels.data();
    args.result = &loss;
    args.d_embedding = d_embedding.data();
    const std::size_t bytes = pair_kernels_supervised_contrastive_workspace_size(&args);
    if (lines_.size() * sizeof(line) < bytes) lines_.resize(bytes / sizeof(line) + 1);
    args.workspace = {lines_.data(), lines_.size() * sizeof(line)};
    const lossc_status status = pair_kernels_supervised_contrastive(&args);
    if (status.kind != LOSSC_OK) throw std::runtime_error(pair_kernels_supervised_contrastive_status_text(status));
    return loss;
  }

 private:
  struct alignas(64) line {
    char bytes[64];
  };
  std::vector<line> lines_;
};

/// The percentage of held-out digits whose class is that of most of the `nearest` training digits, by cosine.
double retrieval(const matrix& training, const std::vector<std::int32_t>& training_labels, const matrix& held_out, const std::vector<std::int32_t>& labels, int nearest) {
  const matrix similarity = held_out.rowwise().normalized() * training.rowwise().normalized().transpose();
  int right = 0;
  for (Eigen::Index row = 0; row < similarity.rows(); ++row) {
    std::vector<int> order(static_cast<std::size_t>(similarity.cols()));
    std::iota(order.begin(), order.end(), 0);
    std::partial_sort(order.begin(), order.begin() + nearest, order.end(), [&](int a, int b) { return similarity(row, a) > similarity(row, b); });
    int votes[classes] = {};
    for (int k = 0; k < nearest; ++k) ++votes[training_labels[static_cast<std::size_t>(order[static_cast<std::size_t>(k)])]];
    right += std::max_element(votes, votes + classes) - votes == labels[static_cast<std::size_t>(row)];
  }
  return 100.0 * right / static_cast<double>(labels.size());
}

void train(network& encoder, const digits& training, int epochs, std::mt19937& random) {
  contrastive_loss loss;
  progress shown("contrastive", epochs);
  std::vector<int> order = shuffled_indices(training.labels.size(), random);
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    shuffle(order, random);
    const float done = static_cast<float>(epoch - 1) / static_cast<float>(epochs);
    const float rate = first_rate * 0.5f * (1 + std::cos(3.14159265f * done));
    float total = 0;
    int steps = 0;
    for (std::size_t first = 0; first + batch <= order.size(); first += batch, ++steps) {
      const auto begin = order.begin() + static_cast<std::ptrdiff_t>(first);
      digits chosen = training.pick({begin, begin + static_cast<std::ptrdiff_t>(batch)});
      for (float& pixel : chosen.images.reshaped()) pixel += noise * (2 * uniform(random) - 1);
      const matrix& embedding = encoder.forward(chosen.images);
      matrix d_embedding(embedding.rows(), embedding.cols());
      total += loss(embedding, chosen.labels, d_embedding);
      encoder.backward(chosen.images, d_embedding, rate);
    }
    shown.show(epoch, total / static_cast<float>(steps));
  }
}

}  // namespace

int main(int argc, char** argv) try {
  std::string path = DIGITS_FILE, file;
  int epochs = 100, nearest = 5;
  double at_least = 0;
  CLI::App app("Trains an encoder of 64 → 64 → 16 numbers on 8 × 8 images of digits, by the supervised contrastive loss.");
  app.add_option("--epochs", epochs, "passes over the training digits")->check(CLI::Range(1, 100000))->capture_default_str();
  app.add_option("--nearest", nearest, "how many near digits vote on a class")->check(CLI::Range(1, 1437))->capture_default_str();
  app.add_option("--picture", file, "write the embedding of the held-out digits, before and after, as .svg or .png");
  app.add_option("--data", path, "digits.csv.gz")->check(CLI::ExistingFile)->capture_default_str();
  app.add_option("--at-least", at_least, "fail below this percentage of held-out digits");
  CLI11_PARSE(app, argc, argv);

  const digits all = read_digits(path);
  std::mt19937 random(seed);
  const std::vector<int> order = shuffled_indices(all.labels.size(), random);
  const digits training = all.pick({order.begin(), order.begin() + digits_to_train}), held_out = all.pick({order.begin() + digits_to_train, order.end()});

  network encoder(digit_pixels, hidden, embedding_size, random);
  const auto look_up = [&](const char* when) {
    const matrix of_training = encoder.forward(training.images), of_held_out = encoder.forward(held_out.images);
    const double percent = retrieval(of_training, training.labels, of_held_out, held_out.labels, nearest);
    std::printf("%-16s %.2f %% of %zu held-out digits are near digits of their class\n", when, percent, held_out.labels.size());
    return percent;
  };
  std::printf("%-16s %.2f %%\n", "by their pixels", retrieval(training.images, training.labels, held_out.images, held_out.labels, nearest));
  look_up("before training");
  const matrix before = encoder.forward(held_out.images);
  train(encoder, training, epochs, random);
  const double percent = look_up("after training");
  if (!file.empty()) draw_embeddings(file, {{"before training", before}, {"after training", encoder.forward(held_out.images)}}, held_out.labels);
  if (percent < at_least) std::fprintf(stderr, "The percentage is below --at-least %g.\n", at_least);
  return percent < at_least ? 1 : 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
