// One call of a kernel by position, every argument open to change before it runs.
#pragma once
#include <lossc/emulate/grid.h>
#include <sanitizer/asan_interface.h>

#include <cstring>

#include "subject.hpp"

namespace lossc::test {

/// Where arrays live: null for the host, else an emulated grid with a session, which frees them.
inline const lossc_emulator* grid = nullptr;

/// Memory that starts on a cache line, as a workspace has to.
class storage {
 public:
  storage() = default;
  explicit storage(std::size_t bytes, bool initialised = true) {
    if (grid != nullptr) {
      on_grid_ = grid->allocate(bytes, 0, "an array", initialised ? 1 : 0);
      if (initialised) std::memset(on_grid_, 0, bytes);
      return;
    }
    lines_.resize(bytes / 64 + 1);
    // The rest of the last line is nobody's; without AddressSanitizer this is nothing.
    ASAN_POISON_MEMORY_REGION(static_cast<char*>(data()) + bytes, lines_.size() * 64 - bytes);
  }
  void* data() { return on_grid_ != nullptr ? on_grid_ : lines_.data(); }

 private:
  struct alignas(64) line {
    unsigned char bytes[64] = {};
  };
  std::vector<line> lines_;
  void* on_grid_ = nullptr;
};

class call {
 public:
  /// Inputs are copied into the kernel's types; outputs hold `sentinel` everywhere.
  call(const lossc_kernel& kernel, const program::call_arguments& arguments);
  call(call&&) = default;  // a copy would write into the arrays of the original

  static constexpr double sentinel = -12345.0;

  const lossc_kernel& kernel;
  std::vector<std::int64_t> sizes;
  std::vector<void*> data;
  std::vector<std::int64_t> row_strides;
  std::vector<double> numbers;
  lossc_options options{};  // without a workspace, run() brings one; the report is always `report`
  lossc_report report{};

  lossc_status run();
  /// Runs and fails the test unless the status is LOSSC_OK.
  call& run_ok();
  std::string text(lossc_status status) const;

  lossc_dtype type() const { return kernel.signature->dtype; }
  int slots() const { return kernel.signature->n_slots; }
  const lossc_slot& slot(int i) const { return kernel.signature->slots[i]; }
  int slot_named(const std::string& name) const;
  std::vector<int> gradients() const;
  int result() const;
  std::vector<int> by_products() const;
  std::vector<int> outputs() const;
  bool is_floating(int i) const;
  std::size_t element_size(int i) const;
  std::int64_t rows(int i) const;     // of the last axis
  std::int64_t columns(int i) const;  // the last axis
  std::int64_t count(int i) const { return rows(i) * columns(i); }

  /// Elements of a slot in order, its row stride followed.
  std::vector<double> read(int i) const;
  void write(int i, const std::vector<double>& values);
  /// The same, to compare bit by bit.
  std::string bytes(int i) const;
  std::string output_bytes() const;

  /// Moves a slot to fresh memory with the given row stride; gaps hold `gap`.
  void lay_out(int i, std::int64_t stride, double gap);
  /// A fresh array for an optional input.
  void provide(int i, double everywhere);

 private:
  std::vector<storage> memory_;
  storage workspace_;
};

double read_element(const void* array, std::int64_t i, lossc_dtype dtype);
void write_element(void* array, std::int64_t i, lossc_dtype dtype, double value);

}  // namespace lossc::test
