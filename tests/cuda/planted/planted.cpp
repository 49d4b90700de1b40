// Kernels with planted faults: each must be found, in the way that is written beside it, and right
// ones pass.
#include <dlfcn.h>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <lossc/emit/cuda_traffic.hpp>
#include <lossc/pipeline.hpp>
#include <regex>

#include "answer.hpp"
#include "session.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

struct plant {
  const char *name, *loss;
  std::int64_t outer, inner, most_shared_bytes;
  const char* found;  // a regular expression for one of the findings; empty: there are none
};
const plant plants[] = {
#include "plants.inc"
};

/// A session in the library's own emulator.
class session_of {
 public:
  session_of(const lossc_emulator& device, const lossc_grid_settings& settings) {
    grid = &device;
    grid->begin(&settings);
  }
  session_of(const session_of&) = delete;
  session_of& operator=(const session_of&) = delete;
  ~session_of() {
    grid->end();
    grid = nullptr;
  }
};

/// What every kernel has to pass, on one kernel: sentences about what is wrong.
class trial {
 public:
  trial(const plant& p, const lossc_emulator& device, const lossc_kernel& kernel)
      : p_(p),
        s_(subject_named(p.loss)),
        device_(device),
        kernel_(kernel),
        given_(random_arguments(s_, p.outer, p.inner, 7)) {}

  std::vector<std::string> findings() {
    const answer right(s_, given_);
    std::string first;
    for (std::uint64_t seed : {1, 2, 3}) {
      const bool in_place = seed == 3;
      const session_of session(device_, {seed, p_.most_shared_bytes, 0});
      call c(kernel_, given_);
      for (int g : c.gradients())
        if (in_place && c.slot(g).in_place) place(c, g) = place(c, c.slot(g).of);
      if (!runs(c)) continue;
      compare(c, right);
      if (seed == 1) {
        check_traffic(c);
        first = c.output_bytes();
      } else if (c.output_bytes() != first) {
        found_.push_back(in_place ? "results in place differ" : "results differ from seed to seed");
      }
    }
    check_wrong_labels();
    return std::move(found_);
  }

 private:
  static void*& place(call& c, int slot) { return c.data[static_cast<std::size_t>(slot)]; }

  bool runs(call& c) {
    const auto status = c.run();
    const auto& r = *device_.report();
    found_.insert(found_.end(), r.faults, r.faults + r.fault_count);
    if (status.kind != LOSSC_OK && r.fault_count == 0) found_.push_back(c.text(status));
    return status.kind == LOSSC_OK && r.fault_count == 0;
  }

  void compare(const call& c, const answer& right) {
    const auto d = deviation_of(c, right);
    if (!d.within(promised(LOSSC_F32)))
      found_.push_back(fmt::format("the value is off by {}, gradients by {}", d.value, d.gradient));
  }

  void check_traffic(const call& c) {
    const auto compiled = compile(s_.written);
    const auto slots = slots_of(compiled);
    const auto& plan = compiled.gradient_plan;
    const auto& report = *device_.report();
    const bool split = p_.inner >= 65536, kept = p_.most_shared_bytes == 0 && !split;
    const std::int64_t lanes = p_.inner <= 32 ? 8 : p_.inner <= 512 ? 32 : split ? 8 * 512 : 512;
    for (const auto& t : cuda_traffic(plan, slots)) {
      const int slot = c.slot_named(t.name);
      const auto bytes = c.count(slot) * static_cast<std::int64_t>(c.element_size(slot));
      const auto* data = c.data[static_cast<std::size_t>(slot)];
      const auto* a = std::find_if(report.allocations, report.allocations + report.allocation_count,
                                   [&](const auto& one) { return one.first == data; });
      const auto least = (kept ? t.reads : t.reads_unkept) * bytes;
      const auto picked =
          t.picked ? p_.outer * lanes * 4 * (split ? 4 : 1) * std::ssize(plan.regions) : 0;
      const auto read = static_cast<std::int64_t>(a->bytes_read),
                 written = static_cast<std::int64_t>(a->bytes_written);
      if (read < least || read > least + picked)
        found_.push_back(
            fmt::format("of {}, {} bytes are read: the plan says {}", t.name, read, least));
      if (written != t.writes * bytes)
        found_.push_back(fmt::format("of {}, {} bytes are written: the plan says {}", t.name,
                                     written, t.writes * bytes));
    }
    if (static_cast<int>(report.launch_count) != cuda_launches(plan, slots, p_.outer, p_.inner))
      found_.push_back(fmt::format("{} launches are not what the plan says", report.launch_count));
    if (p_.inner % 8 != 0) return;  // rows do not begin with a sector
    for (const auto* line = report.lines; line != report.lines + report.line_count; ++line)
      if (line->bytes >= static_cast<std::uint64_t>(p_.outer * p_.inner * 4) &&
          line->bytes_used < 0.9 * 32 * line->sectors)
        found_.push_back(fmt::format("line {} uses {} % of its sectors", line->line,
                                     100 * line->bytes_used / (32 * line->sectors)));
  }

  /// The first and the last label: far out of range, and just out of it.
  void check_wrong_labels() {
    for (std::size_t i = 0; i < s_.written.inputs.size(); ++i) {
      if (s_.written.inputs[i].kind != input_kind::label) continue;
      auto ignored = given_;
      auto labels = ignored.arrays[i].as_i32();
      labels.front() = labels.back() = static_cast<std::int32_t>(given_.ignore_index);
      ignored.arrays[i] = program::make_array<std::int32_t>(ignored.arrays[i].shape, labels);
      const answer right(s_, ignored);
      const session_of session(device_, {4, p_.most_shared_bytes, 1});
      call c(kernel_, ignored);
      auto* on_grid = static_cast<std::int32_t*>(
          place(c, c.slot_named(std::string(s_.written.inputs[i].name))));
      on_grid[0] = 0x7fffffff;
      on_grid[labels.size() - 1] = static_cast<std::int32_t>(p_.inner);
      if (!runs(c)) continue;
      compare(c, right);
      if ((c.report.bits & LOSSC_REPORT_LABEL_OUT_OF_RANGE) == 0 || c.report.first_wrong_label != 0)
        found_.push_back("the report does not name the first wrong label");
    }
  }

  const plant& p_;
  const subject& s_;
  const lossc_emulator& device_;
  const lossc_kernel& kernel_;
  program::call_arguments given_;
  std::vector<std::string> found_;
};

template <class F> F* function(void* library, const std::string& name) {
  void* f = dlsym(library, name.c_str());
  INFO(name);
  REQUIRE(f != nullptr);
  return reinterpret_cast<F*>(f);
}

std::vector<std::string> findings(const plant& p) {
  const auto path = PLANTED_KERNELS + std::string(p.name) + ".so";
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  INFO(path);
  REQUIRE(library != nullptr);
  const auto& device = *function<decltype(lossc_emulated_grid)>(library, "lossc_emulated_grid")();
  const auto& kernel = *function<const lossc_kernel*(lossc_dtype)>(
      library, std::string(p.loss) + "_cuda_kernel")(LOSSC_F32);
  auto found = trial(p, device, kernel).findings();
  dlclose(library);
  return found;
}

bool matches(const std::vector<std::string>& found, const char* pattern) {
  const std::regex wanted(pattern);
  return std::any_of(found.begin(), found.end(),
                     [&](const auto& f) { return std::regex_search(f, wanted); });
}

}  // namespace

TEST_CASE("every planted fault is found, and nothing is found in a right kernel") {
  for (const auto& p : plants) {
    const auto found = findings(p);
    std::string text;
    for (const auto& f : found) text += "\n  " + f;
    INFO(p.loss << ", " << p.outer << " x " << p.inner << ": " << p.name << "; found:" << text);
    if (*p.found == 0)
      CHECK(found.empty());
    else
      CHECK(matches(found, p.found));
  }
}
