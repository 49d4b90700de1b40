// Finds the compiler on the PATH and the headers where lossc was built or installed, and runs it.
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <lossc/program/array.hpp>
#include <lossc/program/system_compiler.hpp>
#include <lossc/program/text_file.hpp>
#include <optional>

#ifndef LOSSC_RUNTIME_INCLUDE_DIRS
#define LOSSC_RUNTIME_INCLUDE_DIRS ""
#endif

namespace lossc::program {
namespace {

namespace fs = std::filesystem;

// Highway chooses the instruction set at run time; contraction would make results depend on it.
const std::vector<std::string> flags = {
    "-std=c++17", "-O3", "-ffp-contract=off", "-fopenmp", "-shared", "-fPIC",
    // its own functions, should the program export the same names
    "-Wl,-Bsymbolic"};

// At any of the characters of `at`; empty parts are left out.
std::vector<std::string> split(const std::string& text, const char* at) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; (begin = text.find_first_not_of(at, begin)) != std::string::npos;) {
    std::size_t end = std::min(text.find_first_of(at, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return parts;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::optional<fs::path> on_path(const std::string& program) {
  if (program.find('/') != std::string::npos) {
    return access(program.c_str(), X_OK) == 0 ? std::optional(fs::path(program)) : std::nullopt;
  }
  for (const std::string& folder : split(variable("PATH"), ":")) {
    fs::path candidate = fs::path(folder) / program;
    std::error_code ignored;
    if (access(candidate.c_str(), X_OK) == 0 && fs::is_regular_file(candidate, ignored))
      return candidate;
  }
  return std::nullopt;
}

// A header that has changed makes another kernel.
std::string text_of_headers(const std::vector<fs::path>& include) {
  std::vector<fs::path> files;
  for (const fs::path& folder : include) {
    if (fs::exists(folder / "lossc/kernel.h")) files.push_back(folder / "lossc/kernel.h");
    if (!fs::is_directory(folder / "lossc/runtime")) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "lossc/runtime")) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::string text;
  for (const fs::path& file : files) text += read_text(file).value_or("");
  return text;
}

}  // namespace

system_compiler find_compiler(const std::string& subject) {
  system_compiler found;
  found.command = split(variable("CXX"), " ");
  if (found.command.empty()) found.command = {"c++"};
  std::optional<fs::path> program = on_path(found.command.front());
  if (!program) {
    throw input_error(
        fmt::format("{}: its kernel has to be compiled and there is no C++ compiler '{}'; install "
                    "one, set CXX to one, "
                    "or use --backend reference, which needs none.",
                    subject, found.command.front()));
  }
  const std::string given = variable("LOSSC_INCLUDE_DIR");
  const std::string folders = given.empty() ? LOSSC_RUNTIME_INCLUDE_DIRS : given;
  for (const std::string& folder : split(folders, ":;")) {
    found.include.emplace_back(folder);
  }
  const auto has = [&](const char* header) {
    return std::any_of(found.include.begin(), found.include.end(),
                       [&](const fs::path& f) { return fs::exists(f / header); });
  };
  if (!has("lossc/kernel.h") || !has("lossc/runtime")) {
    throw input_error(fmt::format(
        "{}: its kernel has to be compiled and the headers of lossc are not in '{}'; "
        "set LOSSC_INCLUDE_DIR to the folder that holds lossc/kernel.h and lossc/runtime.",
        subject, folders));
  }
  std::error_code ignored;
  const fs::path binary = fs::canonical(*program, ignored);
  const auto time = fs::last_write_time(binary, ignored).time_since_epoch().count();
  found.identity = fmt::format("{}\n{} {} {}\n{}\n{}", fmt::join(found.command, " "),
                               binary.string(), fs::file_size(binary, ignored), time,
                               fmt::join(flags, " "), text_of_headers(found.include));
  return found;
}

bool compile_library(const system_compiler& compiler, const fs::path& source,
                     const fs::path& source_include, const fs::path& library,
                     const fs::path& messages) {
  std::vector<std::string> words = compiler.command;
  words.insert(words.end(), flags.begin(), flags.end());
  words.push_back("-I" + source_include.string());
  for (const fs::path& folder : compiler.include) words.push_back("-I" + folder.string());
  for (const std::string& word :
       {source.string(), std::string("-o"), library.string(), std::string("-lhwy")})
    words.push_back(word);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, messages.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0666);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  pid_t child = 0;
  const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return false;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace lossc::program
