// Labels: picking the entry a label names, its one-hot row, and cross-entropy, which joins both.
#pragma once
#include <lossc/op/norm.hpp>

namespace lossc::op {

struct OneHot {
  static constexpr facts info{.name = "one_hot", .latex = R"([\cdot = $0])", .shape = shape::indicator, .boolean = true, .constant = 1,
                              .note = "True where the position along the label's axis is the label."};
};

struct Valid {
  static constexpr facts info{.name = "valid", .latex = R"([$0 \text{ counts}])", .boolean = true, .constant = 1,
                              .note = "False where the label is ignore_index: such a row is inert."};
};

struct At {
  static constexpr facts info{.name = "at", .latex = "{$0}_{$1}", .shape = shape::pick, .constant = 2,
                              .note = "The entry that the label names."};
  template <class E> static constexpr auto vjp(E g, E, E, E label) {
    return std::array{guard(E::template apply<OneHot>(label), g), g};
  }
};

struct CrossEntropyGradient;
struct CrossEntropy {
  static constexpr facts info{
      .name = "cross_entropy", .latex = R"((\log\sum e^{$0} - {$0}_{$1}))", .shape = shape::pick, .ulp = 4, .cost = 1, .constant = 2,
      .note = "logsumexp(z) - z[y] as (top - z[y]) + log1p(sum of the others): exact for confident rows. "
              "A row of -inf has no support and contributes 0, as does an ignored label."};
  template <class E> static constexpr E formula(E z, E label) {
    const auto row = state_of_row(z, E::target_axis(label));
    const E picked = E::template apply<At>(z, label);
    const E gap = E::named(where(picked == row.top, E::number(z, 0), row.top - picked), "gap");
    return guard(E::template apply<Valid>(label) && row.top != -infinity, gap + log1p(row.others));
  }
  template <class E> static constexpr auto vjp(E g, E, E z, E label) {
    return std::array{g * E::template apply<CrossEntropyGradient>(z, label), g};
  }
};

struct CrossEntropyGradient {
  static constexpr facts info{
      .name = "softmax_minus_one_hot", .latex = R"((\operatorname{softmax}($0) - [\cdot = $1]))",
      .shape = shape::indicator, .ulp = 8, .cost = 1, .constant = 2,
      .note = "At the label: -S / (1 + S) where it is the top, p - 1 elsewhere; p - 1 of a confident row would be 0."};
  template <class E> static constexpr E formula(E z, E label) {
    const auto row = state_of_row(z, E::target_axis(label));
    const E picked = E::template apply<At>(z, label);
    const E whole = 1 + row.others;
    const E at_label = where(picked == row.top, -(row.others / whole), E::template apply<ExpDifference>(picked, row.top) / whole - 1);
    const E elsewhere = row.weight * (1 / whole);  // one division a row, not one an entry
    return guard(E::template apply<Valid>(label) && row.top != -infinity, where(E::template apply<OneHot>(label), at_label, elsewhere));
  }
  template <class E> static constexpr auto vjp(E g, E, E z, E label) {
    const axis_mask classes = E::target_axis(label);
    const E of_softmax = Softmax::vjp(g, E::template along<Softmax>(z, classes), z, classes)[0];
    return std::array{guard(E::template apply<Valid>(label), of_softmax), g};
  }
};

}  // namespace lossc::op

namespace lossc {

LOSSC_FUNCTION(at, At)

}  // namespace lossc
