// A picture of embedded digits: each a coloured numeral at its place in the plane.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "../data/csv.hpp"

/// One cloud beside the other; the plane of each is the one along which its rows spread most.
struct embedded_digits {
  std::string name;
  matrix embedding;
};
void draw_embeddings(const std::string& file, const std::vector<embedded_digits>& clouds, const std::vector<std::int32_t>& labels);
