// Reads and writes accuracy.md.
#include "accuracy.hpp"

#include <fmt/format.h>

#include <fstream>
#include <lossc/op/all.hpp>
#include <sstream>

#include "primitives.hpp"

namespace lossc::test {
namespace {

constexpr const char* head =
    "# How exact each primitive is\n\n"
    "The emitted f32 kernel of each elementwise primitive of one operand, on every instruction set, against f64.\n"
    "Errors are in units of the last place of the exact result; infinities and NaN must be where they are exactly.\n"
    "\"all\" says that every one of the 2^32 floats was tried, else one in 4099 and all special values: zeros,\n"
    "infinities, NaN, powers of two, multiples of pi/4, ends of domains, and their neighbours.\n\n"
    "Made by `build/tests/exhaustive/every_float --record`; tests/exhaustive holds samples against it.\n\n"
    "| primitive | domain | value, ulp | gradient, ulp | floats | gradient at a kink |\n|---|---|---|---|---|---|\n";

std::string print(double x) {
  return x == infinity ? "∞" : x == -infinity ? "−∞" : fmt::format("{:.4g}", x);
}

// Rounded up, so that the worst float stays within what is written.
std::string print_error(double ulps) { return ulps == 0 ? "0" : fmt::format("{:.3f}", std::ceil(ulps * 1000) / 1000); }

}  // namespace

std::map<std::string, accuracy_row> read_accuracy() {
  std::map<std::string, accuracy_row> rows;
  std::ifstream file(LOSSC_ACCURACY_PAGE);
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("| `", 0) != 0) continue;
    std::stringstream cells(line);
    std::string cell, name, value, gradient, floats;
    std::getline(cells, cell, '|');
    std::getline(cells, name, '|');
    std::getline(cells, cell, '|');
    std::getline(cells, value, '|');
    std::getline(cells, gradient, '|');
    std::getline(cells, floats, '|');
    rows[name.substr(2, name.size() - 4)] = {std::stod(value), std::stod(gradient), floats == " all "};
  }
  return rows;
}

std::string accuracy_page(const std::map<std::string, accuracy_row>& rows) {
  std::string text = head;
  const auto add = [&](const std::string& name, const facts& row) {
    const auto found = rows.find(name);
    if (found == rows.end()) return;
    const auto& [value, gradient, every_float] = found->second;
    text += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", name,
                        row.domain == interval{} ? "" : fmt::format("[{}, {}]", print(row.domain.low), print(row.domain.high)),
                        print_error(value), print_error(gradient), every_float ? "all" : "samples", row.kink);
  };
#define LOSSC_ROW(name, Op) add(#name, op::Op::info);
  LOSSC_UNARY_PRIMITIVES(LOSSC_ROW)
#undef LOSSC_ROW
  return text;
}

void record(const std::string& name, const survey_result& found) {
  auto rows = read_accuracy();
  rows[name] = {found.value.ulps, found.gradient.ulps, found.inputs >= all_floats};
  std::ofstream(LOSSC_ACCURACY_PAGE) << accuracy_page(rows);
}

}  // namespace lossc::test
