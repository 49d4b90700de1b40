// Reads the command line, runs one command, and turns whatever goes wrong into one sentence.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <cctype>
#include <lossc/base/fail.hpp>
#include <lossc/program/array.hpp>
#include <lossc/program/session.hpp>
#include <new>

#ifndef LOSSC_VERSION
#define LOSSC_VERSION "0.1"
#endif

namespace lossc::program {
namespace {

int refuse(int status, std::string sentence) {
  while (!sentence.empty() &&
         (sentence.back() == '.' || std::isspace(static_cast<unsigned char>(sentence.back())))) {
    sentence.pop_back();
  }
  fmt::print(stderr, "lossc: {}.\n", sentence);
  return status;
}

// CLI11's words, as the rest of a sentence that begins with "lossc: ".
std::string sentence_of(const CLI::App& app, const CLI::ParseError& error) {
  const auto extra = app.remaining(true);
  if (app.get_subcommands().empty()) {
    return extra.empty() ? "a command is missing" : extra[0] + ": is not a command of lossc";
  }
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
    return fmt::format("{}: not expected here", fmt::join(extra, " "));
  }
  const std::string words = error.what();
  return words.substr(0, words.find('\n'));
}

int refuse_command_line(const CLI::App& app, const CLI::ParseError& error) {
  std::string command;
  for (const CLI::App* chosen : app.get_subcommands()) command = " " + chosen->get_name();
  return refuse(2, fmt::format("{}; see lossc{} --help", sentence_of(app, error), command));
}

}  // namespace

const loss_entry& session::find(std::string_view name) const {
  for (const loss_entry& entry : losses) {
    if (entry.written.name == name) return entry;
  }
  throw input_error(fmt::format("{}: no loss has this name; `list` shows those there are.", name));
}

void refuse_unavailable(std::string_view option) {
  throw input_error(fmt::format("{}: not available in this version.", option));
}

void refuse_16_bits(std::string_view dtype, std::string_view backend) {
  throw input_error(fmt::format(
      "--dtype {}: --backend {} computes in f32 and f64; bf16 and f16 are for --backend cuda.",
      dtype, backend));
}

int main(int argc, char** argv, const std::vector<loss_entry>& losses) {
  session s{losses};
  CLI::App app("Compiles loss functions into kernels; shows, runs, checks and measures them.",
               "lossc");
  app.set_version_flag("--version", "lossc " LOSSC_VERSION);
  app.add_flag("--strict", s.strict, "No rewrite that is not exact");
  app.require_subcommand(1);
  app.fallthrough();  // inherited by the commands: --strict may follow them
  add_list(app, s);
  add_show(app, s);
  add_run(app, s);
  add_check(app, s);
  add_bench(app, s);
  add_emit(app, s);
  add_plot(app, s);
  add_descend(app, s);
  add_unavailable(app, s);
  try {
    app.parse(argc, argv);
    return s.status;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return refuse_command_line(app, error);
  } catch (const failure& error) {
    std::string subject(error.subject);
    return refuse(1, (subject.empty() ? "" : subject + ": ") + std::string(error.sentence));
  } catch (const std::bad_alloc&) {
    return refuse(1, "there is not enough memory for arrays of these sizes");
  } catch (const std::exception& error) {
    return refuse(1, error.what());
  }
}

}  // namespace lossc::program
