// A network that sees a noisy image and its time: two hidden layers of SiLU units, trained by Adam.
#pragma once

#include <cmath>
#include <random>

#include "../data/csv.hpp"
#include "../data/shuffle.hpp"

class adam_layer {
 public:
  adam_layer(Eigen::Index inputs, Eigen::Index outputs, std::mt19937& random)
      : weight_(inputs + 1, outputs), mean_(matrix::Zero(inputs + 1, outputs)), square_(matrix::Zero(inputs + 1, outputs)) {
    const float bound = std::sqrt(3.0f / static_cast<float>(inputs));
    for (float& w : weight_.reshaped()) w = bound * (2 * uniform(random) - 1);
    weight_.row(inputs).setZero();  // the bias
  }

  matrix forward(const matrix& x) const { return (x * weight_.topRows(x.cols())).rowwise() + weight_.row(x.cols()); }

  /// Takes a step (Kingma and Ba 2015) and returns the gradient to x, at the weights before it.
  matrix backward(const matrix& x, const matrix& d_y, float rate) {
    constexpr float keep_mean = 0.9f, keep_square = 0.99f;
    const matrix d_x = d_y * weight_.topRows(x.cols()).transpose();
    matrix gradient(weight_.rows(), weight_.cols());
    gradient.topRows(x.cols()).noalias() = x.transpose() * d_y;
    gradient.row(x.cols()) = d_y.colwise().sum();
    ++steps_;
    mean_ = keep_mean * mean_ + (1 - keep_mean) * gradient;
    square_ = keep_square * square_.array() + (1 - keep_square) * gradient.array().square();
    const auto unbiased = [&](float keep) { return 1 / (1 - std::pow(keep, static_cast<float>(steps_))); };
    weight_.array() -= rate * (mean_.array() * unbiased(keep_mean)) / ((square_.array() * unbiased(keep_square)).sqrt() + 1e-8f);
    return d_x;
  }

 private:
  matrix weight_, mean_, square_;
  int steps_ = 0;
};

class denoiser {
 public:
  denoiser(Eigen::Index pixels, Eigen::Index hidden, std::mt19937& random)
      : first_(pixels + time_features, hidden, random), second_(hidden, hidden, random), third_(hidden, pixels, random) {}

  matrix forward(const matrix& noisy, const matrix& time) {
    input_.resize(noisy.rows(), noisy.cols() + time_features);
    input_.leftCols(noisy.cols()) = noisy;
    for (int k = 0; k < time_features / 2; ++k) {
      const auto angle = time.col(0).array() * (3.14159265f * static_cast<float>(1 << k) / 2);
      input_.col(noisy.cols() + 2 * k) = angle.sin();
      input_.col(noisy.cols() + 2 * k + 1) = angle.cos();
    }
    before_one_ = first_.forward(input_);
    one_ = silu(before_one_);
    before_two_ = second_.forward(one_);
    two_ = silu(before_two_);
    return third_.forward(two_);
  }

  /// Of what forward() saw last.
  void backward(const matrix& d_output, float rate) {
    const matrix d_two = third_.backward(two_, d_output, rate).cwiseProduct(silu_slope(before_two_));
    const matrix d_one = second_.backward(one_, d_two, rate).cwiseProduct(silu_slope(before_one_));
    first_.backward(input_, d_one, rate);
  }

 private:
  static constexpr int time_features = 8;
  static matrix sigmoid(const matrix& x) { return (1 + (-x.array()).exp()).inverse(); }
  static matrix silu(const matrix& x) { return x.cwiseProduct(sigmoid(x)); }
  static matrix silu_slope(const matrix& x) {
    const matrix s = sigmoid(x);
    return s.array() * (1 + x.array() * (1 - s.array()));
  }

  adam_layer first_, second_, third_;
  matrix input_, before_one_, one_, before_two_, two_;
};
