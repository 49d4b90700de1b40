// Inputs that lie exactly on a breakpoint of a loss, and whether its value has a kink there.
#pragma once

#include <lossc/pipeline.hpp>
#include <lossc/program/call_arguments.hpp>
#include <lossc/program/kinks.hpp>
#include <optional>

namespace lossc::program {

// Of small multiples of 1/4 in the range of `base`, the first arguments at which one entry lies on
// the breakpoint of kinks[which], and none on another; nothing where none of a few hundred do. `g`
// is the graph that the kinks were found in.
std::optional<call_arguments> arguments_at(const graph& g, const std::vector<kink_place>& kinks,
                                           std::size_t which, const call_arguments& base);

// Whether the slope of the value along some line through the arguments is the same on both sides of
// them: kinks of parts may cancel, or a choice may join what meets without one.
bool is_smooth_at(const compiled& loss, const call_arguments& arguments);

}  // namespace lossc::program
