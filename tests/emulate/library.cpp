// The emulator inside a kernel's library: found by its name, and apart from that of every other
// library.
#include <dlfcn.h>

#include "session.hpp"

using namespace emulate_test;

namespace {

struct library {
  explicit library(const char* path) : handle(dlopen(path, RTLD_NOW | RTLD_LOCAL)) {
    INFO(path);
    REQUIRE(handle != nullptr);
    find(emulated_grid, "lossc_emulated_grid");
    find(row_maximum, "launch_row_maximum");
  }
  library(const library&) = delete;
  library& operator=(const library&) = delete;
  ~library() { dlclose(handle); }

  template <class F> void find(F*& function, const char* name) {
    function = reinterpret_cast<F*>(dlsym(handle, name));
    REQUIRE(function != nullptr);
  }

  void* handle;
  decltype(lossc_emulated_grid)* emulated_grid = nullptr;
  int (*row_maximum)(const float*, float*, int, int) = nullptr;
};

float* allocate(const lossc_emulator& grid, const char* name, std::size_t count, bool initialised) {
  void* p = grid.allocate(count * sizeof(float), 0, name, initialised);
  REQUIRE(p != nullptr);
  return static_cast<float*>(p);
}

}  // namespace

TEST_CASE("libraries that hold emulators keep their sessions apart") {
  library one(LIBRARY_one), another(LIBRARY_another);
  const lossc_emulator &a = *one.emulated_grid(), &b = *another.emulated_grid();
  REQUIRE(&a != &b);
  REQUIRE(&a != lossc_emulated_grid());
  a.begin(nullptr);
  CHECK(another.row_maximum(nullptr, nullptr, 1, 1) != 0);  // no session there
  b.begin(nullptr);

  float* in = allocate(a, "in", 7 * 50, true);
  float* out = allocate(a, "out", 7, false);
  for (int i = 0; i < 7 * 50; ++i) in[i] = static_cast<float>(i * 37 % 350);
  CHECK(one.row_maximum(in, out, 7, 50) == 0);
  for (int row = 0; row < 7; ++row)
    CHECK(out[row] == *std::max_element(in + 50 * row, in + 50 * (row + 1)));
  CHECK(a.first_uninitialised(out, 28) == 28);
  CHECK(a.report()->launch_count == 1);
  CHECK(a.report()->bytes_read == 7 * 50 * 4);
  CHECK(a.report()->fault_count == 0);

  CHECK(another.row_maximum(in, out, 7, 50) != 0);  // the other device's memory
  REQUIRE(b.report()->fault_count == 1);
  CHECK(a.report()->fault_count == 0);
  a.end();
  b.end();
}

TEST_CASE("a fault that is planted in the text of a kernel is found in its library") {
  library planted(LIBRARY_planted);
  const lossc_emulator& grid = *planted.emulated_grid();
  grid.begin(nullptr);
  const float* in = allocate(grid, "in", 7 * 50, true);
  CHECK(planted.row_maximum(in, allocate(grid, "out", 7, false), 7, 50) != 0);
  REQUIRE(grid.report()->fault_count == 1);
  CHECK_THAT(
      grid.report()->faults[0],
      Catch::Matchers::EndsWith(
          "reads 4 bytes at byte 1400 of allocation 'in' (1400 bytes), which is outside of it."));
  grid.end();
}
