// lossc list: what losses there are, for people and as JSON.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <lossc/graph/print.hpp>
#include <lossc/program/session.hpp>
#include <memory>
#include <nlohmann/json.hpp>

namespace lossc::program {
namespace {

using json = nlohmann::ordered_json;

json axis_names(const graph& loss, const input_info& input) {
  json names = json::array();
  for (int i = 0; i < rank(input); ++i) {
    auto axis = static_cast<std::size_t>(input.axes[static_cast<std::size_t>(i)]);
    names.push_back(loss.axes[axis].name);
  }
  return names;
}

json describe(const loss_entry& entry) {
  const graph& loss = entry.written;
  json axes = json::array(), inputs = json::array(), parameters = json::array(), outputs = json::array();
  for (const axis_info& axis : loss.axes) {
    if (axis.twin_of >= 0) continue;  // no size of its own
    axes.push_back(
        {{"name", axis.name}, {"size", axis.size > 0 ? json(axis.size) : json(nullptr)}});
  }
  for (const input_info& input : loss.inputs) {
    if (input.kind == input_kind::parameter) {
      parameters.push_back({{"name", input.name},
                            {"default", input.required ? json(nullptr) : json(input.default_value)},
                            {"range", input.range.is_whole() ? json(nullptr) : json(print_range(input.range))},
                            {"differentiable", input.differentiable}});
      continue;
    }
    json described = {{"name", input.name},
                      {"kind", kind_names[static_cast<std::size_t>(input.kind)]},
                      {"axes", axis_names(loss, input)},
                      {"differentiable", input.differentiable}};
    if (input.target >= 0)
      described["indexes"] = loss.axes[static_cast<std::size_t>(input.target)].name;
    inputs.push_back(std::move(described));
  }
  for (const output_info& output : loss.outputs) {
    json over = json::array();
    for (std::size_t axis = 0; axis < loss.axes.size(); ++axis)
      if (loss[output.value].axes >> axis & 1) over.push_back(loss.axes[axis].name);
    outputs.push_back({{"name", output.name == "result" ? "value" : output.name}, {"axes", std::move(over)}});
  }
  return {{"name", loss.name},
          {"summary", entry.text.summary},
          {"formula", entry.text.formula},
          {"source", entry.text.source},
          {"id", entry.text.id},
          {"axes", axes},
          {"inputs", inputs},
          {"parameters", parameters},
          {"outputs", outputs}};
}

void list(const session& s, bool as_json) {
  if (as_json) {
    json all = json::array();
    for (const loss_entry& entry : s.losses) all.push_back(describe(entry));
    fmt::print("{}\n", all.dump(2));
    return;
  }
  std::size_t width = 0;
  for (const loss_entry& entry : s.losses) width = std::max(width, entry.written.name.size());
  for (const loss_entry& entry : s.losses) {
    std::string line = fmt::format("{:<{}}  {}", entry.written.name, width, entry.text.summary);
    line.resize(line.find_last_not_of(' ') + 1);
    fmt::print("{}\n", line);
  }
}

}  // namespace

void add_list(CLI::App& app, session& s) {
  CLI::App* command = app.add_subcommand("list", "The losses, with one-line summaries");
  auto as_json = std::make_shared<bool>(false);
  command->add_flag("--json", *as_json, "With inputs, axes and parameters, for programs");
  command->callback([&s, as_json] { list(s, *as_json); });
}

}  // namespace lossc::program
