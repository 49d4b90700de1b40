// What tests of arguments share: a call of every kernel, and what a refusal looks like.
#pragma once
#include <catch2/catch.hpp>

#include "call.hpp"

namespace lossc::test {

inline constexpr std::int64_t outer = 5, inner = 7;

inline void for_each_kernel(auto&& body) {
  for (const auto& s : one_of_each())
    for (std::size_t element : {4u, 8u}) {
      INFO(s.name << (element == 8 ? " f64" : " f32"));
      body(s, s.kernel(element), random_arguments(s, outer, inner, 11));
    }
}

inline std::size_t at(int i) { return static_cast<std::size_t>(i); }
inline std::string name_of(const call& c, int i) { return c.slot(i).name; }
inline bool is_array(const call& c, int i) { return c.slot(i).role != LOSSC_PARAMETER; }
inline bool is_input(const call& c, int i) {
  return is_array(c, i) && c.slot(i).role < LOSSC_RESULT;
}

inline void check_status(call& c, lossc_status_kind kind, int argument,
                         const std::string& sentence) {
  c.report = {77, 78, 79};
  const auto status = c.run();
  CHECK(status.kind == kind);
  CHECK(status.argument == argument);
  CHECK(c.text(status) == sentence);
  CHECK(c.report.bits == 77);
  CHECK(c.report.first_row == 78);
  CHECK(c.report.first_wrong_label == 79);
}
/// The call is refused so, and outputs and report are what they were.
inline void check_refused(call& c, lossc_status_kind kind, int argument,
                          const std::string& sentence) {
  const auto before = c.output_bytes();
  check_status(c, kind, argument, sentence);
  CHECK(c.output_bytes() == before);
}

}  // namespace lossc::test
