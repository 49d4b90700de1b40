// What an evaluation gives: the value, the gradients, and what the data was like.
#pragma once

#include <lossc/kernel.h>

#include <lossc/program/array.hpp>
#include <string>
#include <vector>

namespace lossc::program {

struct gradient {
  std::string input;
  array values;  // in the shape in which the input was given
};

// What a loss reports beside its value.
struct by_product {
  std::string name;
  array values;
};

struct outcome {
  array value;
  std::vector<by_product> by_products;  // in the order of the loss
  std::vector<gradient> gradients;      // in the order of the signature
  lossc_report report{};
};

// One sentence for each condition of the data that the caller should know of.
std::vector<std::string> notices(const lossc_report& report);

}  // namespace lossc::program
