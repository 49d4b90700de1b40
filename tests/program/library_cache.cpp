// Libraries that are compiled on demand: kept while nothing they are made of changes, and refused
// with a reason.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <lossc/program/array.hpp>
#include <lossc/program/shared_library.hpp>
#include <lossc/program/text_file.hpp>

using namespace lossc::program;
namespace fs = std::filesystem;

namespace {

// Headers and a cache of the test's own, for as long as it lasts.
struct surroundings {
  surroundings() {
    setenv("XDG_CACHE_HOME", folder.c_str(), 1);
    setenv("LOSSC_INCLUDE_DIR", (folder / "include").c_str(), 1);
    for (const char* name : {"kernel.h", "cuda.h", "runtime/deep/a.h", "emulate/b.h"})
      write(name, 0);
  }
  ~surroundings() {
    unsetenv("XDG_CACHE_HOME");
    unsetenv("LOSSC_INCLUDE_DIR");
    fs::remove_all(folder);
  }
  void write(const std::string& header, int version) const {
    write_text_if_changed(folder / "include" / "lossc" / header,
                          "#define VERSION " + std::to_string(version) + "\n");
  }
  std::ptrdiff_t libraries() const {
    const fs::directory_iterator all(cache_folder());
    return std::count_if(begin(all), end(all), [](const auto& e) { return e.is_directory(); });
  }

  const fs::path folder =
      fs::temp_directory_path() / ("lossc_library_cache_" + std::to_string(getpid()));
};

library_source source(kernel_target target, const std::string& first_line = "") {
  return {.subject = "mine",
          .header_name = "mine.h",
          .header = "#include <lossc/kernel.h>\n",
          .source_name = target == kernel_target::cpu ? "mine.cc" : "mine.cu",
          .source = first_line +
                    "\n#include \"mine.h\"\nextern \"C\" int version() { return VERSION; }\n",
          .target = target,
          .gpu = ""};
}

int version(kernel_target target) {
  return loaded_library(source(target)).function<int()>("version")();
}

std::string refusal(const library_source& text) {
  try {
    loaded_library unused(text);
  } catch (const input_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a library is compiled again where a header has changed, and only there") {
  const surroundings here;
  CHECK(version(kernel_target::emulated_grid) == 0);
  CHECK(version(kernel_target::emulated_grid) == 0);
  CHECK(here.libraries() == 1);
  CHECK(version(kernel_target::cpu) == 0);
  CHECK(here.libraries() == 2);

  here.write("kernel.h", 7);
  CHECK(version(kernel_target::emulated_grid) == 7);
  CHECK(here.libraries() == 3);
  std::ptrdiff_t expected = 3;
  for (const char* header : {"cuda.h", "runtime/deep/a.h", "emulate/b.h"}) {
    INFO(header);
    here.write(header, 1);
    version(kernel_target::emulated_grid);
    CHECK(here.libraries() == ++expected);
  }
}

TEST_CASE("a kernel for the CPU does not depend on the headers for CUDA") {
  const surroundings here;
  version(kernel_target::cpu);
  for (const char* header : {"cuda.h", "emulate/b.h"}) here.write(header, 1);
  version(kernel_target::cpu);
  CHECK(here.libraries() == 1);
}

TEST_CASE("where Boost.Context is missing, the sentence names its package") {
  const surroundings here;
  const auto lacks = source(kernel_target::emulated_grid, "#include <boost/context/no_such.hpp>");
  CHECK_THAT(refusal(lacks),
             Catch::Matchers::StartsWith("mine: without a GPU its CUDA kernel runs") &&
                 Catch::Matchers::Contains("install libboost-context-dev."));
  // As ld says it; no option hides a library from it.
  write_text_if_changed(here.folder / "ld.sh", "echo 'cannot find -lboost_context'; exit 1\n");
  setenv("CXX", ("sh " + (here.folder / "ld.sh").string()).c_str(), 1);
  CHECK_THAT(refusal(source(kernel_target::emulated_grid)),
             Catch::Matchers::Contains("which sh does not find; install libboost-context-dev."));
  unsetenv("CXX");
  CHECK_THAT(refusal(source(kernel_target::emulated_grid, "int x = y;")),
             Catch::Matchers::Contains("did not compile its kernel; its messages are in"));
  CHECK(here.libraries() == 0);
}
