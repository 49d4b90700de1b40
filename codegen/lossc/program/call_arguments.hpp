// What one evaluation of a loss is given: arrays by input, and the sizes that their shapes imply.
#pragma once

#include <lossc/graph/graph.hpp>
#include <lossc/program/array.hpp>
#include <lossc/program/named_values.hpp>
#include <optional>

namespace lossc::program {

struct named_array {
  std::string name;
  array values;
};

struct call_arguments {
  std::vector<std::int64_t> sizes;  // per axis of the graph
  std::vector<array> arrays;        // per input, in its order; of a parameter its one number
  std::int64_t ignore_index = -100;
  std::optional<array> upstream;  // ones where it is not given
};

// Checks everything that can be wrong except the values of labels. Trailing dimensions of an array
// flatten into the last axis of its input. Throws input_error.
call_arguments bind_arguments(const graph& loss, std::vector<named_array> arrays,
                              const std::vector<named_value>& parameters,
                              std::optional<array> upstream = {});

// Parameters by --param, or their defaults, and ignore_index, into `arguments`. Throws input_error.
void bind_parameters(const graph& loss, const std::vector<named_value>& parameters,
                     call_arguments& arguments);

// The shape of an output, the value's being 0: its axes in the order in which the loss declares them; () for a number.
std::vector<std::int64_t> output_shape(const graph& loss, std::size_t output, const call_arguments& arguments);

// Throws input_error at the first label that is out of range and not ignored.
void check_labels(const graph& loss, const call_arguments& arguments);

}  // namespace lossc::program
