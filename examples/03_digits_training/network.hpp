// A network of two layers, input → hidden relu → logits, trained by gradient descent with momentum.
#pragma once

#include <cmath>
#include <random>

#include "../data/csv.hpp"
#include "../data/shuffle.hpp"

class layer {
 public:
  layer(Eigen::Index inputs, Eigen::Index outputs, std::mt19937& random)
      : weight_(inputs, outputs),
        bias_(matrix::Zero(1, outputs)),
        weight_step_(matrix::Zero(inputs, outputs)),
        bias_step_(matrix::Zero(1, outputs)) {
    // He et al. 2015: variance 2 / inputs keeps the scale of signals through relu.
    float bound = std::sqrt(6.0f / static_cast<float>(inputs));
    for (float& w : weight_.reshaped()) w = bound * (2 * uniform(random) - 1);
  }

  matrix forward(const matrix& x) const { return (x * weight_).rowwise() + bias_.row(0); }

  // Takes one step and returns the gradient to x, at the weights before the step.
  matrix backward(const matrix& x, const matrix& d_y, float rate) {
    constexpr float momentum = 0.9f;
    constexpr float decay = 1e-4f;  // of the weights, as in L2 regularisation
    matrix d_x = d_y * weight_.transpose();
    weight_step_ = momentum * weight_step_ - rate * (x.transpose() * d_y + decay * weight_);
    bias_step_ = momentum * bias_step_ - rate * matrix(d_y.colwise().sum());
    weight_ += weight_step_;
    bias_ += bias_step_;
    return d_x;
  }

 private:
  matrix weight_, bias_;
  matrix weight_step_, bias_step_;
};

class network {
 public:
  network(Eigen::Index inputs, Eigen::Index hidden, Eigen::Index outputs, std::mt19937& random)
      : first_(inputs, hidden, random), second_(hidden, outputs, random) {}

  const matrix& forward(const matrix& x) {
    hidden_ = first_.forward(x).cwiseMax(0.0f);
    logits_ = second_.forward(hidden_);
    return logits_;
  }

  // x is what forward() saw last.
  void backward(const matrix& x, const matrix& d_logits, float rate) {
    matrix d_hidden = second_.backward(hidden_, d_logits, rate);
    d_hidden = (hidden_.array() > 0.0f).select(d_hidden, 0.0f);
    first_.backward(x, d_hidden, rate);
  }

 private:
  layer first_, second_;
  matrix hidden_, logits_;
};
