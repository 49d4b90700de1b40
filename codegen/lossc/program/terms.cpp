// A sum's terms add up, a factor scales them, a choice takes those of the branch it takes.
#include <lossc/program/terms.hpp>

namespace lossc::program {
namespace {

using wide = values<long double>;

wide terms_of(const node& n, const wide& out, const interpreted<long double>& run,
              const std::vector<wide>& known) {
  const auto x = [&](std::size_t i) -> const wide& { return run[n.in[i]]; };
  const auto terms = [&](std::size_t i) -> const wide& {
    return known[static_cast<std::size_t>(n.in[i])];
  };
  const auto axes = static_cast<axis_mask>(n.payload);
  if (facts_of(n.code).shape == shape::leaf || facts_of(n.code).boolean)
    return wide(&run.where(), 0);
  if (is<op::Negate>(n) || is<op::Abs>(n) || is<op::Clamp>(n) || is<op::StopGradient>(n))
    return terms(0);
  if (is<op::Guard>(n)) return guard(x(0), terms(1));
  if (is<op::Where>(n)) return where(x(0), terms(1), terms(2));
  if (is<op::Maximum>(n) || is<op::Minimum>(n)) return where(x(0) == out, terms(0), terms(1));
  if (is<op::At>(n)) return wide::apply<op::At>(terms(0).spread_to(x(0).mask), x(1));
  if (is<op::MaxOver>(n) || is<op::MinOver>(n))
    return wide::along<op::MaxOver>(terms(0).spread_to(x(0).mask), axes);
  const wide magnitude = abs(out);
  if (is<op::Add>(n) || is<op::Subtract>(n)) return max(magnitude, terms(0) + terms(1));
  if (is<op::Multiply>(n)) return max(magnitude, max(terms(0) * abs(x(1)), abs(x(0)) * terms(1)));
  if (is<op::Divide>(n)) return max(magnitude, max(terms(0), magnitude * terms(1)) / abs(x(1)));
  if (is<op::Sum>(n)) return sum(max(abs(x(0)), terms(0)), axes);
  return magnitude;
}

}  // namespace

std::vector<wide> magnitudes_of_terms(const graph& g, const interpreted<long double>& run) {
  std::vector<wide> known;
  for (node_id id = 0; id < g.size(); ++id) known.push_back(terms_of(g[id], run[id], run, known));
  return known;
}

}  // namespace lossc::program
