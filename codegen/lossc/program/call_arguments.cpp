// Matches arrays with the inputs of a loss by name, and their shapes with its axes.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <lossc/graph/print.hpp>
#include <lossc/program/call_arguments.hpp>

namespace lossc::program {
namespace {

template <class... Args>
[[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) {
  throw input_error(fmt::format(format, std::forward<Args>(args)...));
}

bool is_parameter(const input_info& input) { return input.kind == input_kind::parameter; }

bool has_labels(const graph& loss) {
  return std::any_of(loss.inputs.begin(), loss.inputs.end(),
                     [](const input_info& i) { return i.kind == input_kind::label; });
}

const input_info* find_input(const graph& loss, std::string_view name) {
  for (const input_info& input : loss.inputs) {
    if (input.name == name) return &input;
  }
  return nullptr;
}

std::string list_inputs(const graph& loss, bool parameters) {
  std::vector<std::string_view> names;
  for (const input_info& input : loss.inputs) {
    if (is_parameter(input) == parameters) names.push_back(input.name);
  }
  if (parameters && has_labels(loss)) names.push_back("ignore_index");
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

// Sizes of axes as they become known, and which input said so.
class size_table {
 public:
  explicit size_table(const graph& loss)
      : loss_(loss), sizes_(loss.axes.size(), -1), known_from_(loss.axes.size()) {
    for (std::size_t axis = 0; axis < sizes_.size(); ++axis) {
      if (loss.axes[axis].size > 0) sizes_[axis] = loss.axes[axis].size;
    }
  }

  // Reads the sizes of `axes` off a shape. `subject` is what errors begin with.
  void read(const std::string& subject, const std::vector<int>& axes, const array& values) {
    const auto& shape = values.shape;
    if (shape.size() < axes.size()) {
      std::vector<std::string_view> names;
      for (int axis : axes) names.push_back(loss_.axes[static_cast<std::size_t>(axis)].name);
      refuse("{}: {} has the shape {}, but {} has the {} axes ({}).", subject, values.source,
             shape_text(shape), subject, axes.size(), fmt::join(names, ", "));
    }
    std::int64_t flattened = 1;
    for (std::size_t i = axes.empty() ? 0 : axes.size() - 1; i < shape.size(); ++i)
      flattened *= shape[i];
    if (axes.empty()) {
      if (flattened != 1)
        refuse("{}: {} has the shape {}, but one number is expected.", subject, values.source,
               shape_text(shape));
      return;
    }
    for (std::size_t i = 0; i + 1 < axes.size(); ++i) set(subject, axes[i], shape[i], values);
    set(subject, axes.back(), flattened, values);
  }

  std::vector<std::int64_t> complete() {
    complete_twins(loss_.axes, sizes_);
    for (std::size_t axis = 0; axis < sizes_.size(); ++axis) {
      if (sizes_[axis] < 0)
        refuse("{}: the size of this axis does not follow from the inputs of {}; give it as --param n_{}=SIZE.",
               loss_.axes[axis].name, loss_.name, loss_.axes[axis].name);
    }
    return sizes_;
  }

  // A size that is given as a number.
  void take(int axis, std::int64_t size, const std::string& subject) {
    const auto place = static_cast<std::size_t>(axis);
    if (size < 0 || (sizes_[place] >= 0 && sizes_[place] != size))
      refuse("{}: is {}, but axis {} has size {} elsewhere.", subject, size, loss_.axes[place].name, sizes_[place]);
    sizes_[place] = size;
    known_from_[place] = subject;
  }

 private:
  void set(const std::string& subject, int axis, std::int64_t size, const array& values) {
    auto place = static_cast<std::size_t>(axis);
    const axis_info& info = loss_.axes[place];
    if (sizes_[place] >= 0 && sizes_[place] != size) {
      std::string other = known_from_[place].empty() ? std::string(loss_.name) + ", which fixes it"
                                                     : known_from_[place];
      refuse("{}: axis {} has size {} here and {} in {} (the shape of {} is {}).", subject,
             info.name, size, sizes_[place], other, values.source, shape_text(values.shape));
    }
    sizes_[place] = size;
    if (known_from_[place].empty()) known_from_[place] = subject;
  }

  const graph& loss_;
  std::vector<std::int64_t> sizes_;
  std::vector<std::string> known_from_;
};

// "n_classes": the axis whose size this is, else -1.
int axis_named(const graph& loss, std::string_view size) {
  for (std::size_t axis = 0; axis < loss.axes.size(); ++axis)
    if (size.substr(0, 2) == "n_" && loss.axes[axis].name == size.substr(2) && loss.axes[axis].twin_of < 0) return static_cast<int>(axis);
  return -1;
}

std::vector<int> axis_list(const input_info& input) {
  return {input.axes.begin(), input.axes.begin() + rank(input)};
}

std::vector<int> output_axes(const graph& loss, std::size_t output) {
  std::vector<int> axes;
  for (std::size_t axis = 0; axis < loss.axes.size(); ++axis) {
    if (loss[loss.outputs[output].value].axes >> axis & 1) axes.push_back(static_cast<int>(axis));
  }
  return axes;
}

void check_elements(const input_info& input, const array& values) {
  if (input.kind == input_kind::label && (values.dtype[0] == 'f' || values.dtype[0] == 'b')) {
    refuse(
        "{}: {} holds '{}' elements, but labels are integers; convert them with x.astype('<i8').",
        input.name, values.source, values.dtype);
  }
  if (input.kind != input_kind::mask) return;
  std::vector<double> entries = values.as_f64();
  auto wrong =
      std::find_if(entries.begin(), entries.end(), [](double x) { return x != 0 && x != 1; });
  if (wrong != entries.end()) {
    refuse("{}: {} holds {} at element {}, but a mask is 0 or 1.", input.name, values.source,
           *wrong, wrong - entries.begin());
  }
}

}  // namespace

void bind_parameters(const graph& loss, const std::vector<named_value>& parameters,
                     call_arguments& arguments) {
  for (const named_value& given : parameters) {
    const input_info* input = find_input(loss, given.name);
    if (input != nullptr && !is_parameter(*input)) {
      refuse("--param {}: is an array; give it as --in {}=FILE.npy.", given.name, given.name);
    }
    if (given.name == "ignore_index" && has_labels(loss)) {
      arguments.ignore_index = parse_integer("--param", given);
    } else if (input == nullptr && axis_named(loss, given.name) < 0) {
      refuse("--param {}: {} has no such parameter; its parameters: {}.", given.name, loss.name,
             list_inputs(loss, true));
    }
  }
  for (std::size_t i = 0; i < loss.inputs.size(); ++i) {
    const input_info& input = loss.inputs[i];
    if (!is_parameter(input)) continue;
    auto given = std::find_if(parameters.begin(), parameters.end(),
                              [&](const auto& p) { return p.name == input.name; });
    if (given == parameters.end() && input.required) {
      refuse("{}: is missing; give it as --param {}=VALUE.", input.name, input.name);
    }
    double value =
        given == parameters.end() ? input.default_value : parse_number("--param", *given);
    if (!input.range.holds(value)) refuse("--param {}: {} is outside {}.", input.name, value, print_range(input.range));
    arguments.arrays[i] = make_array<double>({}, std::span<const double>(&value, 1));
  }
}

call_arguments bind_arguments(const graph& loss, std::vector<named_array> arrays,
                              const std::vector<named_value>& parameters,
                              std::optional<array> upstream) {
  for (const named_array& given : arrays) {
    const input_info* input = find_input(loss, given.name);
    if (input == nullptr)
      refuse("--in {}: {} has no such input; its inputs: {}.", given.name, loss.name,
             list_inputs(loss, false));
    if (is_parameter(*input))
      refuse("--in {}: is a parameter; give it as --param {}=VALUE.", given.name, given.name);
  }
  call_arguments bound;
  bound.arrays.resize(loss.inputs.size());
  bind_parameters(loss, parameters, bound);
  size_table sizes(loss);
  for (std::size_t i = 0; i < loss.inputs.size(); ++i) {
    const input_info& input = loss.inputs[i];
    if (is_parameter(input)) continue;
    auto given = std::find_if(arrays.begin(), arrays.end(),
                              [&](const auto& a) { return a.name == input.name; });
    if (given == arrays.end())
      refuse("{}: is missing; give it as --in {}=FILE.npy.", input.name, input.name);
    sizes.read(std::string(input.name), axis_list(input), given->values);
    check_elements(input, given->values);
    bound.arrays[i] = std::move(given->values);
  }
  for (const named_value& given : parameters) {
    const int axis = find_input(loss, given.name) == nullptr ? axis_named(loss, given.name) : -1;
    if (axis >= 0) sizes.take(axis, parse_integer("--param", given), "--param " + given.name);
  }
  if (upstream) sizes.read("--upstream", output_axes(loss, 0), *upstream);
  bound.sizes = sizes.complete();
  bound.upstream = std::move(upstream);
  return bound;
}

std::vector<std::int64_t> output_shape(const graph& loss, std::size_t output, const call_arguments& arguments) {
  std::vector<std::int64_t> shape;
  for (int axis : output_axes(loss, output))
    shape.push_back(arguments.sizes[static_cast<std::size_t>(axis)]);
  return shape;
}

void check_labels(const graph& loss, const call_arguments& arguments) {
  for (std::size_t i = 0; i < loss.inputs.size(); ++i) {
    if (loss.inputs[i].kind != input_kind::label) continue;
    std::int64_t limit = arguments.sizes[static_cast<std::size_t>(loss.inputs[i].target)];
    std::vector<std::int64_t> labels = arguments.arrays[i].as_i64();
    for (std::size_t row = 0; row < labels.size(); ++row) {
      bool ignored = labels[row] == arguments.ignore_index;
      if (!ignored && (labels[row] < 0 || labels[row] >= limit)) {
        refuse("{}: {} at row {} is outside [0, {}).", loss.inputs[i].name, labels[row], row,
               limit);
      }
    }
  }
}

}  // namespace lossc::program
