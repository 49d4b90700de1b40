// One line for the value and one for the worst entry of each gradient, of every hard input.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <lossc/program/check_hard.hpp>
#include <lossc/program/hard_evaluation.hpp>
#include <lossc/program/hard_inputs.hpp>
#include <lossc/program/not_a_number.hpp>

namespace lossc::program {
namespace {

// The value or a gradient on one input, and the entry of it that is shown.
struct row {
  std::string input, quantity;
  hard_entry entry;
  double promised = 0, kernel_ulps = 0;  // of the kernel at its worst

  bool kernel_is_right() const { return kernel_ulps <= promised || entry.overflows; }
  bool naive_is_right() const { return entry.naive_ulps <= promised; }
};

const hard_entry& worst_of(const std::vector<hard_entry>& entries, double hard_entry::*ulps) {
  return *std::max_element(entries.begin(), entries.end(),
                           [ulps](const auto& a, const auto& b) { return a.*ulps < b.*ulps; });
}

std::vector<row> rows_of(const hard_input& input, const std::vector<hard_quantity>& quantities) {
  std::vector<row> rows;
  for (const hard_quantity& q : quantities) {
    if (q.entries.empty()) continue;
    // A broken promise first, then what the loss as written gets wrong.
    const hard_entry& of_kernel = worst_of(q.entries, &hard_entry::kernel_ulps);
    const bool is_broken = of_kernel.kernel_ulps > q.promised();
    const hard_entry& shown = is_broken ? of_kernel : worst_of(q.entries, &hard_entry::naive_ulps);
    const auto place = static_cast<std::size_t>(&shown - q.entries.data());
    const std::string at =
        q.shape.empty() ? "" : position_text({.dtype = "f4", .shape = q.shape, .data = {}}, place);
    rows.push_back({input.text, q.name + at, shown, q.promised(), of_kernel.kernel_ulps});
  }
  return rows;
}

std::string print_ulps(double ulps) {
  if (std::isinf(ulps)) return "-";
  return ulps < 1e5 ? fmt::format("{:.1f}", ulps) : fmt::format("{:.0e}", ulps);
}

// A long double's last bit depends on the maker of the processor, and where terms cancel it is all there is.
long double without_noise(long double exact, float kernel) {
  const bool is_noise = std::abs(exact) < 1e-18L && std::abs(kernel - exact) > std::abs(exact);
  return is_noise ? 0 : exact;
}

template <class T> std::string print(T x) {
  return std::isnan(x) ? "nan" : fmt::format("{:.7g}", x);  // without NaN's sign
}

void print_table(const std::vector<row>& rows) {
  std::size_t input = 5, quantity = 8;
  for (const row& r : rows) {
    input = std::max(input, r.input.size());
    quantity = std::max(quantity, r.quantity.size());
  }
  const auto line = [&](std::string_view at, std::string_view of, std::string_view naive,
                        std::string_view naive_ulps, std::string_view kernel,
                        std::string_view kernel_ulps, std::string_view exact,
                        std::string_view verdict) {
    fmt::print("{:<{}}  {:<{}}  {:>12} {:>7}  {:>12} {:>5}  {:>12}  {}\n", at, input, of, quantity,
               naive, naive_ulps, kernel, kernel_ulps, exact, verdict);
  };
  line("input", "", "as written", "ulps", "lossc", "ulps", "exact", "verdict");
  const std::string* before = nullptr;
  for (const row& r : rows) {
    const bool repeated = before != nullptr && *before == r.input;
    before = &r.input;
    line(repeated ? "" : r.input, r.quantity, print(r.entry.naive), print_ulps(r.entry.naive_ulps),
         print(r.entry.kernel), print_ulps(r.entry.kernel_ulps), print(without_noise(r.entry.exact, r.entry.kernel)),
         !r.kernel_is_right()         ? "too far"
         : r.kernel_ulps > r.promised ? "a step is beyond f32"
                                      : "ok");
  }
}

struct reasons {
  std::vector<std::pair<std::string, std::string>> listed;  // of an input, and of what it gives

  void add(const compiled& loss, const hard_input& input) {
    if (input.text.find("nan") != std::string::npos) return;  // it says so itself
    const auto reason = why_not_a_number(loss.rewritten, input.arguments);
    if (!reason) return;
    const auto is_known = [&](const auto& known) { return known.second == *reason; };
    if (std::none_of(listed.begin(), listed.end(), is_known))
      listed.emplace_back(input.text, *reason);
  }
};

}  // namespace

void check_hard(const compiled& loss, const loaded_kernel& f32, const call_arguments& easy,
                const std::string& where, bool all) {
  const std::vector<hard_input> inputs = hard_inputs(loss, easy);
  std::vector<row> rows, shown;
  reasons not_numbers;
  double worst_value = 0, worst_gradient = 0;
  std::size_t naive_wrong = 0;
  for (const hard_input& input : inputs) {
    const auto found = rows_of(input, evaluate_hard(loss, f32, input.arguments));
    bool right_as_written = true;
    for (const row& r : found) {
      double& worst = r.promised == promised_value ? worst_value : worst_gradient;
      if (!r.entry.overflows) worst = std::max(worst, r.kernel_ulps);
      right_as_written = right_as_written && r.naive_is_right();
      rows.push_back(r);
      if (all || !r.naive_is_right() || !r.kernel_is_right()) shown.push_back(r);
    }
    naive_wrong += right_as_written ? 0 : 1;
    not_numbers.add(loss, input);
  }

  fmt::print("{}: {} hard inputs in f32{}\n", loss.written.name, inputs.size(), where);
  if (!shown.empty()) print_table(shown);
  fmt::print("as written: wrong on {} of {} inputs\n", naive_wrong, inputs.size());
  fmt::print("lossc: at most {} ulps in the value ({} promised), {} in a gradient ({})\n",
             print_ulps(worst_value), promised_value, print_ulps(worst_gradient),
             promised_gradient);
  if (!all && shown.size() < rows.size()) fmt::print("--all prints the other rows too\n");
  if (!not_numbers.listed.empty()) fmt::print("\nNaN, and why\n");
  for (const auto& [input, reason] : not_numbers.listed) fmt::print("  {}: {}\n", input, reason);
  std::fflush(stdout);  // before the sentence, also where both go to one file

  const auto broken =
      std::find_if(rows.begin(), rows.end(), [](const row& r) { return !r.kernel_is_right(); });
  if (broken != rows.end()) {
    throw input_error(fmt::format(
        "{}: {} of the kernel is {} and exactly {} at {}, which is beyond the promise; the table "
        "says where else.",
        loss.written.name, broken->quantity, print(broken->entry.kernel),
        print(broken->entry.exact), broken->input));
  }
}

}  // namespace lossc::program
