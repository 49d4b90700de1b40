// Labels on a GPU: ignored rows are inert, and so are rows whose label is out of range, which the report names.
#include <catch2/catch.hpp>

#include "session.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

int label_slot(const call& c) {
  for (int i = 0; i < c.slots(); ++i)
    if (c.slot(i).role == LOSSC_LABEL_INT32) return i;
  return -1;
}
std::int32_t* labels(call& c) { return static_cast<std::int32_t*>(c.data[static_cast<std::size_t>(label_slot(c))]); }

}  // namespace

TEST_CASE("a label out of range makes its row what an ignored row is, and the report says which is first") {
  for (const auto& s : subjects())
    for (std::int64_t inner : {5, 80, 900}) {
      const auto a = random_arguments(s, 9, inner, 3);
      grid_session session;
      call ignored(*kernel_of(s, LOSSC_F32), a), wrong(*kernel_of(s, LOSSC_F32), a);
      if (label_slot(ignored) < 0) break;
      INFO(s.name << ", 9 x " << inner);
      labels(ignored)[3] = labels(ignored)[7] = -100;
      ignored.run_ok();
      // The inverse of the frequency of a class that does not occur is infinite, and told so.
      const auto bits = [](const call& c) { return c.report.bits & ~static_cast<unsigned>(LOSSC_REPORT_NON_FINITE); };
      CHECK(bits(ignored) == 0);
      CHECK(ignored.report.first_wrong_label == -1);
      labels(wrong)[3] = static_cast<std::int32_t>(inner);
      labels(wrong)[7] = -1;
      wrong.run_ok();
      CHECK(bits(wrong) == LOSSC_REPORT_LABEL_OUT_OF_RANGE);
      CHECK(wrong.report.first_wrong_label == 3);
      CHECK(wrong.output_bytes() == ignored.output_bytes());
      // Far away: nothing outside the arrays is read for it.
      labels(wrong)[3] = 0x7fffffff;
      labels(wrong)[7] = -0x7fffffff;
      CHECK(wrong.run_ok().output_bytes() == ignored.output_bytes());
      session.check_no_faults();
    }
}

TEST_CASE("labels of 64 bits are labels too, and more of them than one block counts") {
  for (const auto& s : subjects()) {
    const auto a = random_arguments(s, 70000, 2, 3);
    const lossc_grid_settings settings = {1, 0, 1};
    grid_session session(settings);
    call narrow(*kernel_of(s, LOSSC_F32), a);
    const int slot = label_slot(narrow);
    if (slot < 0 || s.name != "cross_entropy") continue;
    narrow.run_ok();
    call wide(*kernel_of(s, LOSSC_F32), a);
    storage memory(70000 * sizeof(std::int64_t));
    for (int i = 0; i < 70000; ++i) static_cast<std::int64_t*>(memory.data())[i] = labels(wide)[i];
    wide.data[static_cast<std::size_t>(slot)] = nullptr;
    wide.data[static_cast<std::size_t>(slot) + 1] = memory.data();
    CHECK(wide.run_ok().output_bytes() == narrow.output_bytes());
    session.check_no_faults();
  }
}

TEST_CASE("without labels that count the result and the gradients are 0, and the report says so") {
  for (const auto& s : subjects()) {
    const auto a = random_arguments(s, 6, 11, 3);
    grid_session session;
    call c(*kernel_of(s, LOSSC_F32), a);
    if (label_slot(c) < 0) continue;
    INFO(s.name);
    if (s.name == "inverse_class_frequency") continue;  // frequencies of nothing are 0, and their inverses infinite
    for (std::int64_t i = 0; i < c.count(label_slot(c)); ++i) labels(c)[i] = -100;
    c.run_ok();
    if (c.slot(c.result()).rank == 0) CHECK((c.report.bits & LOSSC_REPORT_EMPTY_MEAN) != 0);
    for (int o : c.outputs())
      for (double x : c.read(o)) CHECK(x == 0);
    session.check_no_faults();
  }
}
