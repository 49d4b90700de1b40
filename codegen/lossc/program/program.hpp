// The lossc program: its commands over a list of losses. A generator is this program with a list of
// its own.
#pragma once

#include <lossc/kernel.h>

#include <lossc/graph/graph.hpp>
#include <string>
#include <vector>

namespace lossc::program {

struct documentation {
  std::string summary, formula, source, id;
};

struct loss_entry {
  graph written;
  documentation text;
  const lossc_kernel* f32 = nullptr;  // null: emitted, compiled and loaded on demand
  const lossc_kernel* f64 = nullptr;
  std::string made_from;  // the file that generated text names as its origin
};

// Returns the exit status. Errors are sentences on stderr.
int main(int argc, char** argv, const std::vector<loss_entry>& losses);

}  // namespace lossc::program
