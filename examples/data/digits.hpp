// The handwritten digits: images of 8 × 8 pixels and what they show.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "csv.hpp"

inline constexpr Eigen::Index digit_pixels = 64;
inline constexpr Eigen::Index digits_to_train = 1437;  // of 1797; the other 360 are held out

struct digits {
  matrix images;
  std::vector<std::int32_t> labels;

  digits pick(const std::vector<int>& rows) const {
    digits picked{images(rows, Eigen::all), {}};
    for (int row : rows) picked.labels.push_back(labels[static_cast<std::size_t>(row)]);
    return picked;
  }
};

inline digits read_digits(const std::string& path) {
  const matrix table = read_csv(path);
  if (table.cols() != digit_pixels + 1 || table.rows() <= digits_to_train) {
    throw std::runtime_error(path + ": is not the digits data set; expected 1797 rows of 65.");
  }
  digits all{table.leftCols(digit_pixels) / 16.0f, {}};  // pixels are 0 to 16
  for (float label : table.col(digit_pixels)) all.labels.push_back(static_cast<std::int32_t>(label));
  return all;
}
