// The magnitudes that cancel in a result: what its rounding errors are relative to.
#pragma once

#include <lossc/program/interpreted.hpp>

namespace lossc::program {

// Per node the sum of the magnitudes of the rounded terms of which it is a sum, carried through
// products, choices and signs; 0 for inputs, which are exact, and the magnitude itself for any
// other function. Never below the magnitude of what was computed.
std::vector<values<long double>> magnitudes_of_terms(const graph& g,
                                                     const interpreted<long double>& run);

}  // namespace lossc::program
