// Where arrays may lie: alignment, overlaps, in place, rows apart, accumulation, workspace.
#include "refusal.hpp"

using namespace lossc;
using namespace lossc::test;

TEST_CASE("pointers that are not aligned to their elements are refused") {
  for_each_kernel([](const subject&, const lossc_kernel& k, const program::call_arguments& a) {
    for (int i = 0; i < k.signature->n_slots; ++i) {
      call c(k, a);
      if (!is_array(c, i) || c.element_size(i) == 1) continue;
      if (c.data[at(i)] == nullptr) c.provide(i, 1);
      auto* const place = static_cast<char*>(c.data[at(i)]);
      c.data[at(i)] = place + 1;
      const auto status = c.run();
      CHECK(status.kind == LOSSC_MISALIGNED);
      CHECK(status.argument == i);
      CHECK(c.text(status) == name_of(c, i) + ": is not aligned to its elements");
    }
  });
}

TEST_CASE("outputs may not overlap each other or inputs, except a gradient its own input") {
  for_each_kernel([](const subject&, const lossc_kernel& k, const program::call_arguments& a) {
    call right(k, a);
    right.run_ok();
    for (int out : right.outputs())
      for (int other = 0; other < right.slots(); ++other) {
        call c(k, a);
        if (other == out || !is_array(c, other) || c.data[at(other)] == nullptr) continue;
        INFO(name_of(c, out) << " in the place of " << name_of(c, other));
        const auto refused = [&](int first, int second) {
          const auto before = c.bytes(other);
          check_status(c, LOSSC_OVERLAP, first,
                       name_of(c, first) + ": overlaps " + name_of(c, second));
          CHECK(c.bytes(other) == before);
        };
        const bool both_outputs = !is_input(c, other);
        const int first = both_outputs ? std::max(out, other) : out;
        const int second = both_outputs ? std::min(out, other) : other;
        const bool own = c.slot(out).of == other;
        c.data[at(out)] = c.data[at(other)];
        if (own && c.slot(out).in_place != 0) {
          c.run_ok();
          for (int g : c.outputs()) CHECK(c.bytes(g) == right.bytes(g));
        } else {
          refused(first, second);
        }
        // By one element: never.
        if (c.count(other) * static_cast<std::int64_t>(c.element_size(other)) <=
            static_cast<std::int64_t>(c.element_size(out)))
          continue;
        call partial(k, a);
        partial.data[at(out)] =
            static_cast<char*>(partial.data[at(other)]) + partial.element_size(out);
        const auto status = partial.run();
        CHECK(status.kind == LOSSC_OVERLAP);
      }
  });
}

TEST_CASE("all gradients in place at once are the gradients out of place") {
  for_each_kernel([](const subject& s, const lossc_kernel& k, const program::call_arguments&) {
    // Short rows, long rows, and rows with a tail.
    for (std::int64_t columns : {3, 64, 65, 1000}) {
      const auto a = random_arguments(s, 9, columns, 2);
      call right(k, a), c(k, a);
      right.run_ok();
      for (int g : c.gradients())
        if (c.slot(g).in_place) c.data[at(g)] = c.data[at(c.slot(g).of)];
      c.run_ok();
      for (int i : c.outputs()) CHECK(c.bytes(i) == right.bytes(i));
    }
  });
}

TEST_CASE("rows may lie apart: what is between them is neither read nor written") {
  for_each_kernel([](const subject& s, const lossc_kernel& k, const program::call_arguments&) {
    for (std::int64_t columns : {3, 53, 200}) {
      const auto a = random_arguments(s, 41, columns, 2);
      call right(k, a);
      right.run_ok();
      // All slots, inputs alone, outputs alone, and each slot alone.
      for (int which = -3; which < right.slots(); ++which) {
        call c(k, a);
        for (int i = 0; i < c.slots(); ++i) {
          const bool chosen = which == i || which == -1 || (which == -2 && is_input(c, i)) ||
                              (which == -3 && !is_input(c, i));
          if (!chosen || !c.slot(i).strided || c.data[at(i)] == nullptr) continue;
          c.lay_out(i, columns + 5 + i, is_input(c, i) ? std::nan("") : 4711);
        }
        c.run_ok();
        INFO(columns << " columns, apart: " << which);
        for (int i : c.outputs()) {
          CHECK(c.bytes(i) == right.bytes(i));
          const std::int64_t stride = c.row_strides[at(i)];
          bool untouched = true;
          for (std::int64_t row = 0; stride != 0 && row < c.rows(i); ++row)
            for (std::int64_t gap = columns; gap < stride; ++gap)
              untouched = untouched && read_element(c.data[at(i)], row * stride + gap,
                                                    c.type()) == 4711;
          CHECK(untouched);
        }
      }
    }
  });
}

TEST_CASE("row strides that do not fit are refused") {
  for_each_kernel([](const subject&, const lossc_kernel& k, const program::call_arguments& a) {
    for (int i = 0; i < k.signature->n_slots; ++i) {
      call c(k, a);
      if (!is_array(c, i) || c.data[at(i)] == nullptr) continue;
      const auto columns = c.columns(i);
      for (std::int64_t stride : {columns - 1, std::int64_t{-1}, -columns, columns + 1}) {
        if (stride == 0 || (stride > columns && c.slot(i).strided)) continue;
        c.row_strides[at(i)] = stride;
        const auto status = c.run();
        CHECK(status.kind == LOSSC_BAD_STRIDE);
        CHECK(status.argument == i);
        CHECK(c.text(status) == name_of(c, i) + ": a row stride of " + std::to_string(stride) +
                                    " does not fit rows of " + std::to_string(columns));
      }
      if (c.slot(i).strided) {
        c.row_strides[at(i)] = INT64_MAX / 2;
        CHECK(c.run().kind == LOSSC_SIZE_OVERFLOW);
      }
    }
  });
}

TEST_CASE("gradients are added to what is there if the call says so, the value is not") {
  for_each_kernel([](const subject& s, const lossc_kernel& k, const program::call_arguments&) {
    for (std::int64_t columns : {3, 200}) {
      const auto a = random_arguments(s, 9, columns, 2);
      call right(k, a), c(k, a);
      right.run_ok();
      for (int g : c.gradients()) c.provide(g, 0.75);
      c.options.accumulate = 1;
      c.run_ok();
      CHECK(c.bytes(c.result()) == right.bytes(c.result()));
      const double ulp = k.signature->element_size == 8 ? 0x1p-52 : 0x1p-23;
      for (int g : c.gradients()) {
        const auto sum = c.read(g), one = right.read(g);
        bool added = true;
        for (std::size_t i = 0; i < sum.size(); ++i)
          added = added && std::abs(sum[i] - (one[i] + 0.75)) <= ulp * std::abs(sum[i]);
        CHECK(added);
      }
    }
  });
}

TEST_CASE(
    "a workspace that is missing, too small, misaligned or not the caller's to give is refused") {
  const auto& s = subject_named("class_weighted_cross_entropy");
  for (std::size_t element : {4u, 8u}) {
    const auto& k = s.kernel(element);
    const auto a = random_arguments(s, outer, inner, 11);
    call c(k, a);
    const lossc_call query{c.sizes.data(), c.data.data(), c.row_strides.data(), c.numbers.data(),
                           c.options};
    const std::size_t needed = k.workspace_size(&query);
    REQUIRE(needed > 0);
    const std::string asks =
        std::to_string(needed) +
        " are needed (ask lossc_predefined_class_weighted_cross_entropy_workspace_size)";
    storage memory(needed);
    c.options.workspace = {memory.data(), needed - 1};
    check_refused(c, LOSSC_WORKSPACE_TOO_SMALL, -1,
                  "workspace: has " + std::to_string(needed - 1) + " bytes, " + asks);
    c.options.workspace = {nullptr, needed};
    check_refused(c, LOSSC_WORKSPACE_TOO_SMALL, -1, "workspace: has 0 bytes, " + asks);
    c.options.workspace = {static_cast<char*>(memory.data()) + 8, needed + 64};
    check_refused(c, LOSSC_MISALIGNED, -1, "workspace: is not aligned to 64 bytes");
    c.options.workspace = {c.data[at(c.slot_named("logits"))], needed};
    check_refused(c, LOSSC_OVERLAP, c.slot_named("logits"), "logits: overlaps the workspace");
    // Exactly enough, and full of NaN before.
    for (std::size_t i = 0; i < needed / element; ++i)
      write_element(memory.data(), static_cast<std::int64_t>(i), k.signature->dtype, std::nan(""));
    c.options.workspace = {memory.data(), needed};
    call right(k, a);
    CHECK(c.run_ok().output_bytes() == right.run_ok().output_bytes());
    // Sizes that are refused need none.
    c.sizes[1] = INT64_MAX;
    CHECK(k.workspace_size(&query) == 0);
  }
}
