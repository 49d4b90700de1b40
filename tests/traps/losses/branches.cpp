// Losses of the traps of branches, masks and clamps, spelled as people write them.
#include <lossc/loss/all.hpp>
#include <lossc/lossc.hpp>

namespace lossc::traps {

inline constexpr struct batch final : axis<"batch"> {} batch;

inline constexpr auto square_root_where = loss<"square_root_where">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(where(x > 0_c, sqrt(x), 0_c)); });

inline constexpr auto logarithm_where = loss<"logarithm_where">(
    inputs(tensor<"x">(batch)), [](auto x) { return sum(where(x > 0_c, log(x), 0_c)); });

inline constexpr auto masked_product = loss<"masked_product">(
    inputs(tensor<"x">(batch), mask<"mask">(batch)),
    [](auto x, auto mask) { return sum(-log(x) * mask); });

inline constexpr auto clamped_logarithm = loss<"clamped_logarithm">(
    inputs(tensor<"x">(batch), tensor<"y">(batch)),
    [](auto x, auto y) { return sum(clamp(log(x), -100_c, 0_c)) + sum(max(log(y), -100_c)); });

inline constexpr auto finite_quotient =
    loss<"finite_quotient">(inputs(tensor<"x">(batch), tensor<"y">(batch)), [](auto x, auto y) {
      return sum(where(is_finite(x / y), x / y, 1_c));
    });

/// The four ways to write a rectifier with a comparison, each of an input of its own.
inline constexpr auto rectifiers = loss<"rectifiers">(
    inputs(tensor<"above">(batch), tensor<"from">(batch), tensor<"below">(batch),
           tensor<"least">(batch)),
    [](auto above, auto from, auto below, auto least) {
      return sum(square(where(above > 0_c, above, 0_c))) +
             sum(square(where(0_c <= from, from, 0_c))) +
             sum(square(where(below < 0_c, 0_c, below))) +
             sum(square(where(least < 0_c, least, 0_c)));
    });

inline constexpr auto larger_and_smaller = loss<"larger_and_smaller">(
    inputs(tensor<"x">(batch), tensor<"y">(batch)),
    [](auto x, auto y) { return sum(square(max(1_c, x))) + sum(square(min(y, 1_c))); });

}  // namespace lossc::traps

LOSSC_GENERATE(lossc::traps::square_root_where, lossc::traps::logarithm_where,
               lossc::traps::masked_product, lossc::traps::clamped_logarithm,
               lossc::traps::finite_quotient, lossc::traps::rectifiers,
               lossc::traps::larger_and_smaller)
LOSSC_GENERATE(lossc::losses::cross_entropy)
