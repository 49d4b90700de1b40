// Losses that force plans of every shape; no predefined loss has column sums, two labels or three axes.
#pragma once
#include <lossc/loss/all.hpp>

namespace lossc::test {

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct sequence final : axis<"sequence"> {} sequence;
inline constexpr struct outputs final : axis<"outputs"> {} outputs;
inline constexpr struct classes final : axis<"classes"> {} classes;
inline constexpr struct colour final : axis<"colour", 3> {} colour;

// ---- Columns ---------------------------------------------------------------------------------------

/// d_scale[outputs] is a sum over batch that leaves a column.
inline constexpr auto column_weight = loss<"column_weight">(
    inputs(tensor<"x">(batch, outputs), tensor<"target">(batch, outputs), weight<"scale">(outputs)),
    [](auto x, auto target, auto scale) { return mean(weight(square(x - target), scale)); });

/// As above, the column first in the signature: the axes of the graph begin with the inner one.
inline constexpr auto column_first = loss<"column_first">(
    inputs(tensor<"bias">(outputs), tensor<"x">(batch, outputs)),
    [](auto bias, auto x) { return mean(log_sigmoid(x + bias)); });

/// Column statistics, then the rows again: the largest and the sum over batch, per output.
inline constexpr auto column_logsumexp = loss<"column_logsumexp">(
    inputs(tensor<"x">(batch, outputs)), [](auto x) { return mean(logsumexp(x, batch)); });

inline constexpr auto column_variance = loss<"column_variance">(
    inputs(tensor<"x">(batch, outputs)), [](auto x) {
      auto centre = name<"centre">(mean(x, batch));
      return sum(sqrt(mean(square(x - centre), batch) + 0.01_c));
    });

/// A reduction over the inner axis of an input without rows: known before any region.
inline constexpr auto column_softmax = loss<"column_softmax">(
    inputs(tensor<"x">(batch, outputs), tensor<"mixture">(outputs)),
    [](auto x, auto mixture) { return mean(sum(softmax(mixture, outputs) * square(x), outputs)); });

/// The value itself is a column.
inline constexpr auto column_result = loss<"column_result">(
    inputs(tensor<"x">(batch, outputs)), [](auto x) { return mean(square(x), batch); });

// ---- Labels ----------------------------------------------------------------------------------------

/// A table without any matrix: d_bias adds up at the labels.
inline constexpr auto table_only = loss<"table_only">(
    inputs(tensor<"bias">(classes), label<"target">(batch, classes), tensor<"y">(batch)),
    [](auto bias, auto target, auto y) { return mean(square(at(bias, target) - y)); });

/// The gradient is 0 everywhere but at the label.
inline constexpr auto bare_pick = loss<"bare_pick">(
    inputs(tensor<"x">(batch, classes), label<"target">(batch, classes)),
    [](auto x, auto target) { return mean(square(at(x, target))); });

inline constexpr auto linear_pick = loss<"linear_pick">(
    inputs(tensor<"x">(batch, classes), label<"target">(batch, classes)), [](auto x, auto target) { return mean(-at(x, target)); });

inline constexpr auto two_labels = loss<"two_labels">(
    inputs(tensor<"x">(batch, classes), label<"first">(batch, classes), label<"second">(batch, classes), param<"mix">(0.3_c)),
    [](auto x, auto first, auto second, auto mix) {
      auto log_p = log_softmax(x, classes);
      return mean((1_c - mix) * -at(log_p, first) + mix * -at(log_p, second));
    });

/// The one-hot row as a number.
inline constexpr auto brier = loss<"brier">(
    inputs(tensor<"x">(batch, classes), label<"target">(batch, classes)), [](auto x, auto target) {
      return mean(sum(square(softmax(x, classes) - where(same(classes, target), 1_c, 0_c)), classes));
    });

/// Multi-margin: every entry is compared with the picked one.
inline constexpr auto margin = loss<"margin">(
    inputs(tensor<"x">(batch, classes), label<"target">(batch, classes), weight<"class_weight">(classes)),
    [](auto x, auto target, auto class_weight) {
      return mean(weight(sum(max(0_c, 1_c - at(x, target) + x), classes), at(class_weight, target)));
    });

// ---- Axes ------------------------------------------------------------------------------------------

inline constexpr auto rank_three = loss<"rank_three">(
    inputs(tensor<"x">(batch, sequence, classes), tensor<"y">(batch, sequence, classes)),
    [](auto x, auto y) { return mean(abs(x - y)); });

inline constexpr auto token_cross_entropy = loss<"token_cross_entropy">(
    inputs(tensor<"x">(batch, sequence, classes), label<"target">(batch, sequence, classes)),
    [](auto x, auto target) { return mean(-at(log_softmax(x, classes), target)); });

/// Two inner axes, one parallel.
inline constexpr auto norm_of_each = loss<"norm_of_each">(
    inputs(tensor<"x">(batch, sequence, classes), weight<"w">(batch)),
    [](auto x, auto w) { return sum(weight(norm(x, sequence, classes), w)) / sum(w); });

inline constexpr auto single_axis = loss<"single_axis">(
    inputs(tensor<"x">(batch), mask<"mask">(batch)), [](auto x, auto mask) { return sum(weight(exp(x), mask)) / sum(mask); });

/// The largest of all, then the sum relative to it: a region each.
inline constexpr auto whole_logsumexp = loss<"whole_logsumexp">(
    inputs(tensor<"x">(batch)), [](auto x) { return logsumexp(x, batch); });

/// Two vectors, every entry with every other: the matrix is nowhere.
inline constexpr auto all_pairs = loss<"all_pairs">(
    inputs(tensor<"x">(batch), tensor<"y">(outputs)), [](auto x, auto y) { return mean(abs(x - y)); });

inline constexpr auto rosenbrock = loss<"rosenbrock">(
    inputs(param<"x">(0.3_c).differentiable(), param<"y">(1_c).differentiable(), param<"steepness">(100_c)),
    [](auto x, auto y, auto steepness) { return square(1_c - x) + steepness * square(y - square(x)); });

inline constexpr auto fixed_size = loss<"fixed_size">(
    inputs(tensor<"x">(batch, colour), tensor<"y">(batch, colour)),
    [](auto x, auto y) { return mean(min(square(x - y), colour) + norm(x, colour)); });

/// The gradients are constant along some axes of their input, or along all.
inline constexpr auto plain_sum = loss<"plain_sum">(inputs(tensor<"x">(batch, outputs)), [](auto x) { return mean(x); });
inline constexpr auto row_weight = loss<"row_weight">(
    inputs(tensor<"x">(batch, outputs), weight<"w">(batch)), [](auto x, auto w) { return sum(weight(x, w)) / sum(w); });
inline constexpr auto column_factor = loss<"column_factor">(
    inputs(tensor<"x">(batch, outputs), tensor<"factor">(outputs)), [](auto x, auto factor) { return mean(x * exp(factor)); });

/// The mean of one number is that number, whatever columns there are.
inline constexpr auto mean_of_mean = loss<"mean_of_mean">(
    inputs(tensor<"x">(batch, outputs)), [](auto x) { return mean(mean(logsumexp(x, outputs))); });

// ---- Values per group ---------------------------------------------------------------------------------

/// A value per item from a label per token: sums within groups of rows, a gradient of the group's own weight.
inline constexpr auto tokens_per_item = loss<"tokens_per_item">(
    inputs(tensor<"x">(batch, sequence, classes), label<"target">(batch, sequence, classes), weight<"w">(batch)),
    [](auto x, auto target, auto w) { return weight(mean(-at(log_softmax(x, classes), target), sequence), w); });

/// The groups reduced to one number, and a mask along both.
inline constexpr auto tokens_of_items = loss<"tokens_of_items">(
    inputs(tensor<"x">(batch, sequence, classes), label<"target">(batch, sequence, classes), mask<"visible">(batch, sequence), tensor<"rate">(batch)),
    [](auto x, auto target, auto visible, auto rate) {
      auto hidden = sum(guard(!visible, -at(log_softmax(x, classes), target)), sequence);
      return mean(hidden * exp(rate) / max(sum(where(visible, 0_c, 1_c), sequence), 1_c), batch);
    });

/// Outputs beside the value: a number, a column and a value per row, and how many entries are not finite.
inline constexpr auto several_outputs_of_one = loss<"several_outputs_of_one">(
    inputs(tensor<"x">(batch, outputs), tensor<"y">(batch, outputs)), [](auto x, auto y) {
      auto error = square(x - y);
      return with_outputs(mean(error), output<"largest">(max(error)), output<"per_column">(mean(error, batch)),
                          output<"per_row">(mean(error, outputs)), output<"wrong_entries">(count_non_finite(x)));
    });

// ---- Derivatives in the formula ----------------------------------------------------------------------

/// The slope of an energy is penalised, so the gradient holds second derivatives.
inline constexpr auto gradient_penalty = loss<"gradient_penalty">(
    inputs(tensor<"x">(batch, outputs), tensor<"scale">(batch)), [](auto x, auto scale) {
      auto energy = logsumexp(x * scale, outputs);
      return mean(square(norm(grad(energy, x), outputs) - 1_c));
    });

/// A weight that is the rate of a schedule.
inline constexpr auto rate_weight = loss<"rate_weight">(
    inputs(tensor<"error">(batch, outputs), tensor<"time">(batch)),
    [](auto error, auto time) { return mean(square(error) * -d(log(1_c + square(time)) - time, time)); });

// ---- Products --------------------------------------------------------------------------------------

/// Rows with no factor of 0, with one and with more; the factors that are 0 have a slope.
inline constexpr auto row_product = loss<"row_product">(
    inputs(tensor<"x">(batch, classes), tensor<"y">(batch, classes).constant()), [](auto x, auto y) {
      return mean(prod(where(y < 1.2_c, 1_c + x / size(classes), x - stop_gradient(x)), classes), batch);
    });
inline constexpr auto column_product = loss<"column_product">(
    inputs(tensor<"x">(batch, outputs)), [](auto x) { return mean(prod(1_c + x / size(batch), batch), outputs); });
inline constexpr auto whole_product = loss<"whole_product">(
    inputs(tensor<"x">(batch, outputs)), [](auto x) { return prod(1_c + x / (size(batch) * size(outputs))); });

// ---- Lengths ---------------------------------------------------------------------------------------

inline constexpr auto lengths = loss<"lengths">(
    inputs(tensor<"x">(batch, outputs), tensor<"y">(batch, outputs), tensor<"z">(batch, outputs)), [](auto x, auto y, auto z) {
      return mean(standard_deviation(x, outputs) + norm_infinity(z, outputs) + norm_1(z, outputs) / size(outputs) -
                  sum(normalize(x, outputs) * normalize(y, outputs), outputs));
    });
/// Over all entries: a mean, then a largest deviation, then a sum of squares.
inline constexpr auto spread = loss<"spread">(
    inputs(tensor<"x">(batch, outputs)), [](auto x) { return standard_deviation(x) + var(x); });

// ---- Names -----------------------------------------------------------------------------------------

/// Inputs that are called as generated text calls its own variables.
inline constexpr auto named_like_locals = loss<"named_like_locals">(
    inputs(tensor<"rows">(batch, classes), label<"row">(batch, classes), weight<"index">(batch), param<"a">(2_c)),
    [](auto rows, auto row, auto index, auto a) { return mean(weight(-a * at(log_softmax(rows, classes), row), index)); });

// clang-format off
inline constexpr auto shapes = boost::hana::make_tuple(
    column_weight, column_first, column_logsumexp, column_variance, column_softmax, column_result,
    table_only, bare_pick, linear_pick, two_labels, brier, margin,
    rank_three, token_cross_entropy, norm_of_each, single_axis, whole_logsumexp, all_pairs, rosenbrock, fixed_size,
    plain_sum, row_weight, column_factor, tokens_per_item, tokens_of_items, several_outputs_of_one,
    gradient_penalty, rate_weight, row_product, column_product, whole_product,
    lengths, spread, named_like_locals, mean_of_mean);
// clang-format on

}  // namespace lossc::test
