// The sentence with which a loss is refused when it is compiled; empty where it is not.
#pragma once
#include <string>

#include <lossc/pipeline.hpp>

namespace lossc::test {

inline std::string refusal(const graph& written) {
  try {
    compile(written);
  } catch (const failure& f) {
    return std::string(f.sentence);
  }
  return {};
}

}  // namespace lossc::test
