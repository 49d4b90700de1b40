// The cache of compiled kernels: a folder per text and compiler, complete or not there at all.
#include <dlfcn.h>
#include <fmt/format.h>
#include <unistd.h>

#include <lossc/program/array.hpp>
#include <lossc/program/progress_line.hpp>
#include <lossc/program/shared_library.hpp>
#include <lossc/program/text_file.hpp>

namespace lossc::program {
namespace {

namespace fs = std::filesystem;

// FNV-1a. It only names a folder: the texts in it are compared before it is used.
std::uint64_t hash(const std::string& text) {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (unsigned char c : text) h = (h ^ c) * 0x100000001b3u;
  return h;
}

// A folder that is removed again unless it has become the final one.
class unfinished_folder {
 public:
  explicit unfinished_folder(fs::path path) : path_(std::move(path)) { make_folder(path_); }
  unfinished_folder(const unfinished_folder&) = delete;
  unfinished_folder& operator=(const unfinished_folder&) = delete;
  ~unfinished_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

  // Another process may have finished the same folder first: then this one goes.
  void become(const fs::path& final) {
    std::error_code error;
    fs::rename(path_, final, error);
    if (error && !fs::exists(final)) {
      throw input_error(fmt::format("{}: cannot be made ({}).", final.string(), error.message()));
    }
  }

 private:
  fs::path path_;
};

bool holds(const fs::path& folder, const library_source& text, const std::string& made_with) {
  return fs::exists(folder / "kernel.so") && read_text(folder / text.header_name) == text.header &&
         read_text(folder / text.source_name) == text.source &&
         read_text(folder / "made_with.txt") == made_with;
}

void make_cache(const fs::path& cache) {
  std::error_code ignored;
  fs::create_directories(cache, ignored);
  if (access(cache.c_str(), W_OK) == 0) return;
  throw input_error(fmt::format(
      "{}: kernels that are compiled on demand cannot be kept there; set XDG_CACHE_HOME "
      "to a folder that can be written.",
      cache.string()));
}

[[noreturn]] void refuse_compilation(const library_source& text, const system_compiler& compiler,
                                     const fs::path& messages) {
  const std::string said = read_text(messages).value_or("");
  const auto says = [&](const char* words) { return said.find(words) != std::string::npos; };
  if (says("-lboost_context") || says("fatal error: boost/context") ||
      says("fatal error: 'boost/context")) {
    throw input_error(
        fmt::format("{}: without a GPU its CUDA kernel runs on a grid that is emulated with "
                    "Boost.Context, which {} does not find; install libboost-context-dev. Its "
                    "messages are in {}.",
                    text.subject, compiler.command.front(), messages.string()));
  }
  throw input_error(
      fmt::format("{}: {} did not compile its kernel; its messages are in {}. --backend "
                  "reference needs no compiler.",
                  text.subject, compiler.command.front(), messages.string()));
}

fs::path compiled_library(const library_source& text) {
  system_compiler compiler = find_compiler(text.subject, text.target);
  compiler.identity += text.gpu;
  const fs::path cache = cache_folder();
  const fs::path folder =
      cache / fmt::format("{:016x}", hash(compiler.identity + text.header + text.source));
  if (holds(folder, text, compiler.identity)) return folder / "kernel.so";

  std::error_code ignored;
  fs::remove_all(folder, ignored);  // incomplete, or of another text with this hash
  progress_line progress(
      fmt::format("lossc: compiling the kernel of {} (once; it is kept in {}) ...", text.subject,
                  cache.string()));
  make_cache(cache);
  unfinished_folder work(cache / fmt::format(".{}-{}", folder.filename().string(), getpid()));
  write_text_if_changed(work.path() / text.header_name, text.header);
  write_text_if_changed(work.path() / text.source_name, text.source);
  write_text_if_changed(work.path() / "made_with.txt", compiler.identity);
  const fs::path messages = cache / (folder.filename().string() + ".messages");
  if (!compile_library(compiler, work.path() / text.source_name, work.path(),
                       work.path() / "kernel.so", messages)) {
    refuse_compilation(text, compiler, messages);
  }
  fs::remove(messages, ignored);
  work.become(folder);
  return folder / "kernel.so";
}

}  // namespace

fs::path cache_folder() {
  const auto variable = [](const char* name) -> fs::path {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
  };
  // The specification of XDG_CACHE_HOME: a relative path counts as none.
  if (fs::path folder = variable("XDG_CACHE_HOME"); folder.is_absolute()) return folder / "lossc";
  if (fs::path home = variable("HOME"); home.is_absolute()) return home / ".cache" / "lossc";
  throw input_error(
      "cache: there is no folder for compiled kernels; set XDG_CACHE_HOME or HOME to an absolute "
      "path.");
}

loaded_library::loaded_library(const library_source& text)
    : subject_(text.subject),
      handle_(dlopen(compiled_library(text).c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ == nullptr) refuse();
}

void* loaded_library::address(const std::string& name) const {
  void* symbol = dlsym(handle_, name.c_str());
  if (symbol == nullptr) refuse();
  return symbol;
}

void loaded_library::refuse() const {
  const char* reason = dlerror();
  throw input_error(fmt::format("{}: its compiled kernel cannot be loaded ({}).", subject_,
                                reason == nullptr ? "no reason is known" : reason));
}

}  // namespace lossc::program
