// lossc run: a loss on arrays from files; its value and gradients into files, all of them or none.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <lossc/program/array.hpp>
#include <lossc/program/elements.hpp>
#include <lossc/program/kernel_call.hpp>
#include <lossc/program/kernel_source.hpp>
#include <lossc/program/npy.hpp>
#include <lossc/program/progress_line.hpp>
#include <lossc/program/reference.hpp>
#include <lossc/program/result_files.hpp>
#include <lossc/program/session.hpp>
#include <lossc/program/traffic.hpp>
#include <memory>

namespace lossc::program {
namespace {

struct options {
  std::string loss, out, upstream, backend = "cpu", dtype, reduction;
  std::vector<std::string> inputs, parameters;
  int threads = 0;
};

void notice(const std::string& sentence) { fmt::print(stderr, "lossc: notice: {}.\n", sentence); }

compile_options::outermost reduction_of(const std::string& name) {
  using enum compile_options::outermost;
  return name == "none" ? none : name == "sum" ? sum : name == "mean" ? mean : as_written;
}

array read_input(const std::string& subject, const std::string& path, bool narrow) {
  array values = read_npy(path);
  if (narrow && values.dtype == "f8") {
    notice(fmt::format(
        "{}: {} holds float64 numbers, which are rounded to float32; --dtype f64 keeps them",
        subject, path));
  }
  return values;
}

array rounded_to_f32(const array& values) {
  // Not as_f32(): a result beyond the range of f32 is infinite there, as it is in a kernel.
  std::vector<float> narrow;
  for (double x : values.as_f64()) narrow.push_back(static_cast<float>(x));
  return make_array<float>(values.shape, std::span<const float>(narrow));
}

// Of a run: what it gave, and what to print about how.
struct evaluation {
  outcome made;
  std::string text;
};

evaluation run_cuda(const loss_entry& entry, const compile_options& how, const graph& loss,
                    const call_arguments& arguments, lossc_dtype dtype) {
  const compiled c = compile(entry.written, how);
  const cuda_device device = find_cuda_device();
  kernel_call call(cuda_kernel_for(entry, c, dtype, device), loss, arguments, true, 0);
  {
    const progress_line progress("lossc: running " + device.text + " ...");
    call.run();
  }
  return {call.result(), device.text + "\n" + traffic_text(c, arguments, call)};
}

void run(const session& s, const options& o) {
  const loss_entry& entry = s.find(o.loss);
  const compile_options how{.strict = s.strict, .reduction = reduction_of(o.reduction)};
  const bool reference = o.backend == "reference";
  const lossc_dtype dtype = !o.dtype.empty() ? dtype_named(o.dtype)
                            : reference      ? LOSSC_F64
                                             : LOSSC_F32;
  if (has_16_bits(dtype) && o.backend != "cuda") refuse_16_bits(o.dtype, o.backend);
  const bool narrow = dtype == LOSSC_F32 && !reference;

  const graph loss = with_reduction(entry.written, how.reduction);
  std::vector<named_array> arrays;
  for (const named_value& given : parse_named_values("--in", o.inputs)) {
    arrays.push_back({given.name, read_input(given.name, given.value, narrow)});
  }
  std::optional<array> upstream;
  if (!o.upstream.empty()) upstream = read_input("--upstream", o.upstream, narrow);
  const call_arguments arguments = bind_arguments(
      loss, std::move(arrays), parse_named_values("--param", o.parameters), std::move(upstream));

  auto [made, text] = [&]() -> evaluation {
    if (reference) return {run_reference(compile(entry.written, how), arguments), ""};
    if (o.backend == "cuda") return run_cuda(entry, how, loss, arguments, dtype);
    kernel_call call(kernel_for(entry, how, dtype), loss, arguments, true, o.threads);
    call.run();
    return {call.result(), ""};
  }();
  if (reference && dtype == LOSSC_F32) {
    made.value = rounded_to_f32(made.value);
    for (by_product& b : made.by_products) b.values = rounded_to_f32(b.values);
    for (gradient& g : made.gradients) g.values = rounded_to_f32(g.values);
  }

  std::vector<result_file> files{{"value.npy", &made.value}};
  for (const by_product& b : made.by_products) files.push_back({b.name + ".npy", &b.values});
  for (const gradient& g : made.gradients) files.push_back({"d_" + g.input + ".npy", &g.values});
  write_together(o.out, files);
  if (has_16_bits(dtype)) {
    notice(fmt::format(
        "inputs are rounded to {}; the results, of that precision, are written as float32",
        o.dtype));
  }
  for (const std::string& sentence : notices(made.report)) notice(sentence);
  fmt::print("{}", text);
  const auto print_number = [](std::string_view name, const array& values) {
    if (values.shape.empty()) fmt::print("{} = {:.9g}\n", name, values.as_f64()[0]);
  };
  print_number("value", made.value);
  for (const by_product& b : made.by_products) print_number(b.name, b.values);
  for (const result_file& file : files) {
    fmt::print("{} {}\n", (std::filesystem::path(o.out) / file.name).string(),
               shape_text(file.values->shape));
  }
}

}  // namespace

void add_run(CLI::App& app, session& s) {
  CLI::App* command =
      app.add_subcommand("run", "A loss on .npy files: the value and the gradients");
  auto o = std::make_shared<options>();
  command->add_option("LOSS", o->loss, "Name of a loss")->required();
  command->add_option("--in", o->inputs,
                      "NAME=FILE.npy: an input; trailing dimensions flatten into its last axis");
  command->add_option("--param", o->parameters,
                      "NAME=VALUE: a parameter, or ignore_index where there are labels");
  command
      ->add_option("--out", o->out,
                   "Folder for value.npy, a file for each output beside it, and a d_NAME.npy for each differentiable input")
      ->required();
  command
      ->add_option("--backend", o->backend,
                   "What to run on; cuda: a GPU, or without one a grid emulated on the CPU")
      ->capture_default_str()
      ->check(CLI::IsMember({"cpu", "reference", "cuda"}));
  command
      ->add_option("--dtype", o->dtype,
                   "Type of the computation: f32 unless given; of the reference f64. bf16 and f16: "
                   "storage of CUDA kernels, which compute in f32")
      ->check(CLI::IsMember({"f32", "f64", "bf16", "f16"}));
  command->add_option("--reduction", o->reduction, "Replaces the outermost mean or sum")
      ->check(CLI::IsMember({"none", "sum", "mean"}));
  command->add_option("--upstream", o->upstream,
                      "FILE.npy: gradient of the value; ones unless given");
  command->add_option("--threads", o->threads, "Threads; 0 is as many as there are")
      ->capture_default_str()
      ->check(CLI::Range(0, most_threads));
  command->callback([&s, o] { run(s, *o); });
}

}  // namespace lossc::program
