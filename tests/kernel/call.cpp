// Buffers of a call: conversion to the kernel's types, row strides, comparison by bits.
#include "call.hpp"

#include <lossc/emulate/storage16.h>
#include <lossc/runtime/check.h>

#include <catch2/catch.hpp>

namespace lossc::test {

double read_element(const void* array, std::int64_t i, lossc_dtype dtype) {
  switch (dtype) {
    case LOSSC_F64:
      return static_cast<const double*>(array)[i];
    case LOSSC_BF16:
      return emulate::bfloat16_format::widen(static_cast<const std::uint16_t*>(array)[i]);
    case LOSSC_F16:
      return emulate::float16_format::widen(static_cast<const std::uint16_t*>(array)[i]);
    default:
      return static_cast<const float*>(array)[i];
  }
}
void write_element(void* array, std::int64_t i, lossc_dtype dtype, double value) {
  switch (dtype) {
    case LOSSC_F64:
      static_cast<double*>(array)[i] = value;
      return;
    case LOSSC_BF16:
      static_cast<std::uint16_t*>(array)[i] = emulate::bfloat16_format::round(value);
      return;
    case LOSSC_F16:
      static_cast<std::uint16_t*>(array)[i] = emulate::float16_format::round(value);
      return;
    default:
      static_cast<float*>(array)[i] = static_cast<float>(value);
  }
}

call::call(const lossc_kernel& k, const program::call_arguments& arguments)
    : kernel(k),
      sizes(arguments.sizes),
      data(static_cast<std::size_t>(slots())),
      row_strides(data.size()),
      numbers(data.size()),
      memory_(data.size()) {
  options.ignore_index = arguments.ignore_index;
  options.threads = 1;
  std::size_t input = 0;  // slots of inputs come in the order of the loss
  for (int i = 0; i < slots(); ++i) {
    const auto place = static_cast<std::size_t>(i);
    switch (slot(i).role) {
      case LOSSC_PARAMETER:
        numbers[place] = arguments.arrays[input++].as_f64()[0];
        break;
      case LOSSC_TENSOR:
        provide(i, 0);
        write(i, arguments.arrays[input++].as_f64());
        break;
      case LOSSC_MASK: {
        provide(i, 0);
        const auto from = arguments.arrays[input++].as_u8();
        std::copy_n(from.begin(), count(i), static_cast<std::uint8_t*>(data[place]));
        break;
      }
      case LOSSC_LABEL_INT32: {
        provide(i, 0);
        const auto from = arguments.arrays[input++].as_i32();
        std::copy_n(from.begin(), count(i), static_cast<std::int32_t*>(data[place]));
        break;
      }
      case LOSSC_RESULT:
      case LOSSC_GRADIENT:
        provide(i, sentinel);
        break;
      default:
        break;
    }
  }
}

void call::provide(int i, double everywhere) {
  const auto place = static_cast<std::size_t>(i);
  std::size_t room = static_cast<std::size_t>(count(i)) * element_size(i);
  if (grid == nullptr) {  // on a grid the end of an array is where an access beyond it is found
    // Any other array, put in this one's place, ends before the next one: an overlap is of the two.
    for (int k = 0; k < slots(); ++k)
      room = std::max(room, 2 * static_cast<std::size_t>(count(k)) * element_size(k));
  }
  memory_[place] = storage(room);
  data[place] = memory_[place].data();
  row_strides[place] = 0;
  if (is_floating(i)) write(i, std::vector<double>(static_cast<std::size_t>(count(i)), everywhere));
}

void call::lay_out(int i, std::int64_t stride, double gap) {
  const auto place = static_cast<std::size_t>(i);
  const auto values = read(i);
  const std::int64_t span = rows(i) * stride;
  memory_[place] = storage(static_cast<std::size_t>(span) * element_size(i));
  data[place] = memory_[place].data();
  row_strides[place] = stride;
  for (std::int64_t k = 0; k < span; ++k) write_element(data[place], k, type(), gap);
  write(i, values);
}

lossc_status call::run() {
  lossc_call c{sizes.data(), data.data(), row_strides.data(), numbers.data(), options};
  storage report_of_grid;
  c.options.report = &report;
  if (grid != nullptr) {
    report_of_grid = storage(sizeof report);
    c.options.report = new (report_of_grid.data()) lossc_report(report);
  }
  if (options.workspace.data == nullptr && options.workspace.bytes == 0) {
    const std::size_t needed = kernel.workspace_size(&c);
    workspace_ = storage(needed, false);
    c.options.workspace = {workspace_.data(), needed};
  }
  const lossc_status status = kernel.run(&c);
  if (grid != nullptr) report = *c.options.report;
  return status;
}

call& call::run_ok() {
  const auto status = run();
  INFO(text(status));
  REQUIRE(status.kind == LOSSC_OK);
  return *this;
}

std::string call::text(lossc_status status) const {
  return runtime::status_text(*kernel.signature, status);
}

int call::slot_named(const std::string& name) const {
  for (int i = 0; i < slots(); ++i)
    if (slot(i).name == name) return i;
  throw program::input_error(name + ": is no slot of " + kernel.signature->name);
}

std::vector<int> call::gradients() const {
  std::vector<int> list;
  for (int i = 0; i < slots(); ++i)
    if (slot(i).role == LOSSC_GRADIENT) list.push_back(i);
  return list;
}
int call::result() const {
  for (int i = 0; i < slots(); ++i)
    if (slot(i).role == LOSSC_RESULT) return i;
  throw program::input_error("a kernel without a result");
}
std::vector<int> call::by_products() const {
  std::vector<int> list;
  for (int i = result() + 1; i < slots(); ++i)
    if (slot(i).role == LOSSC_RESULT) list.push_back(i);
  return list;
}
std::vector<int> call::outputs() const {
  std::vector<int> list{result()};
  for (int i : by_products()) list.push_back(i);
  for (int i : gradients()) list.push_back(i);
  return list;
}

bool call::is_floating(int i) const {
  const auto role = slot(i).role;
  return role == LOSSC_TENSOR || role == LOSSC_UPSTREAM || role == LOSSC_RESULT ||
         role == LOSSC_GRADIENT;
}
std::size_t call::element_size(int i) const {
  if (is_floating(i)) return static_cast<std::size_t>(kernel.signature->element_size);
  return slot(i).role == LOSSC_MASK ? 1 : slot(i).role == LOSSC_LABEL_INT32 ? 4 : 8;
}
std::int64_t call::rows(int i) const {
  std::int64_t n = 1;
  for (int r = 0; r + 1 < slot(i).rank; ++r) n *= sizes[static_cast<std::size_t>(slot(i).axes[r])];
  return n;
}
std::int64_t call::columns(int i) const {
  return slot(i).rank == 0 ? 1 : sizes[static_cast<std::size_t>(slot(i).axes[slot(i).rank - 1])];
}

namespace {
std::int64_t stride_of(const call& c, int i) {
  const std::int64_t given = c.row_strides[static_cast<std::size_t>(i)];
  return given == 0 ? c.columns(i) : given;
}
}  // namespace

std::vector<double> call::read(int i) const {
  std::vector<double> values;
  for (std::int64_t row = 0; row < rows(i); ++row)
    for (std::int64_t c = 0; c < columns(i); ++c)
      values.push_back(read_element(data[static_cast<std::size_t>(i)],
                                    row * stride_of(*this, i) + c, type()));
  return values;
}
void call::write(int i, const std::vector<double>& values) {
  for (std::int64_t row = 0; row < rows(i); ++row)
    for (std::int64_t c = 0; c < columns(i); ++c)
      write_element(data[static_cast<std::size_t>(i)], row * stride_of(*this, i) + c,
                    type(), values[static_cast<std::size_t>(row * columns(i) + c)]);
}

std::string call::bytes(int i) const {
  std::string all;
  const auto* base = static_cast<const char*>(data[static_cast<std::size_t>(i)]);
  const std::size_t size = element_size(i);
  for (std::int64_t row = 0; row < rows(i); ++row)
    all.append(base + static_cast<std::size_t>(row * stride_of(*this, i)) * size,
               static_cast<std::size_t>(columns(i)) * size);
  return all;
}
std::string call::output_bytes() const {
  std::string all;
  for (int i : outputs())
    if (data[static_cast<std::size_t>(i)] != nullptr) all += bytes(i);
  return all;
}

}  // namespace lossc::test
