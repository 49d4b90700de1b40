// Losses of the traps of norms, distances, angles and dispersion, spelled as people write them.
#include <lossc/loss/all.hpp>
#include <lossc/lossc.hpp>

namespace lossc::traps {

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct feature final : axis<"feature"> {} feature;

inline constexpr auto root_of_squares = loss<"root_of_squares">(
    inputs(tensor<"x">(feature)), [](auto x) { return sqrt(sum(square(x), feature)); });

inline constexpr auto slope_of_norm = loss<"slope_of_norm">(
    inputs(tensor<"x">(feature), tensor<"direction">(feature).constant()),
    [](auto x, auto direction) { return sum(direction * grad(sqrt(sum(square(x), feature)), x)); });

inline constexpr auto three_norms = loss<"three_norms">(
    inputs(tensor<"euclidean">(feature), tensor<"first">(feature), tensor<"largest">(feature)),
    [](auto euclidean, auto first, auto largest) {
      return norm(euclidean) + sum(abs(first)) + max(abs(largest), feature);
    });

inline constexpr auto hypotenuse = loss<"hypotenuse">(
    inputs(tensor<"x">(batch), tensor<"y">(batch)),
    [](auto x, auto y) { return sum(hypot(x, y)); });

inline constexpr auto normalised = loss<"normalised">(
    inputs(tensor<"x">(batch, feature), tensor<"direction">(batch, feature).constant()),
    [](auto x, auto direction) { return sum(direction * (x / norm(x, feature))); });

inline constexpr auto cosine = loss<"cosine">(
    inputs(tensor<"x">(batch, feature), tensor<"y">(batch, feature)),
    [](auto x, auto y) { return sum(sum(x * y, feature) / (norm(x, feature) * norm(y, feature))); });

inline constexpr auto distance = loss<"distance">(
    inputs(tensor<"x">(batch, feature), tensor<"y">(batch, feature), param<"eps">(0_c)),
    [](auto x, auto y, auto eps) { return sum(pairwise_distance(x, y, feature, eps)); });

inline constexpr auto distance_by_products = loss<"distance_by_products">(
    inputs(tensor<"x">(batch, feature), tensor<"y">(batch, feature)), [](auto x, auto y) {
      return sum(sqrt(sum(square(x), feature) + sum(square(y), feature) - 2_c * sum(x * y, feature)));
    });

inline constexpr auto deviation = loss<"deviation">(inputs(tensor<"x">(feature)), [](auto x) {
  return sqrt(mean(square(x - mean(x))));
});

inline constexpr auto root_of_moments = loss<"root_of_moments">(
    inputs(tensor<"x">(feature)),
    [](auto x) { return sqrt(mean(square(x)) - square(mean(x))); });

inline constexpr auto weighted_root = loss<"weighted_root">(
    inputs(tensor<"x">(batch), weight<"weight">(batch).constant()),
    [](auto x, auto w) { return sum(weight(sqrt(x), w)); });

inline constexpr auto inverse_root =
    loss<"inverse_root">(inputs(tensor<"x">(batch)), [](auto x) { return sum(1_c / sqrt(x)); });

}  // namespace lossc::traps

LOSSC_GENERATE(lossc::traps::root_of_squares, lossc::traps::slope_of_norm, lossc::traps::three_norms, lossc::traps::hypotenuse,
               lossc::traps::normalised, lossc::traps::cosine, lossc::traps::distance,
               lossc::traps::distance_by_products,
               lossc::traps::deviation, lossc::traps::root_of_moments,
               lossc::traps::weighted_root, lossc::traps::inverse_root)
LOSSC_GENERATE(lossc::losses::mae, lossc::losses::triplet)
