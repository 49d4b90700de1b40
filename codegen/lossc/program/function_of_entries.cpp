// Puts numbers into the held arrays and calls the kernel; reads entries and lists of numbers off the command line.
#include <fmt/format.h>

#include <algorithm>
#include <lossc/program/function_of_entries.hpp>
#include <lossc/program/kernel_call.hpp>
#include <lossc/program/kernel_source.hpp>
#include <lossc/program/number_kind.hpp>
#include <numeric>

namespace lossc::program {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts{""};
  for (char c : text) {
    if (c == ',') parts.emplace_back();
    else if (c != ' ') parts.back() += c;
  }
  return parts;
}

bool is_of_numbers(const input_info& input) { return input.kind == input_kind::tensor || input.kind == input_kind::weight; }

}  // namespace

function_of_entries::function_of_entries(const session& s, const loss_entry& entry, lossc_dtype dtype, call_arguments held, std::size_t input,
                                         std::vector<std::size_t> entries)
    : loss_(entry.written), kernel_(kernel_for(entry, {.strict = s.strict}, dtype)), held_(std::move(held)), input_(input), entries_(std::move(entries)) {
  std::vector<double> numbers = held_.arrays[input_].as_f64();
  held_.arrays[input_] = make_array<double>(held_.arrays[input_].shape, numbers);
}

value_and_gradient function_of_entries::operator()(std::span<const double> x) {
  for (std::size_t k = 0; k < entries_.size(); ++k) std::memcpy(&held_.arrays[input_].data[entries_[k] * sizeof(double)], &x[k], sizeof(double));
  kernel_call call(kernel_, loss_, held_, true, 1);
  call.run();
  const outcome made = call.result();
  const std::vector<double> values = made.value.as_f64();
  value_and_gradient point{std::accumulate(values.begin(), values.end(), 0.0), {}};
  for (const gradient& g : made.gradients) {
    if (g.input != loss_.inputs[input_].name) continue;
    const std::vector<double> all = g.values.as_f64();
    for (std::size_t entry : entries_) point.gradient.push_back(all[entry]);
  }
  return point;
}

std::size_t chosen_input(const graph& loss, const std::string& name) {
  const auto first = [&](auto&& fits) {
    const auto found = std::find_if(loss.inputs.begin(), loss.inputs.end(), fits);
    return found == loss.inputs.end() ? std::size_t{loss.inputs.size()} : static_cast<std::size_t>(found - loss.inputs.begin());
  };
  if (!name.empty()) {
    const auto named = first([&](const input_info& i) { return i.name == name && is_of_numbers(i); });
    if (named < loss.inputs.size()) return named;
    std::string names;
    for (const input_info& input : loss.inputs)
      if (is_of_numbers(input)) names += fmt::format("{}{}", names.empty() ? "" : ", ", input.name);
    throw input_error(fmt::format("--input {}: {} has no such input of numbers; its inputs: {}.", name, loss.name, names));
  }
  auto chosen = first([](const input_info& i) { return is_of_numbers(i) && i.differentiable; });
  if (chosen == loss.inputs.size()) chosen = first(is_of_numbers);
  if (chosen == loss.inputs.size()) throw input_error(fmt::format("{}: has no input of numbers.", loss.name));
  return chosen;
}

std::size_t entry_at(const std::string& position, const array& values) {
  const auto parts = split(position);
  const std::string what = fmt::format("--entry {}", position);
  if (parts.size() != values.shape.size())
    throw input_error(fmt::format("{}: has {} numbers, but {} has {} axes.", what, parts.size(), values.source, values.shape.size()));
  std::size_t place = 0;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const std::int64_t at = parse_integer("--entry", {position, parts[k]});
    if (at < 0 || at >= values.shape[k])
      throw input_error(fmt::format("{}: is outside {}, whose shape is {}; --size makes it larger.", what, values.source, shape_text(values.shape)));
    place = place * static_cast<std::size_t>(values.shape[k]) + static_cast<std::size_t>(at);
  }
  return place;
}

std::string entry_name(const array& values, std::size_t entry) {
  const bool single = std::all_of(values.shape.begin(), values.shape.end(), [](std::int64_t n) { return n == 1; });
  return single ? values.source : values.source + position_text(values, entry);
}

std::vector<double> number_list(const std::string& option, const std::string& text) {
  std::vector<double> numbers;
  for (const std::string& part : split(text)) numbers.push_back(parse_number(option, {text, part}));
  return numbers;
}

}  // namespace lossc::program
