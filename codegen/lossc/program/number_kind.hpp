// What the numbers of an input are, as its kind and its name suggest.
#pragma once

#include <lossc/graph/graph.hpp>

namespace lossc::program {

enum class number_kind { normal, unit, probability, distribution, positive, weight, mask };

inline number_kind kind_of(const input_info& input) {
  const std::string_view name = input.name;
  if (input.kind == input_kind::mask) return number_kind::mask;
  if (input.kind == input_kind::weight) return number_kind::weight;
  if (input.structural) return number_kind::unit;
  if (name == "p" || name == "q") return number_kind::distribution;
  if (name.find("prob") != name.npos || name.find("sigma") != name.npos || name == "time")
    return number_kind::probability;
  if (name == "variance" || name == "count" || name.find("loss") != name.npos)
    return number_kind::positive;
  return number_kind::normal;
}

}  // namespace lossc::program
