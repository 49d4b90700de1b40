// What each primitive and its derivative are, by formulas that share no text with lossc.
#pragma once
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <string_view>
#include <vector>

namespace lossc::test {

using many_digits = boost::multiprecision::cpp_bin_float_50;

struct reference {
  std::string_view name;
  /// In f64, to well below 2^-10 ulp of f32; which `exact_value` and `exact_derivative` are asked for.
  double (*value)(double);
  double (*derivative)(double);
  /// The textbook's formula with digits enough for it, for finite x.
  many_digits (*exact_value)(const many_digits&);
  many_digits (*exact_derivative)(const many_digits&);
  /// The size of terms that cancel at a root, where an ulp is theirs; null where none do.
  double (*value_terms)(double) = nullptr;
  double (*derivative_terms)(double) = nullptr;
};

/// Of functions that <cmath> has, and of those around the error and gamma functions.
std::vector<reference> elementary_references();
std::vector<reference> special_references();

const std::vector<reference>& references();
const reference& reference_of(std::string_view name);

/// The worst difference of both, in ulp of f32, over `count` numbers of all sizes.
double worst_of_reference(const reference& r, int count);

}  // namespace lossc::test
