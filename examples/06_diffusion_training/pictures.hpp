// The pictures of a training: loss curves, and sampled digits.
#pragma once

#include <string>
#include <vector>

#include "../data/csv.hpp"

struct training_curve {
  std::string name;
  std::vector<double> losses;  // one per epoch
};

/// Each relative to its first epoch: weightings have scales of their own.
void draw_curves(const std::string& file, const std::vector<training_curve>& curves);

struct sampled_digits {
  std::string name;
  matrix images;  // rows of 8 x 8 pixels from -1 to 1
};
void draw_digits(const std::string& file, const std::vector<sampled_digits>& all);
