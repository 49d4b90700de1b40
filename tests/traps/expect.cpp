// Runs a loss by `evaluate` and by its kernels, in f32 and f64, and measures the answers.
#include "expect.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include <lossc/evaluate.hpp>
#include <lossc/generate.hpp>
#include <lossc/graph/formula.hpp>
#include <lossc/program/built_in.hpp>

namespace lossc::traps {

namespace {

/// For `evaluation`, which asks a loss whether its value is a number: here all are.
struct scalar_loss {
  struct expression {
    using axes = boost::hana::tuple<>;
  };
};

const std::vector<double>* find(const list& given, std::string_view name) {
  for (const auto& n : given)
    if (n.name == name) return &n.values;
  return nullptr;
}

std::vector<std::int64_t> sizes_of(const graph& g, const list& given) {
  std::vector<std::int64_t> sizes(g.axes.size(), -1);
  for (std::size_t i = 0; i < g.axes.size(); ++i)
    if (const auto* given_size = find(given, "n_" + std::string(g.axes[i].name)))
      sizes[i] = static_cast<std::int64_t>((*given_size)[0]);
  // Vectors say their size, matrices what is then missing.
  for (int pass = 1; pass <= 2; ++pass)
    for (const auto& input : g.inputs) {
      const auto* values = find(given, input.name);
      if (values == nullptr || rank(input) != pass) continue;
      const auto count = static_cast<std::int64_t>(values->size());
      auto& inner = sizes[static_cast<std::size_t>(input.axes[static_cast<std::size_t>(pass - 1)])];
      if (pass == 2) {
        auto& outer = sizes[static_cast<std::size_t>(input.axes[0])];
        if (outer < 0) outer = inner < 0 ? 1 : count / inner;
        if (inner < 0) inner = count == 0 ? 1 : count / outer;
        REQUIRE(outer * inner == count);
      }
      if (inner < 0) inner = count;
      if (pass == 1) REQUIRE(inner == count);
    }
  return sizes;
}

std::vector<double> rounded_to_float(std::vector<double> values) {
  for (double& x : values) x = static_cast<float>(x);
  return values;
}

template <class T> arguments<T> arguments_of(const graph& g, const list& given) {
  arguments<T> a;
  a.sizes = sizes_of(g, given);
  if (const auto* ignored = find(given, "ignore_index"))
    a.ignore_index = static_cast<std::int64_t>((*ignored)[0]);
  for (const auto& input : g.inputs) {
    a.numbers.emplace_back();
    a.labels.emplace_back();
    const auto* values = find(given, input.name);
    if (values == nullptr) {
      REQUIRE(input.kind == input_kind::parameter);
      continue;
    }
    const auto rounded = rounded_to_float(*values);
    if (input.kind == input_kind::label) {
      for (double x : *values) a.labels.back().push_back(static_cast<std::int64_t>(x));
    } else {
      a.numbers.back().resize(static_cast<Eigen::Index>(rounded.size()));
      for (std::size_t k = 0; k < rounded.size(); ++k)
        a.numbers.back()(static_cast<Eigen::Index>(k)) = static_cast<T>(rounded[k]);
    }
  }
  return a;
}

void compare(const std::string& what, double found, double right, double allowed,
             std::size_t element_size) {
  const double off = ulps(found, right, element_size);
  if (off <= allowed) return;
  INFO(what << " is " << found << ", right " << right << ": off by " << off << " ulp");
  CHECK(off <= allowed);
}

void compare(const std::string& what, const std::vector<double>& found,
             const std::vector<double>& right, double allowed, std::size_t element_size) {
  INFO(what);
  REQUIRE(found.size() == right.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    compare(what + "[" + std::to_string(i) + "]", found[i], right[i], allowed, element_size);
}

template <class T>
void expect_evaluated(const graph& g, const list& inputs, double value, const list& gradients,
                      tolerance allowed) {
  INFO("evaluate, " << (sizeof(T) == 4 ? "f32" : "f64"));
  const evaluation<T, scalar_loss> e(resolve_derivatives(with_declared_meaning(g)), arguments_of<T>(g, inputs),
                                     evaluation_mode::stable);
  const auto [found, all] = e.gradients();
  compare("the value", static_cast<double>(found), value, allowed.value, sizeof(T));
  compare("the value alone", static_cast<double>(e.value()), value, allowed.value, sizeof(T));
  for (const auto& right : gradients)
    for (std::size_t i = 0; i < g.inputs.size(); ++i)
      if (g.inputs[i].name == right.name)
        compare("d_" + right.name,
                std::vector<double>(all[i].data(), all[i].data() + all[i].size()), right.values,
                allowed.gradient, sizeof(T));
}

void expect_called(const std::string& loss, const list& inputs, double value,
                   const list& gradients, tolerance allowed, lossc_dtype dtype) {
  INFO("the kernel, " << (dtype == LOSSC_F32 ? "f32" : "f64"));
  auto c = call_of(loss, inputs, dtype);
  c.run_ok();
  const std::size_t element = c.element_size(c.result());
  compare("the value", c.read(c.result())[0], value, allowed.value, element);
  for (const auto& right : gradients)
    compare("d_" + right.name, c.read(c.slot_named("d_" + right.name)), right.values,
            allowed.gradient, element);
  auto alone = call_of(loss, inputs, dtype);
  for (int g : alone.gradients()) alone.data[static_cast<std::size_t>(g)] = nullptr;
  alone.run_ok();
  compare("the value alone", alone.read(alone.result())[0], value, allowed.value, element);
}

}  // namespace

double ulps(double x, double right, std::size_t element_size) {
  if (std::isnan(right)) return std::isnan(x) ? 0 : inf;
  if (x == right) return 0;
  if (right == 0 || !std::isfinite(right) || !std::isfinite(x)) return inf;
  const int digits = element_size == 4 ? 23 : 52, lowest = element_size == 4 ? -126 : -1022;
  return std::abs(x - right) / std::ldexp(1.0, std::max(std::ilogb(right), lowest) - digits);
}

const graph& loss_named(const std::string& name) {
  for (const auto& entry : program::registered_losses())
    if (entry.written.name == name) return entry.written;
  throw program::input_error(name + ": no such loss among the traps");
}

test::call call_of(const std::string& loss, const list& inputs, lossc_dtype dtype) {
  const graph& g = loss_named(loss);
  program::call_arguments a;
  a.sizes = sizes_of(g, inputs);
  if (const auto* ignored = find(inputs, "ignore_index"))
    a.ignore_index = static_cast<std::int64_t>((*ignored)[0]);
  for (const auto& input : g.inputs) {
    const auto* given = find(inputs, input.name);
    const std::vector<double> values =
        given == nullptr ? std::vector<double>{input.default_value}
        : input.kind == input_kind::label ? *given : rounded_to_float(*given);
    std::vector<std::int64_t> shape;
    for (int r = 0; r < rank(input); ++r)
      shape.push_back(a.sizes[static_cast<std::size_t>(input.axes[static_cast<std::size_t>(r)])]);
    a.arrays.push_back(program::make_array<double>(shape, std::span<const double>(values)));
  }
  const lossc_kernel* kernel = program::built_in_kernel(loss, dtype);
  REQUIRE(kernel != nullptr);
  return test::call(*kernel, a);
}

void expect(const std::string& loss, const list& inputs, double value, const list& gradients,
            tolerance allowed, precision types) {
  const graph& g = loss_named(loss);
  INFO(loss << " = " << formula(g, g.outputs[0].value));
  if (types != precision::f64) {
    expect_evaluated<float>(g, inputs, value, gradients, allowed);
    expect_called(loss, inputs, value, gradients, allowed, LOSSC_F32);
  }
  if (types != precision::f32) {
    expect_evaluated<double>(g, inputs, value, gradients, allowed);
    expect_called(loss, inputs, value, gradients, allowed, LOSSC_F64);
  }
}

}  // namespace lossc::traps
