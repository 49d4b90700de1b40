// What a graph begins with: inputs, numbers, sizes, positions.
#pragma once
#include <lossc/op/facts.hpp>

namespace lossc::op {

struct Input {
  static constexpr facts info{.name = "input", .shape = shape::leaf, .note = "The payload is the input's place in the signature."};
};

struct Number {
  static constexpr facts info{.name = "number", .shape = shape::leaf, .note = "The payload holds the bits of a double."};
};

struct Size {
  static constexpr facts info{.name = "size", .latex = "n_{$0}", .shape = shape::leaf, .note = "How many entries an axis has; known before any kernel runs."};
};

struct Position {
  static constexpr facts info{.name = "position", .latex = "$0", .shape = shape::leaf, .note = "The index along an axis: 0, 1, 2, …"};
};

struct ValidCount {
  static constexpr facts info{.name = "valid_count", .latex = "n_{valid}", .shape = shape::leaf,
                              .note = "How many labels are not ignore_index; counted before any kernel runs."};
};

}  // namespace lossc::op
