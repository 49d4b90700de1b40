// The losses of a header as a generator, or as the subjects of the tests: columns, tables, three axes; or all pairs.
#ifdef LOSSC_PAIR_SHAPES
#include "pair_shapes.hpp"
#define LOSSC_SHAPES pair_shapes
#else
#include "../plan/shapes.hpp"
#define LOSSC_SHAPES shapes
#endif

#include <boost/hana/unpack.hpp>

#include <lossc/generate.hpp>

namespace {

std::vector<lossc::program::loss_entry> shape_entries() {
  return boost::hana::unpack(lossc::test::LOSSC_SHAPES, [](const auto&... loss) { return lossc::program::entries("shapes.hpp", loss...); });
}

}  // namespace

#ifdef LOSSC_SHAPES_GENERATOR

int main(int argc, char** argv) { return lossc::program::main(argc, argv, shape_entries()); }

#else

#include <lossc/program/built_in.hpp>

#include "subject.hpp"

namespace lossc::test {

const std::vector<subject>& subjects() {
  static const std::vector<subject> all = [] {
    std::vector<subject> list;
    for (const auto& entry : shape_entries()) {
      const std::string name(entry.written.name);
      list.push_back({name, entry.written, program::built_in_kernel(name, LOSSC_F32), program::built_in_kernel(name, LOSSC_F64)});
    }
    return list;
  }();
  return all;
}
std::size_t predefined_losses() { return subjects().size(); }

}  // namespace lossc::test

#endif
