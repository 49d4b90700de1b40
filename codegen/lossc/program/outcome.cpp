// Puts the bits of a report into words.
#include <fmt/format.h>

#include <lossc/program/outcome.hpp>

namespace lossc::program {

std::vector<std::string> notices(const lossc_report& report) {
  std::vector<std::string> sentences;
  if (report.bits & LOSSC_REPORT_EMPTY_MEAN) {
    sentences.push_back(
        "a mean is over nothing, or over weights that sum to 0; it counts as 0, and so does its "
        "gradient");
  }
  if (report.bits & LOSSC_REPORT_NO_SUPPORT) {
    std::string where = report.first_row >= 0 ? fmt::format("row {}", report.first_row) : "a row";
    sentences.push_back(where +
                        " has no support: all its entries are -inf; such rows contribute 0, and so "
                        "do their gradients");
  }
  if (report.bits & LOSSC_REPORT_ZERO_NORM) {
    sentences.push_back(
        fmt::format("row {} is divided by its length, which is 0: it has no direction, and such rows "
                    "and their gradients are 0",
                    report.first_zero_norm));
  }
  if (report.bits & LOSSC_REPORT_LABEL_OUT_OF_RANGE) {
    sentences.push_back(
        fmt::format("the label of row {} is out of range; such rows contribute 0, and so do their "
                    "gradients",
                    report.first_wrong_label));
  }
  if (report.bits & LOSSC_REPORT_NON_FINITE) sentences.push_back("the value is not finite");
  return sentences;
}

}  // namespace lossc::program
