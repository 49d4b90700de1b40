// The kinks of a loss: where its value has no derivative, and what its gradient is there.
#pragma once

#include <lossc/grad/breakpoint.hpp>
#include <string>
#include <vector>

namespace lossc::program {

struct kink_place {
  node_id node = no_node;  // of the graph: the primitive that has the kink
  breakpoint at;           // of the graph; no node where the place is not "variable = value"
  breakpoint normal;     // the same point in normal form, by which kinks that fall together are one
  std::string gradient;  // what it is there
};

// Every place where a primitive that a gradient passes has no derivative. Adds to `g` the values of
// breakpoints, and changes nothing else.
std::vector<kink_place> find_kinks(graph& g);

}  // namespace lossc::program
