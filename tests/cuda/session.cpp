// Begins and ends sessions, and rounds arguments to storage types.
#include "session.hpp"

#include <catch2/catch.hpp>

namespace lossc::test {

grid_session::grid_session(const lossc_grid_settings& settings) {
  grid = lossc_emulated_grid();
  grid->begin(&settings);
}
grid_session::~grid_session() {
  grid->end();
  grid = nullptr;
}

void grid_session::check_no_faults() const {
  const auto& r = report();
  for (std::size_t i = 0; i < r.fault_count; ++i) FAIL_CHECK(r.faults[i]);
}

program::call_arguments rounded(const subject& s, program::call_arguments a, lossc_dtype dtype) {
  for (std::size_t i = 0; i < s.written.inputs.size(); ++i) {
    if (s.written.inputs[i].kind != input_kind::tensor) continue;
    auto values = a.arrays[i].as_f64();
    double element = 0;
    for (double& x : values) write_element(&element, 0, dtype, x), x = read_element(&element, 0, dtype);
    a.arrays[i] = program::make_array<double>(a.arrays[i].shape, std::span<const double>(values));
  }
  return a;
}

const char* name_of(lossc_dtype dtype) {
  constexpr const char* names[] = {"f32", "f64", "bf16", "f16"};
  return names[dtype];
}

}  // namespace lossc::test
