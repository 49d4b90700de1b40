// The plan speaks of whole arrays: of their bytes, and how often the launches move them.
#include <fmt/format.h>

#include <algorithm>
#include <lossc/emit/cuda_traffic.hpp>
#include <lossc/program/traffic.hpp>

namespace lossc::program {
namespace {

struct moved {
  std::uint64_t read = 0, written = 0;
};

moved of_array(const lossc_grid_report& report, const std::string& name) {
  for (std::size_t i = 0; i < report.allocation_count; ++i) {
    const lossc_grid_allocation& a = report.allocations[i];
    if (a.name == name) return {a.bytes_read, a.bytes_written};
  }
  return {};
}

moved in_sectors(const lossc_grid_report& report) {
  moved sum;
  for (std::size_t i = 0; i < report.line_count; ++i) {
    const lossc_grid_line& line = report.lines[i];
    (line.writes ? sum.written : sum.read) += 32 * line.sectors;
  }
  return sum;
}

std::int64_t count_of(axis_mask axes, const call_arguments& arguments) {
  std::int64_t count = 1;
  for (std::size_t axis = 0; axis < arguments.sizes.size(); ++axis) {
    if (axes >> axis & 1) count *= arguments.sizes[axis];
  }
  return count;
}

std::string planned_reads(const array_traffic& t, std::size_t bytes) {
  std::string text = fmt::format("{}", static_cast<std::size_t>(t.reads) * bytes);
  if (t.picked) text += ", and entries at labels";
  if (t.reads_unkept != t.reads) {
    text += fmt::format("; {} where rows are too long to keep",
                        static_cast<std::size_t>(t.reads_unkept) * bytes);
  }
  return text;
}

}  // namespace

std::string traffic_text(const compiled& loss, const call_arguments& arguments,
                         const kernel_call& call) {
  const lossc_grid_report& report = *call.counted();
  const bool counts = report.launch_count > 0;
  const kernel_plan& plan = loss.gradient_plan;
  const auto slots = slots_of(loss);
  const auto arrays = cuda_traffic(plan, slots);
  const int launches = cuda_launches(plan, slots, count_of(plan.parallel, arguments),
                                     count_of(plan.inner, arguments));
  std::string text = counts
                         ? fmt::format("launches: {}; planned: {}\n", report.launch_count, launches)
                         : fmt::format("launches planned: {}; a GPU counts no bytes\n", launches);

  std::size_t width = std::string_view("in 32-byte sectors").size();
  for (const array_traffic& t : arrays) width = std::max(width, t.name.size());
  const auto row = [&](std::string_view name, const moved& m, std::string_view written,
                       std::string_view read) {
    const auto counted = [&](std::uint64_t n) { return counts ? fmt::format("{}", n) : "-"; };
    text += fmt::format("{:<{}}  {:>12}  {:>12}  {:>12}  {}\n", name, width, counted(m.written),
                        written, counted(m.read), read);
  };
  text += fmt::format("{:<{}}  {:>12}  {:>12}  {:>12}  {}\n", "bytes", width, "written", "planned",
                      "read", "planned");
  moved rest{report.bytes_read, report.bytes_written};
  for (const array_traffic& t : arrays) {
    const moved m = of_array(report, t.name);
    rest.read -= m.read;
    rest.written -= m.written;
    const std::size_t bytes = call.slot_bytes(t.name);
    row(t.name, m, fmt::format("{}", static_cast<std::size_t>(t.writes) * bytes),
        planned_reads(t, bytes));
  }
  if (!counts) return text;
  row("all else", rest, "-", "-");
  row("in 32-byte sectors", in_sectors(report), "-", "-");
  return text;
}

}  // namespace lossc::program
