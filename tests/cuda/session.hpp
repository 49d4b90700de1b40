// A session of the emulated grid for the calls of a scope: their arrays live in it.
#pragma once
#include "call.hpp"

namespace lossc::test {

class grid_session {
 public:
  explicit grid_session(const lossc_grid_settings& settings = {});
  ~grid_session();
  grid_session(const grid_session&) = delete;
  grid_session& operator=(const grid_session&) = delete;

  const lossc_grid_report& report() const { return *grid->report(); }
  /// Fails the test for every fault the emulator has found.
  void check_no_faults() const;
};

/// Arguments whose numbers an array of the type holds exactly.
program::call_arguments rounded(const subject& s, program::call_arguments a, lossc_dtype dtype);

constexpr lossc_dtype all_dtypes[] = {LOSSC_F32, LOSSC_F64, LOSSC_BF16, LOSSC_F16};
const char* name_of(lossc_dtype dtype);

}  // namespace lossc::test
