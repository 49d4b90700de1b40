// Where rules are tried: every binade of every argument, the ends and specials, and arguments that nearly agree.
#pragma once
#include <random>

#include "outcome.hpp"
#include "sides.hpp"

namespace lossc::test {

inline constexpr float special_values[] = {
    0.f, -0.f, 0x1p-149f, -0x1p-149f, 0x1p-126f, -0x1p-126f, 1.f, -1.f, 0x1.fffffep127f, -0x1.fffffep127f,
    std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()};

inline constexpr std::int64_t classes = 4;

/// `rows` points. `regroups`: the rule regroups products, so no partial product may leave the range of float.
arguments<float> stratified_points(const graph& g, const roles& found, std::int64_t rows, bool regroups, std::mt19937& random);

/// Every tuple of special values, or a sample where rows of classes make too many.
arguments<float> special_points(const graph& g, const roles& found, std::mt19937& random);

/// Numbers of everyday size and no zeros, where derivatives are compared.
arguments<float> everyday_points(const graph& g, const roles& found, std::int64_t rows, std::mt19937& random);

/// How the point of entry k of a result over `axes` reads in a message.
std::string point_text(const graph& g, const roles& found, const arguments<float>& a, axis_mask axes, std::size_t k);

/// The row that entry k of a result over `axes` belongs to.
std::int64_t row_of(axis_mask axes, std::size_t k);

}  // namespace lossc::test
