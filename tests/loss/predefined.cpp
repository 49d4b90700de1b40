// Lowers every predefined loss once.
#include "predefined.hpp"

#include <boost/hana/for_each.hpp>

#include <lossc/loss/all.hpp>
#include <stdexcept>

namespace lossc::test {

const std::vector<graph>& predefined() {
  static const std::vector<graph> all = [] {
    std::vector<graph> list;
    boost::hana::for_each(losses::all, [&](const auto& loss) { list.push_back(meaning_of(loss)); });
    return list;
  }();
  return all;
}

const graph& predefined(std::string_view name) {
  for (const auto& g : predefined())
    if (g.name == name) return g;
  throw std::invalid_argument(std::string(name) + " is no predefined loss");
}

}  // namespace lossc::test
