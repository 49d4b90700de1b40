// The numbers of all known traps, and what is said of those that no test of this program has in its name.
#pragma once
#include <array>

namespace lossc::traps {

// clang-format off

/// All of them; the list grows by what users find.
inline constexpr std::array numbers_of_traps{
    1, 2, 4, 5, 7, 8, 9, 10,
    12, 13, 14, 15, 17, 18, 20, 21, 22, 23, 25, 26, 27, 28, 29, 30, 32, 33, 34, 35, 36, 37, 38, 39,
    40, 41, 42, 43, 44, 46, 47, 48, 51, 52, 53, 54, 56, 59, 60, 61, 62, 63, 64, 65, 67, 68, 70,
    72, 73, 75, 76, 78, 79, 80, 81, 82,
    83, 85, 86, 87, 88, 90, 91, 93, 95, 96, 97, 98, 100, 101, 102, 103, 104, 105, 106, 107,
    108, 110, 111, 114, 115, 117, 118, 119, 120, 121, 122, 123, 126,
    128, 129, 130, 131, 132, 133, 134, 135, 136, 137,
    141, 142, 143, 144, 145, 146, 147, 148, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 164, 165,
};

/// Proved by a test of another folder, since it needs the grid of a GPU.
struct proved_elsewhere {
  int number;
  const char* source;  // below tests/
  const char* test;
};
inline constexpr proved_elsewhere elsewhere[] = {
    {95, "cuda/accuracy.cpp", "every CUDA kernel is as accurate as promised in every type and every variant"},
    {159, "cuda/determinism.cpp", "neither the order of blocks and lanes nor writing in place changes a bit"},
};

struct listed {
  int number;
  const char* reason;
};

/// The language can say it, and the answer is not right yet.
inline constexpr listed not_yet_right[] = {
    {25, "the angle of a cosine that rounds above 1: acos is not yet taken from differences (R14)"},
    {32, "the deviation of equal numbers whose mean rounds: the deviations are not 0"},
    {33, "small angles: acos is not yet taken from differences (R14)"},
    {35, "an angular margin at the centre of the class: acos is not yet taken from differences (R14)"},
    {36, "a hyperbolic distance of 0: its gradient is infinity times 0 (R17)"},
    {81, "Hellinger's distance at 0: the rule of R42 does not reach the gradient"},
    {80, "the root of a divergence of equal distributions: its gradient is infinity times 0 (R41)"},
};

inline constexpr listed not_yet_expressible[] = {
    {28, "all pairs of rows: the planner does not combine inputs that share only some axes"},
    {34, "the trace of a product of matrices: an axis cannot be renamed yet"},
    {38, "singular values: there are no decompositions of matrices"},
    {39, "a log-determinant: there are no decompositions of matrices"},
    {56, "a cumulative logsumexp: there are no scans"},
    {63, "Bessel functions: not among the primitives"},
    {64, "a beta function: there is no betaln, and a sum of lgamma cancels"},
    {96, "a float result of 16-bit inputs: kernels return the type of their inputs, rounded once"},
    {104, "a target outside [0, 1] is a report bit that kernels do not have yet"},
    {111, "a median: there is no sort"},
    {128, "CTC: there are no recursions over time"},
    {129, "CTC: there are no recursions over time"},
    {130, "CTC: there are no recursions over time"},
    {132, "boxes: their validity is a report bit that kernels do not have yet"},
    {133, "boxes: their validity is a report bit that kernels do not have yet"},
    {134, "boxes: their validity is a report bit that kernels do not have yet"},
    {135, "SSIM: there are no windows over images"},
    {136, "metric losses over all pairs of a batch: an axis cannot be renamed yet"},
    {154, "classes divided among devices: kernels see all classes"},
    {165, "sorting and the k largest: there is no sort"},
};

// clang-format on

}  // namespace lossc::traps
