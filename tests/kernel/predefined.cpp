// Lowers every predefined loss once and finds its kernels.
#include <boost/hana/for_each.hpp>
#include <boost/hana/size.hpp>
#include <lossc/graph/lower.hpp>
#include <lossc/loss/all.hpp>
#include <lossc/program/built_in.hpp>

#include "subject.hpp"

namespace lossc::test {

const std::vector<subject>& subjects() {
  static const std::vector<subject> all = [] {
    std::vector<subject> list;
    boost::hana::for_each(losses::all, [&](const auto& loss) {
      const graph g = lower(loss);
      const auto* f32 = program::built_in_kernel(g.name, LOSSC_F32);
      const auto* f64 = program::built_in_kernel(g.name, LOSSC_F64);
      if (f32 != nullptr && f64 != nullptr) list.push_back({std::string(g.name), g, f32, f64});
    });
    return list;
  }();
  return all;
}

std::size_t predefined_losses() { return decltype(boost::hana::size(losses::all))::value; }

}  // namespace lossc::test
