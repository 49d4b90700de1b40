// The same kernels as CUDA text in the emulated grid: bit for bit what the host computes with fma.
#include <catch2/catch.hpp>
#include <bit>
#include <cstring>
#include <lossc/emulate/grid.h>
#include <lossc/program/built_in.hpp>

#include "../kernel/targets.hpp"
#include "primitives.hpp"
#include "survey.hpp"

extern "C" {
#define LOSSC_DECLARE(name, Op) const lossc_kernel* unary_##name##_cuda_kernel(lossc_dtype dtype);
LOSSC_UNARY_PRIMITIVES(LOSSC_DECLARE)
#undef LOSSC_DECLARE
}

using namespace lossc;
using namespace lossc::test;

namespace {

struct primitive {
  const char* name;
  const lossc_kernel* (*device)(lossc_dtype);
};
constexpr primitive primitives[] = {
#define LOSSC_ENTRY(name, Op) {#name, unary_##name##_cuda_kernel},
    LOSSC_UNARY_PRIMITIVES(LOSSC_ENTRY)
#undef LOSSC_ENTRY
};

/// Runs the kernel in a session of the grid.
void run_in_grid(const lossc_kernel& kernel, const std::vector<float>& x, std::vector<float>& value, std::vector<float>& gradient) {
  const lossc_emulator& grid = *lossc_emulated_grid();
  const lossc_grid_settings settings = {7, 0, 1};
  grid.begin(&settings);
  const std::size_t bytes = x.size() * sizeof(float);
  const auto array = [&](const char* name) { return static_cast<float*>(grid.allocate(bytes, 0, name, 1)); };
  float* const in = array("x");
  float* const out = array("result");
  float* const slope = array("d_x");
  std::memcpy(in, x.data(), bytes);
  const std::int64_t sizes[] = {static_cast<std::int64_t>(x.size())};
  void* const data[] = {in, nullptr, out, slope};
  const double numbers[4] = {};
  lossc_call call{sizes, data, nullptr, numbers, {}};
  std::vector<char> room(kernel.workspace_size(&call) + 64);
  void* workspace = grid.allocate(room.size(), 0, "workspace", 0);
  call.options.workspace = {workspace, room.size()};
  const lossc_status status = kernel.run(&call);
  CHECK(status.kind == LOSSC_OK);
  CHECK(grid.report()->fault_count == 0);
  value.assign(out, out + x.size());
  gradient.assign(slope, slope + x.size());
  grid.end();
}

std::size_t different(const std::vector<float>& a, const std::vector<float>& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    count += std::bit_cast<std::uint32_t>(a[i]) != std::bit_cast<std::uint32_t>(b[i]) && !(std::isnan(a[i]) && std::isnan(b[i]));
  return count;
}

}  // namespace

TEST_CASE("CUDA kernels of every primitive have the bits of the host's, value and gradient") {
  // Those with fma: the others round products that a GPU does not.
  const std::int64_t with_fma = targets().front();
  if ((with_fma & (HWY_AVX2 | HWY_AVX3 | HWY_AVX3_DL)) == 0) {
    WARN("not compared: this machine has no fma");
    return;
  }
  std::vector<float> x = special_floats();
  for (std::uint64_t bits = 0; bits < all_floats; bits += 524309) x.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  std::vector<float> value, gradient, host_value, host_gradient;
  for (const auto& p : primitives) {
    INFO(p.name);
    run_in_grid(*p.device(LOSSC_F32), x, value, gradient);
    const using_target scope(with_fma);
    run_kernel(*program::built_in_kernel(p.name, LOSSC_F32), x, host_value, host_gradient, 1);
    CHECK(different(value, host_value) == 0);
    CHECK(different(gradient, host_gradient) == 0);
    host_value[1] = std::isnan(host_value[1]) ? 0 : std::nextafter(host_value[1], 12345.0f);
    CHECK(different(value, host_value) == 1);
  }
}
