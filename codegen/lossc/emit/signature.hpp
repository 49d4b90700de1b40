// The arguments of a kernel in order: what the C header declares and the generic call numbers.
#pragma once
#include <string>
#include <vector>

#include <lossc/emit/kernel.hpp>

namespace lossc {

enum class slot_role : std::uint8_t { tensor, mask, label_int32, label_int64, parameter, upstream, result, gradient };

struct slot {
  std::string name;
  slot_role role = slot_role::tensor;
  int input = -1;   // place in the graph's inputs, of gradients too
  int of = -1;      // gradients: the slot of their input
  std::vector<int> axes;
  int target = -1;
  bool required = false;
  bool in_place = false;
  bool strided = false;
  double default_value = 0;
  parameter_range range = {};
};

/// Inputs in the user's order, then the upstream gradient, the result, the gradients.
std::vector<slot> slots_of(const compiled& c);

/// Per axis: whether the loss means anything when it is empty.
std::vector<bool> axes_that_may_be_empty(const compiled& c);

}  // namespace lossc
