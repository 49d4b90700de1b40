// The two sides of a rule as numbers: in float as kernels compute them, in long double, and in 100 digits.
#pragma once
#include <lossc/evaluate/interpret.hpp>
#include <vector>

namespace lossc::test {

/// Entries of a graph's result, spread to `axes`.
std::vector<float> in_float(const graph& g, const arguments<float>& a, axis_mask axes);
std::vector<long double> in_long_double(const graph& g, const arguments<float>& a, axis_mask axes);

struct exact_pair {
  long double before, after;  // computed in 100 digits, then rounded
  bool agree;                 // to 9 digits, or both below 1e-60: a regime may be a hundredth of an ulp off
};
std::vector<exact_pair> in_100_digits(const graph& before, const graph& after, const arguments<float>& a, axis_mask axes);

/// d (sum of each row's results) / d input `place` in column `column`, per row, by a central difference in 100 digits:
/// 40 of them are right, and no derivative rule is involved.
std::vector<long double> difference_quotient(const graph& g, const arguments<float>& a, std::size_t place, std::int64_t column);

/// The arguments of some rows only.
arguments<float> rows_of(const graph& g, const arguments<float>& a, const std::vector<std::int64_t>& rows);

/// Distance in units of the last place of float at `truth`, or at the sum's terms where they are larger. Infinity
/// counts as 2^128, the first number that is not there.
double ulps(float x, long double truth, long double terms = 0);

}  // namespace lossc::test
