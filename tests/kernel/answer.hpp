// What a kernel has to compute, by the loss as written in f64, and how far a call is from it.
#pragma once
#include "call.hpp"

namespace lossc::test {

struct promise {
  double value, gradient;
};
/// Of norms, relative; 16-bit results are compared with answers rounded like them.
promise promised(lossc_dtype dtype);

double norm(const std::vector<double>& x);

/// The answer, and what rounding is measured by: where terms cancel (KL, triplet) the value is
/// small, and the sum over the inputs of |slope * input| is what they weigh.
struct answer {
  std::vector<double> value;
  std::vector<std::vector<double>> by_products, gradients;
  double scale = 0;

  answer(const subject& s, const program::call_arguments& a);
  /// As an array of a kernel's type holds it.
  answer rounded_to(lossc_dtype dtype) const;
};

struct deviation {
  double value = 0, gradient = 0;
  bool within(promise p) const { return value <= p.value && gradient <= p.gradient; }
};
deviation deviation_of(const call& c, const answer& right, double upstream = 1);

}  // namespace lossc::test
