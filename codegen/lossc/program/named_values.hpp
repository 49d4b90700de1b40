// Arguments of the form NAME=VALUE: arrays, parameters and sizes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lossc::program {

struct named_value {
  std::string name, value;
};

// `option` is what errors call it, such as "--in". All throw input_error: for a missing '=' or
// name, for a name given twice, and for a value that is no number.
std::vector<named_value> parse_named_values(std::string_view option,
                                            const std::vector<std::string>& arguments);
double parse_number(std::string_view option, const named_value& argument);
std::int64_t parse_integer(std::string_view option, const named_value& argument);

}  // namespace lossc::program
