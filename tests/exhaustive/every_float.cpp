// Every float through the kernels of the primitives that are named, or of all; --record writes accuracy.md.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <lossc/program/built_in.hpp>

#include "accuracy.hpp"
#include "primitives.hpp"
#include "promise.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

// As many points as the references are checked on, and how far they may be off, in ulp.
constexpr int reference_points = 100000;
constexpr double reference_error = 1e-3;

bool look_at(const char* name, std::uint64_t stride, bool recording) {
  const auto start = std::chrono::steady_clock::now();
  const reference& right = reference_of(name);
  const double off = worst_of_reference(right, stride == 1 ? reference_points : 300);
  const auto found = survey(*program::built_in_kernel(name, LOSSC_F32), right, stride);
  const bool kept = is_kept(name, found) && off <= reference_error;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("%s  reference %.1e  %llu floats in %.0f s%s\n", summary(name, found).c_str(), off, static_cast<unsigned long long>(found.inputs),
              seconds, kept ? "" : "  NOT AS PROMISED");
  std::fflush(stdout);
  if (recording) record(name, found);
  return kept;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr const char* usage =
      "usage: every_float [--record] [--samples] [PRIMITIVE...]\n"
      "Tries all 2^32 floats in the emitted kernels of the primitives, without names in all of them.\n"
      "  --record   writes what is found to tests/exhaustive/accuracy.md\n"
      "  --samples  tries one float in 4099 only\n";
  bool recording = false;
  std::uint64_t stride = 1;
  std::vector<const char*> names;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--record") == 0) recording = true;
    else if (std::strcmp(argv[i], "--samples") == 0) stride = 4099;
    else if (argv[i][0] == '-') return std::fputs(usage, std::strcmp(argv[i], "--help") == 0 ? stdout : stderr), std::strcmp(argv[i], "--help") == 0 ? 0 : 2;
    else names.push_back(argv[i]);
  }
#define LOSSC_NAME(name, Op) names.push_back(#name);
  if (names.empty()) {
    LOSSC_UNARY_PRIMITIVES(LOSSC_NAME)
  }
#undef LOSSC_NAME
  try {
    bool all_kept = true;
    for (const char* name : names) all_kept = look_at(name, stride, recording) && all_kept;
    return all_kept ? 0 : 1;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "every_float: %s\n", e.what());
    return 2;
  }
}
