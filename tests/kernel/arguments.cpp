// Inputs, sizes and labels: what is refused with which sentence, and inert or 0 where it is not.
#include <lossc/runtime/check.h>
#include <lossc_predefined/cross_entropy.h>

#include <set>

#include "refusal.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

/// Whether an axis may have size 0: sums and means of nothing are 0; a row of nothing has no
/// meaning.
bool may_be_empty(const std::string& loss, const std::string& axis) {
  static const std::set<std::string> elementwise{
      "mse",  "mae",      "huber",        "gaussian_nll", "bce_with_logits", "binary_cross_entropy",
      "dice", "dice_bce", "kl_divergence"};
  if (loss == "clip") return false;  // its columns are compared along the batch
  return axis == "batch" || elementwise.count(loss) != 0;
}
/// Without a division by the size there is no empty mean.
bool is_mean_over(const std::string& loss, const std::string& axis) {
  return loss != "dice" && (loss != "kl_divergence" || axis == "batch");
}

}  // namespace

TEST_CASE("a missing input is refused") {
  for_each_kernel([](const subject&, const lossc_kernel& k, const program::call_arguments& a) {
    for (int i = 0; i < k.signature->n_slots; ++i) {
      call c(k, a);
      if (!is_input(c, i) || c.data[at(i)] == nullptr) continue;
      c.data[at(i)] = nullptr;
      check_refused(c, LOSSC_NULL_INPUT, i, name_of(c, i) + ": is null; this input is required");
    }
  });
}

TEST_CASE("sizes below 0, and products that do not fit, are refused") {
  for_each_kernel([](const subject&, const lossc_kernel& k, const program::call_arguments& a) {
    for (int axis = 0; axis < k.signature->n_axes; ++axis) {
      const std::string name = std::string("n_") + k.signature->axis_names[axis];
      call c(k, a);
      const auto keep = c.sizes[at(axis)];
      for (int i : c.outputs()) c.data[at(i)] = nullptr;  // their lengths would be negative here
      c.sizes[at(axis)] = -3;
      check_refused(c, LOSSC_NEGATIVE_SIZE, axis, name + ": -3 is negative");
      for (std::int64_t huge : {std::int64_t{1} << 62, std::int64_t{1} << 60, INT64_MAX}) {
        c.sizes[at(axis)] = huge;
        const auto status = c.run();
        CHECK(status.kind == LOSSC_SIZE_OVERFLOW);
        CHECK(c.text(status) ==
              name_of(c, status.argument) + ": the product of its sizes is too large");
      }
      c.sizes[at(axis)] = keep;
      c.run_ok();
    }
  });
}

TEST_CASE("an empty batch is 0 and says so, an empty axis of rows is refused") {
  for_each_kernel([](const subject& s, const lossc_kernel& k, const program::call_arguments& a) {
    for (int axis = 0; axis < k.signature->n_axes; ++axis)
      for (bool pointers : {true, false}) {
        call c(k, a);
        c.sizes[at(axis)] = 0;
        const std::string name = k.signature->axis_names[axis];
        INFO("n_" << name << (pointers ? "" : ", null pointers"));
        if (!pointers)
          for (int i = 0; i < c.slots(); ++i)
            if (c.count(i) == 0) c.data[at(i)] = nullptr;
        if (k.signature->may_be_empty[axis]) {
          c.run_ok();
          CHECK(c.read(c.result())[0] == 0);
          const bool said = (c.report.bits & LOSSC_REPORT_EMPTY_MEAN) != 0;
          CHECK(said == is_mean_over(s.name, name));
          for (int g : c.gradients())
            if (c.data[at(g)] != nullptr)
              for (double x : c.read(g)) CHECK(x == 0);
        } else {
          check_refused(c, LOSSC_EMPTY_AXIS, axis,
                        "n_" + name + ": is 0, and " + k.signature->name +
                            " means nothing along an empty axis");
        }
        CHECK((k.signature->may_be_empty[axis] != 0) == may_be_empty(s.name, name));
      }
  });
}

TEST_CASE("a parameter outside its range is refused with its value and the range") {
  int checked = 0;
  const auto refused = [&](const char* loss, const char* parameter, double value, const char* range) {
    for (const auto& s : subjects()) {
      if (s.name != loss) continue;
      ++checked;
      for (std::size_t element : {4u, 8u}) {
        call c(s.kernel(element), random_arguments(s, outer, inner, 3));
        const int slot = c.slot_named(parameter);
        c.numbers[at(slot)] = value;
        char given[32];
        std::snprintf(given, sizeof given, "%g", value);
        check_refused(c, LOSSC_PARAMETER_OUT_OF_RANGE, slot,
                      std::string(parameter) + ": " + given + " is outside " + range);
      }
    }
  };
  refused("focal", "gamma", -1, "[0, inf)");
  refused("focal", "gamma", std::numeric_limits<double>::quiet_NaN(), "[0, inf)");
  refused("label_smoothing", "smoothing", 1, "[0, 1)");
  refused("label_smoothing", "smoothing", -0.1, "[0, 1)");
  refused("triplet", "margin", -0.5, "[0, inf)");
  refused("huber", "delta", 0, "(0, inf)");
  // Those that sanitizers look at have no ranges.
  CHECK((checked == 0 || checked == 6));
  if (checked == 0) return;
  const auto& s = subject_named("focal");
  call c(*s.f32, random_arguments(s, outer, inner, 3));
  c.numbers[at(c.slot_named("gamma"))] = 0;
  c.run_ok();
}

TEST_CASE("a label out of range is refused with its value, its row and the range") {
  int checked = 0;
  for_each_kernel([&](const subject&, const lossc_kernel& k, const program::call_arguments& a) {
    for (int i = 0; i < k.signature->n_slots; ++i) {
      if (k.signature->slots[i].role != LOSSC_LABEL_INT32) continue;
      ++checked;
      const call original(k, a);
      const auto* labels = static_cast<const std::int32_t*>(original.data[at(i)]);
      for (std::int64_t wrong :
           {std::int64_t{7}, std::int64_t{-1}, std::int64_t{1} << 31, std::int64_t{INT64_MIN}}) {
        const auto sentence = [&](const char* name) {
          return std::string(name) + ": " + std::to_string(wrong) + " at row 3 is outside [0, 7)";
        };
        if (wrong == static_cast<std::int32_t>(wrong)) {
          call narrow(k, a);
          static_cast<std::int32_t*>(narrow.data[at(i)])[3] = static_cast<std::int32_t>(wrong);
          check_refused(narrow, LOSSC_LABEL_OUT_OF_RANGE, i, sentence(narrow.slot(i).name));
        }
        call wide(k, a);
        wide.data[at(i)] = nullptr;
        wide.provide(i + 1, 0);
        auto* to = static_cast<std::int64_t*>(wide.data[at(i + 1)]);
        for (int row = 0; row < outer; ++row) to[row] = labels[row];
        call right(k, a);
        CHECK(wide.run_ok().output_bytes() == right.run_ok().output_bytes());
        for (int g : wide.outputs()) wide.provide(g, call::sentinel);
        to[3] = wrong;
        check_refused(wide, LOSSC_LABEL_OUT_OF_RANGE, i + 1, sentence(wide.slot(i + 1).name));
      }
    }
  });
  CHECK(checked >= 2);
}

TEST_CASE("rows whose label is ignored are inert whatever they hold, and do not count") {
  for_each_kernel([](const subject& s, const lossc_kernel& k, const program::call_arguments&) {
    for (std::int64_t columns : {7, 100}) {
      const auto all = random_arguments(s, 6, columns, 4),
                 five = random_arguments(s, 5, columns, 4);
      call c(k, all), right(k, five);
      int label = 0;
      while (label < c.slots() && c.slot(label).role != LOSSC_LABEL_INT32) ++label;
      if (label == c.slots()) return;
      const int logits = c.slot_named("logits"), d_logits = c.slot_named("d_logits");
      // Row 2 of six is ignored; the other five are those of the smaller call.
      auto* labels = static_cast<std::int32_t*>(c.data[at(label)]);
      const auto* kept = static_cast<const std::int32_t*>(right.data[at(label)]);
      auto rows = c.read(logits);
      const auto kept_rows = right.read(logits);
      for (int row = 0; row < 6; ++row) {
        labels[row] = row == 2 ? 99 : kept[row - (row > 2)];
        for (std::int64_t i = 0; i < columns; ++i)
          rows[at(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(i)] =
              row != 2 ? kept_rows[at(row - (row > 2)) * static_cast<std::size_t>(columns) +
                                   static_cast<std::size_t>(i)]
              : i % 2  ? std::nan("")
                       : INFINITY;
      }
      c.write(logits, rows);
      for (int i = 0; i < c.slots(); ++i)
        if (is_input(c, i) && c.slot(i).rank == 1 && c.is_floating(i)) c.write(i, right.read(i));
      c.options.ignore_index = 99;
      c.run_ok();
      right.run_ok();
      INFO(columns << " columns");
      CHECK(c.read(c.result())[0] == Approx(right.read(right.result())[0]).epsilon(1e-6));
      const auto found = c.read(d_logits), expected = right.read(d_logits);
      bool same = true;
      for (int row = 0; row < 6; ++row)
        for (std::int64_t i = 0; i < columns; ++i) {
          const auto x =
              found[at(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(i)];
          const auto y = row == 2
                             ? 0
                             : expected[at(row - (row > 2)) * static_cast<std::size_t>(columns) +
                                        static_cast<std::size_t>(i)];
          same = same && std::abs(x - y) <= 1e-6 * std::abs(y);
        }
      CHECK(same);
      CHECK(c.report.bits == 0);
      for (int row = 0; row < 6; ++row) labels[row] = 99;
      c.run_ok();
      CHECK(c.read(c.result())[0] == 0);
      CHECK(c.report.bits == LOSSC_REPORT_EMPTY_MEAN);
      for (double x : c.read(d_logits)) CHECK(x == 0);
    }
  });
}

TEST_CASE("class weights that sum to 0 give 0 and say so") {
  const auto& s = subject_named("class_weighted_cross_entropy");
  for (std::size_t element : {4u, 8u})
    for (std::int64_t columns : {7, 100}) {
      call c(s.kernel(element), random_arguments(s, outer, columns, 11));
      c.write(c.slot_named("class_weight"),
              std::vector<double>(static_cast<std::size_t>(columns), 0));
      c.run_ok();
      CHECK(c.read(c.result())[0] == 0);
      CHECK(c.report.bits == LOSSC_REPORT_EMPTY_MEAN);
      for (int g : c.gradients())
        for (double x : c.read(g)) CHECK(x == 0);
    }
}

TEST_CASE("an argument struct of another header is refused") {
  const std::vector<float> logits{1, 2, 3};
  const std::int32_t target = 1;
  float result = -1;
  lossc_predefined_cross_entropy_args a{};
  a.n_batch = 1;
  a.n_classes = 3;
  a.logits = logits.data();
  a.target = &target;
  a.result = &result;
  const auto size = a.struct_size;
  a.struct_size = 8;
  const auto status = lossc_predefined_cross_entropy(&a);
  CHECK(status.kind == LOSSC_STRUCT_SIZE);
  CHECK(result == -1);
  CHECK(lossc_predefined_cross_entropy_status_text(status) ==
        "struct_size: is 8, not " + std::to_string(size) +
            ": initialise the arguments with the DEFAULTS of this kernel's header");
  a.struct_size = size;
  CHECK(lossc_predefined_cross_entropy(&a).kind == LOSSC_OK);
  CHECK(result == Approx(1.4076059644443804));
  CHECK(std::string(lossc_predefined_cross_entropy_status_text({})) ==
        "lossc_predefined_cross_entropy: ok");
}

TEST_CASE("a size that differs from the one a kernel was made for is refused") {
  const char* const axes[] = {"batch", "classes"};
  const std::int64_t fixed[] = {0, 10};
  const std::uint8_t may_be_empty[] = {1, 0};
  const lossc_signature s{"ten", 2, axes, fixed, may_be_empty, 0, nullptr, LOSSC_F32, 4};
  std::int64_t sizes[] = {3, 10};
  const lossc_call c{sizes, nullptr, nullptr, nullptr, {}};
  CHECK(runtime::check_sizes(s, c).kind == LOSSC_OK);
  sizes[1] = 11;
  const auto status = runtime::check_sizes(s, c);
  CHECK(status.kind == LOSSC_FIXED_SIZE);
  CHECK(std::string(runtime::status_text(s, status)) ==
        "n_classes: is 11, but this kernel was made for 10");
  CHECK(std::string(runtime::status_text(s, {99, 0, 0, 0, 0})) == "ten: unknown status 99");
}
