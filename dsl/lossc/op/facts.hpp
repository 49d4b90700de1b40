// What a primitive says about itself: one record, read by every stage.
#pragma once
#include <cstdint>
#include <string_view>

#include <lossc/base/interval.hpp>

namespace lossc {

/// A set of axes of one graph, one bit per axis.
using axis_mask = std::uint32_t;

/// How a primitive combines the axes of its operands.
enum class shape : std::uint8_t {
  leaf,         // input, number, size: no operands
  elementwise,  // axes of the result: the union of the operands' axes
  reduction,    // the operand's axes without the reduced ones (the payload)
  along,        // the operand's axes; looks along some of them (the payload), like softmax
  rename,       // the operand's axes, with an axis and its twin (the payload) exchanged
  pick,         // at(x, label): the label's axis is replaced by the label's own axes
  indicator,    // the operands' axes and the one that the label, the last operand, indexes
  derivative,   // of the first operand by the second: axes of the second, or of the first if directional
};

struct facts {
  std::string_view name;        // the word in printed graphs
  std::string_view infix = {};  // the operator in printed formulas, where there is one
  std::string_view latex = {};  // $0, $1, … stand for the operands
  std::string_view cpu = {};    // emitted C++; empty where `formula` takes the primitive apart
  lossc::shape shape = lossc::shape::elementwise;
  interval domain = {};       // eval is finite inside; tests sample from it
  double ulp = 0.5;           // promise of the emitted f32 text on all of the domain
  double cost = 0;            // calls as dear as one exp, for the planner
  bool boolean = false;       // the result is a condition
  std::uint8_t constant = 0;  // operands without a derivative, one bit each
  std::string_view kink = {};  // what the gradient is where there is no derivative
  std::string_view note = {};
};

}  // namespace lossc
