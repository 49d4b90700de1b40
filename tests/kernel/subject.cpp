// Arguments and references for the losses that are tested.
#include "subject.hpp"

#include <lossc/pipeline.hpp>
#include <lossc/program/built_in.hpp>
#include <lossc/program/random_arguments.hpp>
#include <lossc/program/reference.hpp>
#include <algorithm>
#include <map>

namespace lossc::test {

const lossc_kernel* kernel_of(const subject& s, lossc_dtype dtype) {
  return program::built_in_kernel(s.name, dtype);
}

const subject& subject_named(const std::string& name) {
  for (const auto& s : subjects())
    if (s.name == name) return s;
  throw program::input_error(name + ": has no built-in kernel");
}

std::vector<std::int64_t> sizes_of(const subject& s, std::int64_t outer, std::int64_t inner) {
  std::vector<std::int64_t> sizes;
  // Rows that are paired with themselves cost their square; one without another is a case of renamed.cpp.
  const auto& axes = s.written.axes;
  if (std::any_of(axes.begin(), axes.end(), [](const axis_info& a) { return a.twin_of >= 0; })) outer = std::clamp<std::int64_t>(outer, 2, 300);
  for (const auto& axis : s.written.axes)
    sizes.push_back(axis.size > 0       ? axis.size
                    : sizes.empty()     ? outer
                    : sizes.size() == 1 ? inner
                                        : std::min<std::int64_t>(inner, 11));
  complete_twins(s.written.axes, sizes);
  if (sizes.size() == 1 && s.written.axes[0].size == 0) sizes[0] = outer * inner;
  return sizes;
}

program::call_arguments random_arguments(const subject& s, std::int64_t outer, std::int64_t inner,
                                         std::uint64_t seed) {
  std::vector<program::named_value> required;
  for (const auto& input : s.written.inputs)
    if (input.kind == input_kind::parameter && input.required)
      required.push_back({std::string(input.name), input.name == "sigma_min" ? "0.02" : "30"});
    else if (input.name == "temperature" && input.differentiable)
      required.push_back({std::string(input.name), "0.5"});  // pairs that are sure leave differences of near numbers
  return program::random_arguments(s.written, sizes_of(s, outer, inner), required, seed);
}

namespace {

const compiled& compiled_of(const subject& s) {
  static std::map<std::string, compiled> known;
  auto found = known.find(s.name);
  if (found == known.end()) found = known.emplace(s.name, compile(s.written)).first;
  return found->second;
}

}  // namespace

bool is_on_pairs(const subject& s) { return compiled_of(s).pairs != nullptr; }

program::outcome stable_reference(const subject& s, const program::call_arguments& a) { return program::run_reference(compiled_of(s), a); }

}  // namespace lossc::test
