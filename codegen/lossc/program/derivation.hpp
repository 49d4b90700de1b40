// How a graph was rewritten, for people: each rule that fired, where, and why it is valid.
#pragma once

#include <lossc/rewrite/rewrite.hpp>
#include <string>
#include <vector>

namespace lossc::program {

// Of each node of a graph, whether `root` is made of it; of `root` itself too.
std::vector<char> nodes_under(const graph& g, node_id root);

// The rules of a trace, most telling first, each with what it replaced and by what; `seen` holds
// the nodes of the trace.
std::string derivation_text(const std::vector<firing>& trace, const graph& seen);

}  // namespace lossc::program
