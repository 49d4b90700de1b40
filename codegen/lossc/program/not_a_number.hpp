// Why a result is NaN: the primitive that made it, and the entry of the input that it came from.
#pragma once

#include <lossc/program/call_arguments.hpp>
#include <lossc/rewrite/rewrite.hpp>
#include <optional>
#include <string>

namespace lossc::program {

// "log: its operand probability[0, 2] = -1 is outside [0, inf]"; nothing where no entry of the node
// is NaN. The rest of a sentence.
std::optional<std::string> why_not_a_number(const graph& g, node_id result,
                                            const call_arguments& arguments);

// The same for all outputs of a graph, with the first one that is NaN: "the value is NaN; log: …".
std::optional<std::string> why_not_a_number(const graph& g, const call_arguments& arguments);

}  // namespace lossc::program
