// Commands that a later version will have: refused by name, whatever their options.
#include <CLI/CLI.hpp>
#include <lossc/program/session.hpp>

namespace lossc::program {

void add_unavailable(CLI::App& app, session&) {
  for (const char* name : {"tune"}) {
    CLI::App* command = app.add_subcommand(name, "Not available in this version")->group("");
    command->allow_extras()->fallthrough(false);
    command->callback([name] { refuse_unavailable(name); });
  }
}

}  // namespace lossc::program
