// accuracy.md: what complete and sampled surveys have found, one row per primitive.
#pragma once
#include <map>
#include <string>

#include "survey.hpp"

namespace lossc::test {

struct accuracy_row {
  double value = 0, gradient = 0;
  bool every_float = false;
};

/// The rows of the committed page, by primitive.
std::map<std::string, accuracy_row> read_accuracy();

/// The page with these rows, in the order of the list of primitives.
std::string accuracy_page(const std::map<std::string, accuracy_row>& rows);

/// Puts what a survey found into the page on disk.
void record(const std::string& name, const survey_result& found);

}  // namespace lossc::test
