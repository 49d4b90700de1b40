// Splits NAME=VALUE at its first '=' and reads numbers whole or not at all.
#include <fmt/format.h>

#include <charconv>
#include <lossc/program/array.hpp>
#include <lossc/program/named_values.hpp>

namespace lossc::program {
namespace {

template <class Number>
Number parse(std::string_view option, const named_value& argument, std::string_view expected) {
  Number number{};
  const char* end = argument.value.data() + argument.value.size();
  auto [stop, error] = std::from_chars(argument.value.data(), end, number);
  if (error == std::errc::result_out_of_range) {
    throw input_error(fmt::format("{} {}: '{}' is beyond the range of 64 bits; expected {}.",
                                  option, argument.name, argument.value, expected));
  }
  if (error != std::errc{} || stop != end) {
    throw input_error(
        fmt::format("{} {}: '{}' is not {}.", option, argument.name, argument.value, expected));
  }
  return number;
}

}  // namespace

std::vector<named_value> parse_named_values(std::string_view option,
                                            const std::vector<std::string>& arguments) {
  std::vector<named_value> parsed;
  for (const std::string& argument : arguments) {
    std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == argument.size()) {
      throw input_error(fmt::format("{} {}: expected NAME=VALUE.", option, argument));
    }
    std::string name = argument.substr(0, equals);
    for (const named_value& earlier : parsed) {
      if (earlier.name == name)
        throw input_error(fmt::format("{} {}: is given twice.", option, name));
    }
    parsed.push_back({name, argument.substr(equals + 1)});
  }
  return parsed;
}

double parse_number(std::string_view option, const named_value& argument) {
  return parse<double>(option, argument, "a number");
}

std::int64_t parse_integer(std::string_view option, const named_value& argument) {
  return parse<std::int64_t>(option, argument, "a whole number");
}

}  // namespace lossc::program
