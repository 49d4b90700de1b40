// Text of one region as a function over a chunk of its index space.
#pragma once
#include <lossc/emit/text.hpp>

namespace lossc {

/// Where the vector lanes lie.
enum class lanes_along : std::uint8_t {
  inner,     // one row at a time, lanes along it
  parallel,  // one row per lane: flat work, and short rows turned in a tile
};

/// Writes `template <class T> void NAME(const arguments<T>& a, int64_t first, int64_t last, partial<N>& parts)`.
void emit_region(writer& out, const region_scope& scope, const node_names& names, lanes_along lanes, const std::string& function);

}  // namespace lossc
