// Measuring: the best of several runs, and the bandwidth of a plain copy to compare with.
#pragma once

#include <cstddef>
#include <functional>

namespace lossc::program {

// Seconds of the fastest run: at least five after one that warms up, more for half a second.
double best_seconds(const std::function<void()>& run);

// Seconds of the fastest copy that reads and writes `bytes` in all, half of them each.
double best_copy_seconds(std::size_t bytes, int threads);

}  // namespace lossc::program
