// What the program tells the emitter about a loss, for the head of a generated file.
#pragma once

#include <lossc/emit/kernel.hpp>
#include <lossc/program/program.hpp>
#include <string>

namespace lossc::program {

struct generated_for {
  std::string prefix = {};      // of C names; may be empty
  std::string made_from = {};   // empty: the loss's own
  std::string regenerate = {};  // empty: the command that `emit` would need
  bool cpu = true, cuda = false;
};

inline kernel_names names_of(const loss_entry& entry, const generated_for& target) {
  std::string command = "lossc emit " + std::string(entry.written.name) + " --backend";
  if (target.cpu) command += " cpu";
  if (target.cuda) command += " cuda";
  if (!target.prefix.empty()) command += " --library " + target.prefix;
  return {.prefix = target.prefix,
          .summary = entry.text.summary,
          .formula = entry.text.formula,
          .source = entry.text.source,
          .made_from = target.made_from.empty() ? entry.made_from : target.made_from,
          .regenerate = target.regenerate.empty() ? command + " --out ." : target.regenerate,
          .cpu = target.cpu,
          .cuda = target.cuda};
}

}  // namespace lossc::program
