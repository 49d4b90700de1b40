// Random orders and numbers that are the same with every standard library.
//
// std::mt19937 is specified to the bit; std::shuffle and the distributions are not.
#pragma once

#include <numeric>
#include <random>
#include <utility>
#include <vector>

// Between 0 and 1, never 1.
inline float uniform(std::mt19937& random) { return static_cast<float>(random() >> 8) * 0x1p-24f; }

inline void shuffle(std::vector<int>& order, std::mt19937& random) {
  for (std::size_t left = order.size(); left > 1; --left) {
    std::swap(order[left - 1], order[random() % left]);
  }
}

inline std::vector<int> shuffled_indices(std::size_t count, std::mt19937& random) {
  std::vector<int> order(count);
  std::iota(order.begin(), order.end(), 0);
  shuffle(order, random);
  return order;
}
