// What a primitive promises, and whether a survey found it kept.
#pragma once
#include <cstdio>
#include <lossc/op/all.hpp>
#include <stdexcept>
#include <string>

#include "ceilings.hpp"
#include "survey.hpp"

namespace lossc::test {

inline const facts& facts_named(std::string_view name) {
  for (const facts& row : facts_table)
    if (row.name == name) return row;
  throw std::out_of_range("no primitive is called " + std::string(name));
}

inline const ceiling& ceiling_of(std::string_view name) {
  for (const ceiling& c : ceilings)
    if (c.name == name) return c;
  throw std::out_of_range("tests/exhaustive/ceilings.hpp has no ceiling for " + std::string(name));
}

/// The row's promise bounds the value; for the gradient there is the ceiling.
inline bool is_kept(std::string_view name, const survey_result& found) {
  return found.value.ulps <= facts_named(name).ulp && found.gradient.ulps <= ceiling_of(name).gradient;
}

inline std::string summary(std::string_view name, const survey_result& found) {
  char text[300];
  std::snprintf(text, sizeof text, "%-18s value %.3f at %-12.9g gradient %.3f at %-12.9g", std::string(name).c_str(), found.value.ulps,
                static_cast<double>(found.value.at), found.gradient.ulps, static_cast<double>(found.gradient.at));
  std::string line = text;
  for (std::size_t i = 1; i < found.targets.size(); ++i) {
    const target_result& t = found.targets[i];
    line += "  " + t.name;
    if (t.different == 0) {
      line += " the same bits";
    } else {
      std::snprintf(text, sizeof text, " %.3f where its bits differ", t.worst);
      line += text;
    }
  }
  return line;
}

}  // namespace lossc::test
