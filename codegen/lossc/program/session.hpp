// What all commands share: the losses, the options of the program itself, and the exit status.
#pragma once

#include <lossc/program/program.hpp>
#include <string_view>

namespace CLI {
class App;
}

namespace lossc::program {

// What --threads takes: beyond it, the system may have no more to give, which ends the program.
inline constexpr int most_threads = 1024;

struct session {
  const std::vector<loss_entry>& losses;
  bool strict = false;
  int status = 0;

  // Throws input_error for an unknown name.
  const loss_entry& find(std::string_view name) const;
};

// Each adds one command to the program; it runs when the command line has been read.
void add_list(CLI::App& app, session& s);
void add_show(CLI::App& app, session& s);
void add_run(CLI::App& app, session& s);
void add_check(CLI::App& app, session& s);
void add_bench(CLI::App& app, session& s);
void add_emit(CLI::App& app, session& s);
void add_plot(CLI::App& app, session& s);
void add_descend(CLI::App& app, session& s);
// Commands of later versions: each refuses with a sentence.
void add_unavailable(CLI::App& app, session& s);

// For an option's value that a later version will take: "--dtype bf16: not available in this
// version."
[[noreturn]] void refuse_unavailable(std::string_view option);
// For bf16 and f16 with another backend than cuda.
[[noreturn]] void refuse_16_bits(std::string_view dtype, std::string_view backend);

}  // namespace lossc::program
