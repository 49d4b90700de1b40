// Finds compilers on the PATH and the headers where lossc was built or installed, and runs them.
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
#ifndef LOSSC_INCLUDE_FROM_PROGRAM
#define LOSSC_INCLUDE_FROM_PROGRAM "../include"
#endif

namespace lossc::program {
namespace {

namespace fs = std::filesystem;

struct toolchain {
  std::string program;  // for the host $CXX goes before it
  std::vector<std::string> flags, libraries;
  std::vector<std::string> headers;  // what lossc has for it: files and folders
};

// Contraction would make results depend on the instruction set. -Bsymbolic: the library's own
// functions, should the program export the same names.
const toolchain& toolchain_of(kernel_target target) {
  static const toolchain cpu{.program = "c++",
                             .flags = {"-std=c++17", "-O3", "-ffp-contract=off", "-fopenmp",
                                       "-shared", "-fPIC", "-Wl,-Bsymbolic"},
                             .libraries = {"-lhwy"},  // chooses the instruction set at run time
                             .headers = {"lossc/kernel.h", "lossc/runtime"}};
  static const std::vector<std::string> cuda_headers{"lossc/kernel.h", "lossc/cuda.h",
                                                     "lossc/runtime", "lossc/emulate"};
  static const toolchain emulated_grid{
      .program = "c++",
      .flags = {"-std=c++17", "-O1", "-ffp-contract=off", "-DLOSSC_EMULATED_GRID", "-shared",
                "-fPIC", "-Wl,-Bsymbolic", "-x", "c++"},
      .libraries = {"-lboost_context"},
      .headers = cuda_headers};
  static const toolchain gpu{
      .program = "nvcc",
      .flags = {"-std=c++17", "-fmad=false", "-arch=native", "-shared", "-Xcompiler=-fPIC",
                "-Xlinker=-Bsymbolic", "-include", "lossc/emulate/gpu.cu"},
      .libraries = {},
      .headers = cuda_headers};
  return target == kernel_target::cpu             ? cpu
         : target == kernel_target::emulated_grid ? emulated_grid
                                                  : gpu;
}

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

bool have_headers(const toolchain& tools, const std::vector<fs::path>& folders) {
  return std::all_of(tools.headers.begin(), tools.headers.end(), [&](const std::string& header) {
    return std::any_of(folders.begin(), folders.end(),
                       [&](const fs::path& folder) { return fs::exists(folder / header); });
  });
}

// What the user says; else what was installed with this program, wherever the prefix has moved to;
// else the folders of the build, which may be gone.
std::vector<fs::path> header_folders(const toolchain& tools) {
  std::string folders = variable("LOSSC_INCLUDE_DIR");
  if (folders.empty()) {
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    const fs::path installed =
        (program.parent_path() / LOSSC_INCLUDE_FROM_PROGRAM).lexically_normal();
    if (have_headers(tools, {installed})) return {installed};
    folders = LOSSC_RUNTIME_INCLUDE_DIRS;
  }
  const auto parts = split(folders, ":;");
  return {parts.begin(), parts.end()};
}

// A header that has changed makes another kernel.
std::string text_of_headers(const toolchain& tools, const std::vector<fs::path>& include) {
  std::vector<fs::path> files;
  for (const fs::path& folder : include) {
    for (const std::string& header : tools.headers) {
      const fs::path place = folder / header;
      if (fs::is_regular_file(place)) files.push_back(place);
      if (!fs::is_directory(place)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(place)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
      }
    }
  }
  std::sort(files.begin(), files.end());
  std::string text;
  for (const fs::path& file : files) text += read_text(file).value_or("");
  return text;
}

}  // namespace

std::optional<fs::path> find_program(const std::string& program) {
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

system_compiler find_compiler(const std::string& subject, kernel_target target) {
  const toolchain& tools = toolchain_of(target);
  system_compiler found{.command = {}, .include = {}, .target = target, .identity = {}};
  if (target != kernel_target::gpu) found.command = split(variable("CXX"), " ");
  if (found.command.empty()) found.command = {tools.program};
  std::optional<fs::path> program = find_program(found.command.front());
  if (!program) {
    throw input_error(
        fmt::format("{}: its kernel has to be compiled and there is no C++ compiler '{}'; install "
                    "one, set CXX to one, "
                    "or use --backend reference, which needs none.",
                    subject, found.command.front()));
  }
  found.include = header_folders(tools);
  if (!have_headers(tools, found.include)) {
    std::vector<std::string> folders;
    for (const fs::path& folder : found.include) folders.push_back(folder.string());
    throw input_error(fmt::format(
        "{}: its kernel has to be compiled and the headers of lossc are not in '{}'; "
        "set LOSSC_INCLUDE_DIR to the folder that holds {} and {}.",
        subject, fmt::join(folders, ":"),
        fmt::join(tools.headers.begin(), tools.headers.end() - 1, ", "), tools.headers.back()));
  }
  std::error_code ignored;
  const fs::path binary = fs::canonical(*program, ignored);
  const auto time = fs::last_write_time(binary, ignored).time_since_epoch().count();
  found.identity = fmt::format("{}\n{} {} {}\n{}\n{}", fmt::join(found.command, " "),
                               binary.string(), fs::file_size(binary, ignored), time,
                               fmt::join(tools.flags, " "), text_of_headers(tools, found.include));
  return found;
}

bool compile_library(const system_compiler& compiler, const fs::path& source,
                     const fs::path& source_include, const fs::path& library,
                     const fs::path& messages) {
  const toolchain& tools = toolchain_of(compiler.target);
  std::vector<std::string> words = compiler.command;
  words.insert(words.end(), tools.flags.begin(), tools.flags.end());
  words.push_back("-I" + source_include.string());
  for (const fs::path& folder : compiler.include) words.push_back("-I" + folder.string());
  for (const std::string& word : {source.string(), std::string("-o"), library.string()})
    words.push_back(word);
  words.insert(words.end(), tools.libraries.begin(), tools.libraries.end());
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
