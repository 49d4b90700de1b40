// The losses of primitives.hpp as a generator.
#include <lossc/generate.hpp>

#include "primitives.hpp"

#define LOSSC_ADD(name, Op) , lossc::test::alone<lossc::op::Op, #name>

int main(int argc, char** argv) {
  const auto add = [](auto, const auto&... losses) { return lossc::program::entries("primitives.hpp", losses...); };
  return lossc::program::main(argc, argv, add(0 LOSSC_UNARY_PRIMITIVES(LOSSC_ADD)));
}
