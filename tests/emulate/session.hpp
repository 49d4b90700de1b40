// A session of the emulated grid for one test, with arrays on the device.
#pragma once

#include <lossc/emulate/device.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace emulate_test {

namespace cuda = lossc::cuda;

class grid_session {
 public:
  explicit grid_session(std::uint64_t seed = 1) : grid_session(lossc_grid_settings{seed, 0, 0}) {}
  explicit grid_session(const lossc_grid_settings& settings) { grid().begin(&settings); }
  grid_session(const grid_session&) = delete;
  grid_session& operator=(const grid_session&) = delete;
  ~grid_session() { grid().end(); }

  template <class T>
  T* given(const char* name, const std::vector<T>& values, std::size_t offset = 0) {
    T* p = static_cast<T*>(grid().allocate(values.size() * sizeof(T), offset, name, 1));
    REQUIRE(p != nullptr);
    std::copy(values.begin(), values.end(), p);
    return p;
  }

  template <class T> T* unwritten(const char* name, std::size_t count) {
    T* p = static_cast<T*>(grid().allocate(count * sizeof(T), 0, name, 0));
    REQUIRE(p != nullptr);
    return p;
  }

  template <class T> bool is_written(const T* p, std::size_t count) const {
    return grid().first_uninitialised(p, count * sizeof(T)) == count * sizeof(T);
  }

  const lossc_grid_report& report() const { return *grid().report(); }
  std::vector<std::string> faults() const {
    const lossc_grid_report& r = report();
    return std::vector<std::string>(r.faults, r.faults + r.fault_count);
  }

  /// A regular expression for the only fault, after the number of the launch.
  void expect_fault(const std::string& sentence) const {
    REQUIRE(faults().size() == 1);
    CHECK_THAT(faults().front(), Catch::Matchers::Matches("Launch 1, line \\d+, " + sentence));
  }

  const lossc_grid_allocation& allocation(const std::string& name) const {
    const lossc_grid_report& r = report();
    const auto* found = std::find_if(r.allocations, r.allocations + r.allocation_count,
                                     [&](const auto& a) { return a.name == name; });
    REQUIRE(found != r.allocations + r.allocation_count);
    return *found;
  }

  static const lossc_emulator& grid() { return *lossc_emulated_grid(); }
};

/// 0, 1, 2, ...
template <class T> std::vector<T> counting(std::size_t count) {
  std::vector<T> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<T>(i);
  return values;
}

template <class T> T read_one(const T* p LOSSC_LINE) {
  return cuda::read_global<1>(p LOSSC_PASS_LINE).value[0];
}
template <class T> void write_one(T* p, T x LOSSC_LINE) {
  cuda::write_global<1>(
      p, cuda::pack<T, 1> {
        { x }
      } LOSSC_PASS_LINE);
}

template <class... Parameters, class... Arguments>
int launch(cuda::launch_shape shape, void (*kernel)(Parameters...), const Arguments&... arguments) {
  return cuda::launch(nullptr, shape, kernel, arguments...);
}

}  // namespace emulate_test
