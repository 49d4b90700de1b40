// Converts arguments to a kernel's types, calls it, and hands back what it wrote.
#include <fmt/format.h>
#include <lossc/runtime/check.h>

#include <algorithm>
#include <cstring>
#include <lossc/program/elements.hpp>
#include <lossc/program/kernel_call.hpp>
#include <new>

namespace lossc::program {
namespace {

std::size_t output_of(const graph& loss, std::string_view name) {
  std::size_t place = 0;
  while (place < loss.outputs.size() && loss.outputs[place].name != name) ++place;
  if (place == loss.outputs.size())
    throw input_error(std::string(name) + ": the kernel has this output and the loss has not.");
  return place;
}


template <class T> std::span<const std::byte> bytes_of(const std::vector<T>& values) {
  return std::as_bytes(std::span<const T>(values));
}

std::size_t place_of(const graph& loss, std::string_view name) {
  std::size_t place = 0;
  while (place < loss.inputs.size() && loss.inputs[place].name != name) ++place;
  return place;
}

}  // namespace

kernel_call::buffer kernel_call::allocate(std::size_t bytes, const char* name, bool initialised) {
  return {memory_.allocate(bytes, name, initialised), bytes};
}

kernel_call::kernel_call(const loaded_kernel& loaded, const graph& loss,
                         const call_arguments& arguments, bool gradients, int threads)
    : kernel_(loaded.kernel),
      loss_(loss),
      arguments_(arguments),
      memory_(loaded, std::string(loss.name)),
      sizes_(arguments.sizes) {
  const lossc_signature& signature = *kernel_.signature;
  auto slots = static_cast<std::size_t>(signature.n_slots);
  auto element = static_cast<std::size_t>(signature.element_size);
  shapes_.resize(slots);
  buffers_.resize(slots);
  data_.resize(slots, nullptr);
  numbers_.resize(slots, 0);
  for (std::size_t i = 0; i < slots; ++i) {
    const lossc_slot& slot = signature.slots[i];
    switch (slot.role) {
      case LOSSC_LABEL_INT64:
        break;  // filled with the slot before it
      case LOSSC_TENSOR:
      case LOSSC_MASK:
      case LOSSC_LABEL_INT32:
      case LOSSC_PARAMETER: {
        std::size_t place = place_of(loss, slot.name);
        if (place == loss.inputs.size())
          throw input_error(std::string(slot.name) +
                            ": the kernel has this input and the loss has not.");
        if (slot.role == LOSSC_PARAMETER)
          numbers_[i] = arguments.arrays[place].as_f64()[0];
        else
          fill(i, loss.inputs[place], arguments.arrays[place]);
        break;
      }
      case LOSSC_UPSTREAM:
        if (arguments.upstream)
          fill(i, {.name = "--upstream", .kind = input_kind::upstream}, *arguments.upstream);
        break;
      case LOSSC_RESULT: {
        const std::size_t output = output_of(loss, slot.name);
        shapes_[i] = output_shape(loss, output, arguments);
        const char* what = output == 0 ? "the value" : slot.name;
        buffers_[i] = allocate(shape_bytes(shapes_[i], element, what), slot.name, false);
        break;
      }
      case LOSSC_GRADIENT:
        if (!gradients) break;
        shapes_[i] = shapes_[static_cast<std::size_t>(slot.of)];
        buffers_[i] = allocate(shape_bytes(shapes_[i], element, slot.name), slot.name, false);
        break;
    }
  }
  for (std::size_t i = 0; i < slots; ++i) data_[i] = buffers_[i].data;
  call_ = {.sizes = sizes_.data(),
           .data = data_.data(),
           .row_strides = nullptr,
           .numbers = numbers_.data(),
           .options = {}};
  report_ = new (memory_.allocate(sizeof(lossc_report), "report", true)) lossc_report;
  call_.options.report = report_;
  call_.options.threads = threads;
  call_.options.ignore_index = arguments.ignore_index;
  if (std::size_t bytes = kernel_.workspace_size(&call_)) {
    call_.options.workspace = {memory_.allocate(bytes, "workspace", false), bytes};
  }
}

void kernel_call::fill(std::size_t slot, const input_info& input, const array& values) {
  std::size_t target = slot;
  const auto copy = [&](std::span<const std::byte> bytes) {
    buffers_[target] = allocate(bytes.size(), kernel_.signature->slots[slot].name, true);
    if (!bytes.empty()) std::memcpy(buffers_[target].data, bytes.data(), bytes.size());
  };
  const bool is_label = input.kind == input_kind::label;
  if (is_label && values.dtype == "i8") {
    ++target;  // the kernel takes either width, in two slots
    copy(values.data);
  } else if (is_label) {
    copy(bytes_of(values.as_i32()));
  } else if (input.kind == input_kind::mask) {
    copy(bytes_of(values.as_u8()));
  } else {
    copy(to_elements(values, kernel_.signature->dtype));
  }
  shapes_[slot] = values.shape;
  largest_input_ = std::max(largest_input_, shape_bytes(values.shape, 1, values.source));
}

void kernel_call::run(int times) {
  *report_ = {.bits = 0, .first_row = -1, .first_wrong_label = -1, .first_zero_norm = -1};
  lossc_status status = kernel_.run(&call_);
  for (int k = 1; k < times && status.kind == LOSSC_OK; ++k) status = kernel_.run(&call_);
  memory_.wait();
  if (status.kind == LOSSC_OK) {
    if (report_->bits & LOSSC_REPORT_LABEL_OUT_OF_RANGE) check_labels(loss_, arguments_);
    return;
  }
  if (status.kind == LOSSC_LAUNCH_FAILED) {
    throw input_error(fmt::format(
        "{}: a launch of its kernel is refused (error {}), which is a mistake of lossc and not of "
        "your data.",
        loss_.name, status.value));
  }
  // The program's users know one name for the labels, whatever their width.
  if (status.kind == LOSSC_LABEL_OUT_OF_RANGE &&
      kernel_.signature->slots[status.argument].role == LOSSC_LABEL_INT64) {
    --status.argument;
  }
  // The signature's name is that of the C function, which may have the prefix of a library.
  lossc_signature named = *kernel_.signature;
  const std::string name(loss_.name);
  named.name = name.c_str();
  throw input_error(runtime::status_text(named, status));
}

array kernel_call::output(std::size_t slot, std::vector<std::int64_t> shape) const {
  const buffer& from = buffers_[slot];
  return from_elements({from.data, from.bytes}, kernel_.signature->dtype, std::move(shape));
}

outcome kernel_call::result() const {
  outcome made;
  made.report = *report_;
  const lossc_signature& signature = *kernel_.signature;
  for (std::size_t i = 0; i < buffers_.size(); ++i) {
    const lossc_slot& slot = signature.slots[i];
    if (slot.role == LOSSC_RESULT) {
      if (output_of(loss_, slot.name) == 0) made.value = output(i, shapes_[i]);
      else made.by_products.push_back({slot.name, output(i, shapes_[i])});
    }
    if (slot.role == LOSSC_GRADIENT && data_[i] != nullptr) {
      made.gradients.push_back({signature.slots[slot.of].name, output(i, shapes_[i])});
    }
  }
  return made;
}

std::size_t kernel_call::bytes() const {
  std::size_t sum = 0;
  for (const buffer& b : buffers_) sum += b.bytes;
  return sum;
}

std::size_t kernel_call::slot_bytes(std::string_view slot) const {
  std::size_t place = 0;
  while (kernel_.signature->slots[place].name != slot) ++place;
  return buffers_[place].bytes;
}

}  // namespace lossc::program
